import shutil
import subprocess

import pytest

from advice.build import BuiltPage
from advice.inline import all_headers
from advice.mirror import write_mirror
from sextortion_aware.headers import SECURITY_HEADERS
from tests.advice.built import pages
from tests.advice.test_build import packed_by

pytestmark = pytest.mark.own_database

SENT = [(name, value) for name, value in all_headers() if name != "Content-Type"]


def mirror(tmp_path, built):
    write_mirror(built, b"Not here", tmp_path / "static", "/static/", tmp_path / "mirror")
    return tmp_path / "mirror"


def narrow(value="default-src 'none'"):
    """The headers of a page with a policy of its own."""
    return tuple({**dict(all_headers()), "Content-Security-Policy": value}.items())


def test_write_mirror_takes_away_a_page_that_is_no_more(tmp_path):
    mirror(tmp_path, pages("Start", "Old"))
    (tmp_path / "mirror" / "notes.txt").write_text("not ours")

    mirror(tmp_path, pages("New start"))

    left = sorted(path.name for path in (tmp_path / "mirror").rglob("*") if path.is_file())
    assert left == [
        "404.html",
        "_headers",
        "index.html",
        "index.html.br",
        "index.html.gz",
        "manifest.json",
        "nginx.conf",
        "notes.txt",
    ]
    assert (tmp_path / "mirror" / "index.html").read_text() == "New start"


def test_write_mirror_packs_only_the_pages_that_changed_or_were_lost(tmp_path, monkeypatch):
    made = mirror(tmp_path, pages("Start", "More", "Last"))
    (made / "page-2" / "index.html.br").unlink()
    packed = packed_by(monkeypatch)

    mirror(tmp_path, pages("New start", "More", "Last"))

    assert sorted(packed) == ["/", "/page-2/"]
    assert (made / "page-2" / "index.html.br").is_file()


def test_write_mirror_tells_a_static_host_the_headers(tmp_path):
    made = mirror(tmp_path, [*pages("Start", "More"), BuiltPage("/tools/", b"Tools", narrow())])

    blocks = (made / "_headers").read_text().split("\n\n")

    assert blocks[0].splitlines() == ["/*", *(f"  {name}: {value}" for name, value in SENT)]
    assert blocks[1:] == ["/tools/\n  Content-Security-Policy: default-src 'none'\n"]
    assert "sha256-" in blocks[0]


def test_write_mirror_tells_nginx_the_headers(tmp_path):
    made = mirror(tmp_path, [*pages("Start", "More"), BuiltPage("/tools/", b"Tools", narrow())])

    lines = (made / "nginx.conf").read_text().splitlines()

    def added(headers, indent=""):
        return [f'{indent}add_header {name} "{value}" always;' for name, value in headers]

    of_tools = [(name, value) for name, value in narrow() if name != "Content-Type"]
    assert lines[1:] == [
        "charset utf-8;",
        *added(SENT),
        "location /static/ {",
        "    expires max;",
        *added(SECURITY_HEADERS, "    "),
        "}",
        "location = /tools/index.html {",
        *added(of_tools, "    "),
        "}",
    ]


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx on this machine")
def test_nginx_understands_what_it_is_told(tmp_path):
    made = mirror(tmp_path, [*pages("Start"), BuiltPage("/tools/", b"Tools", narrow())])
    main = tmp_path / "main.conf"
    main.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; server {{ "
        f"listen 127.0.0.1:1; root {made}; include {made}/nginx.conf; }} }}"
    )

    done = subprocess.run(
        ["nginx", "-t", "-q", "-p", str(tmp_path), "-c", str(main)], capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
