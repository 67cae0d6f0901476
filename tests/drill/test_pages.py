"""A form as the drill sends it, and nginx's configuration as the drill moves it."""

from pathlib import Path

import pytest

from tests.drill.nginx import moved
from tests.drill.pages import form_of

ONE, TWO = '<input type="radio" name="a" value="1">', '<input type="radio" name="a" value="2"'


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ('<input name="a" value="1"><input type="file" name="b">', {"a": ["1"]}),
        ('<input name="a" value="1"><input type="submit" name="c">', {"a": ["1"]}),
        ('<textarea name="a">x</textarea>', {"a": [""]}),
        (f"{ONE}{TWO}>", {"a": ["1"]}),
        (f"{ONE}{TWO} checked>", {"a": ["2"]}),
        ('<input type="checkbox" name="a" value="1">', {}),
        ('<input type="checkbox" name="a" value="1" checked>', {"a": ["1"]}),
        ('<select name="a"><option value="" selected><option value="1"></select>', {"a": ["1"]}),
        ('<select name="a"><option value="1"><option value="2" selected></select>', {"a": ["2"]}),
    ],
)
def test_form_is_sent_untouched_with_the_first_choice_where_none_was_made(html, sent):
    assert form_of(html) == sent


def test_configuration_is_moved_to_own_ports_files_and_user():
    told = (
        "user www-data;\nerror_log /var/log/nginx/error.log;\n"
        "http {\n    error_log /dev/null emerg;\n"
        "    server {\n        listen 80 default_server;\n        listen [::]:80 default_server;\n"
        "        listen 443 ssl http2;\n        listen [::]:443 ssl http2;\n    }\n}\n"
    )

    conf = moved(told, Path("/tmp/drill"), 4430)

    assert "listen 127.0.0.1:4430 ssl http2;" in conf
    assert "[::]" not in conf
    assert "listen 80" not in conf
    assert "www-data" not in conf
    assert "/var/" not in conf
    assert "error_log /dev/null emerg;" in conf
