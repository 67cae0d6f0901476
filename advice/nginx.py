"""Fills in deploy/nginx.conf: the web server of a machine that serves this site alone.

The headers of built pages stand in it, because nginx reads none from files while it runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.template import Context, Engine

from advice.build import BuiltPage, common_headers, live_name
from advice.mirror import for_host, nginx_headers
from sextortion_aware.headers import SECURITY_HEADERS
from sextortion_aware.patterns import compiled

TEMPLATE = Path(__file__).resolve().parent.parent / "deploy/nginx.conf"
# What nginx would read as an end, a variable or a second word. Nobody means them in a path.
PATH, HOST = compiled(r"/[\w./@+,:=-]*"), compiled(r"[\w.:\[\]-]+")


class Unfit(Exception):
    """One sentence for the person who chose the value."""


@dataclass(frozen=True)
class Machine:
    hosts: Sequence[str]
    certificate: Path
    key: Path
    socket: Path
    build: Path
    static: Path

    def __post_init__(self) -> None:
        for path in (self.certificate, self.key, self.socket, self.build, self.static):
            if not PATH.fullmatch(str(path)):
                raise Unfit(f'"{path}": write a whole path, of letters, digits and ./@+,:=-_ only.')
        for host in self.hosts:
            if not HOST.fullmatch(host):
                raise Unfit(f'"{host}" is no name of a host.')


@dataclass(frozen=True)
class PageHeader:
    """`others`: what some pages send in place of `value`, by file. Nothing: not at all."""

    name: str
    value: str
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        return "page_" + self.key

    @property
    def key(self) -> str:
        return self.name.lower().replace("-", "_")


def page_headers(pages: Sequence[BuiltPage]) -> Iterator[PageHeader]:
    common = dict(for_host(common_headers(pages)))
    own = {page.file: dict(for_host(page.headers)) for page in pages}
    for name in dict.fromkeys(name for headers in (common, *own.values()) for name in headers):
        value = common.get(name, "")
        sent = ((file, headers.get(name, "")) for file, headers in own.items())
        yield PageHeader(name, value, {file: other for file, other in sent if other != value})


def configuration(pages: Sequence[BuiltPage], machine: Machine) -> str:
    template = Engine(autoescape=False).from_string(TEMPLATE.read_text())
    return template.render(
        Context(
            {
                "hosts": " ".join(machine.hosts),
                "certificate": machine.certificate,
                "key": machine.key,
                "socket": machine.socket,
                "build": machine.build / live_name(pages),
                "static": machine.static.parent,
                "static_url": f"/{machine.static.name}/",
                "security_headers": "\n        ".join(nginx_headers(SECURITY_HEADERS)),
                "site_headers": [PageHeader(*pair) for pair in SECURITY_HEADERS],
                "page_headers": list(page_headers(pages)),
                "files": [page.path for page in pages if not page.is_page],
            },
            autoescape=False,
        )
    )
