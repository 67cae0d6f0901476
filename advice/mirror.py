"""The advice pages as a plain folder for any web server, static host or CDN.

It holds the pages, what they load, a page for wrong addresses, and the headers.

A host must send the headers, above all the policy: without it nothing is refused, with another one
the style inside the page is. `_headers` is for the hosts that read such a file, nginx.conf is to be
included in a server of nginx. docs/deploy.md shows both.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from advice.build import (
    ENDINGS,
    MANIFEST,
    BuiltPage,
    Headers,
    at_once,
    common_headers,
    manifest_of,
    marks_in,
    put,
)
from sextortion_aware.headers import SECURITY_HEADERS

NOT_FOUND, FOR_HOSTS, FOR_NGINX = "404.html", "_headers", "nginx.conf"
# Hosts know it from the name of the file; nginx is told the letters.
LEFT_TO_THE_HOST = {"content-type"}


def write_mirror(
    pages: Sequence[BuiltPage], not_found: bytes, static: Path, static_url: str, folder: Path
) -> None:
    """Each file is replaced whole: first what pages load, then the pages.

    A page that is no more is taken away last.
    """
    before, marks = files_of_manifest(folder), marks_in(folder)
    if static.is_dir():
        shutil.copytree(static, folder / static_url.strip("/"), dirs_exist_ok=True)
    others = {
        NOT_FOUND: not_found,
        FOR_HOSTS: for_hosts(pages).encode(),
        FOR_NGINX: for_nginx(pages, static_url).encode(),
    }
    for name, content in others.items():
        folder.mkdir(parents=True, exist_ok=True)
        put(folder / name, content)

    def write_page(page: BuiltPage) -> None:
        if marks.get(page.path) == page.mark and all(
            (folder / name).is_file() for name in page.file_names
        ):
            return
        for name, content in page.files().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            put(folder / name, content)

    at_once(write_page, pages)
    put(folder / MANIFEST, json.dumps(manifest_of(pages), indent=1).encode())
    for name in before - {name for page in pages for name in page.file_names}:
        (folder / name).unlink(missing_ok=True)


def files_of_manifest(folder: Path) -> set[str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return set()
    return {
        f"{entry['file']}{ending}" for entry in manifest["pages"].values() for ending in ENDINGS
    }


def for_hosts(pages: Sequence[BuiltPage]) -> str:
    """What most pages have goes for every address.

    A page with a policy of its own gets that as well, and a browser then keeps to both.
    """
    common = for_host(common_headers(pages))
    blocks = [("/*", common)] + [
        (page.path, of_its_own) for page, of_its_own in unlike(pages, common)
    ]
    return "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers)
        for path, headers in blocks
    )


def for_nginx(pages: Sequence[BuiltPage], static_url: str) -> str:
    """A location with headers of its own loses those outside it, so each names them all."""
    common = for_host(common_headers(pages))
    lines = [
        "# Made by build_advice: include it in the server block whose root is this folder.",
        "charset utf-8;",
        *nginx_headers(common),
    ]
    lines += [
        f"location {static_url} {{",
        "    expires max;",
        *(f"    {line}" for line in nginx_headers(SECURITY_HEADERS)),
        "}",
    ]
    for page, of_its_own in unlike(pages, common):
        whole = {**dict(common), **dict(of_its_own)}
        lines += [
            f"location = /{page.file} {{",
            *(f"    {line}" for line in nginx_headers(tuple(whole.items()))),
            "}",
        ]
    return "\n".join(lines) + "\n"


def nginx_headers(headers: Headers) -> Iterator[str]:
    return (f'add_header {name} "{value}" always;' for name, value in headers)


def unlike(pages: Sequence[BuiltPage], common: Headers) -> Iterator[tuple[BuiltPage, Headers]]:
    for page in pages:
        of_its_own = tuple(pair for pair in for_host(page.headers) if pair not in common)
        if of_its_own:
            yield page, of_its_own


def for_host(headers: Headers) -> Headers:
    return tuple(pair for pair in headers if pair[0].lower() not in LEFT_TO_THE_HOST)
