"""The configuration of nginx as text; tests/deploy/test_nginx_*.py run it."""

import pytest
from django.core.management import CommandError, call_command

from advice.management.commands import nginx_conf
from advice.nginx import Machine, Unfit
from tests.advice.every_page import all_built


def test_nginx_conf_prints_what_nginx_understands(capsys, settings, monkeypatch):
    monkeypatch.setattr(nginx_conf, "render_all", lambda library: all_built())
    settings.ALLOWED_HOSTS = ["talks.example.org", ".police.example"]

    call_command("nginx_conf", "/etc/ssl/site.pem", "/etc/ssl/private/site.key")

    said = capsys.readouterr().out
    assert said.count("server_name talks.example.org .police.example;") == 2
    assert 'ssl_certificate_key "/etc/ssl/private/site.key";' in said
    assert 'server "unix:/run/sextortion-aware/site.sock";' in said
    assert "{{" not in said
    assert "{%" not in said


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"key": "key.pem"}, '"key.pem"'),
        ({"socket": '/run/a"; x'}, "/run/a"),
        ({"static": "/var/a b"}, "/var/a b"),
        ({"hosts": ["a.test;"]}, '"a.test;"'),
        ({"hosts": ["a b"]}, '"a b"'),
        ({"build": "/var/$host"}, "/var/"),
    ],
)
def test_nginx_conf_takes_nothing_that_nginx_would_read_otherwise(wrong, named):
    good = {
        "hosts": ["a.test"],
        "certificate": "/c",
        "key": "/k",
        "socket": "/s",
        "build": "/b",
        "static": "/static",
    }

    with pytest.raises(Unfit) as refused:
        Machine(**good | wrong)

    assert named in str(refused.value)


def test_nginx_conf_says_what_is_wrong_in_one_sentence():
    with pytest.raises(CommandError, match=r'"key\.pem": write a whole path'):
        call_command("nginx_conf", "/certificate.pem", "key.pem")
