"""Guidance pages as they stand in files: a TOML header between +++ lines, then Markdown.

No HTML here.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advice.fields import ContentError, Fields, Problem
from advice.reach import WAYS
from sextortion_aware.patterns import compiled

FENCE = "+++\n"
AUDIENCES = ("everyone", "under-18", "adult", "parent", "professional")
PATH = compiled(r"/([a-z0-9]+(-[a-z0-9]+)*/)*")
TEMPLATE = compiled(r"advice/[a-z0-9_]+\.html")
# Titles of tabs and addresses stay in a browser's history, so they must not tell what the page is
# about.
TELLING = compiled(
    r"sext|blackmail|extort|nude|naked|porn|intimate|webcam|threat|abuse|victim", ignore_case=True
)


@dataclass(frozen=True)
class Page:
    slug: str
    title: str
    tab: str
    summary: str
    path: str
    audience: tuple[str, ...]
    order: int
    nav: bool
    crisis: bool
    """Whether the crisis lines stand at the foot of the page."""
    people: str
    """One of reach.WAYS: whom the first screen offers. Empty for a page that nobody reads in
    distress."""
    reviewed_on: date
    review_due: date
    sources: tuple[str, ...]
    template: str
    body: str

    @property
    def file(self) -> str:
        return f"{self.slug}.md"

    @property
    def part(self) -> str:
        """The folder it stands in or heads: what-to-do and what-to-do/paid are in what-to-do."""
        return self.slug.partition("/")[0]

    @property
    def url_name(self) -> str:
        return self.slug.replace("/", "_").replace("-", "_")

    @property
    def view_name(self) -> str:
        return f"advice:{self.url_name}"


def load_pages(folder: Path) -> tuple[tuple[Page, ...], list[Problem]]:
    """In order of the section nav. A page that cannot be read is left out and told as a problem."""
    pages: list[Page] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        slug = file.relative_to(folder).with_suffix("").as_posix()
        try:
            pages.append(read_page(slug, file.read_bytes()))
        except ContentError as error:
            problems.append(error.problem)
    if not pages:
        problems.append(Problem(str(folder), "there is no page in this folder."))
    return tuple(sorted(pages, key=lambda page: page.order)), problems + shared_values(pages)


def read_page(slug: str, content: bytes) -> Page:
    file = f"{slug}.md"
    header, body = split_header(file, content)
    fields = Fields(file, header)
    page = Page(
        slug=slug,
        title=fields.text("title"),
        tab=fields.text("tab"),
        summary=fields.text("summary"),
        path=fields.text("path"),
        audience=fields.words("audience"),
        order=fields.number("order"),
        nav=fields.flag("nav", default=True),
        crisis=fields.flag("crisis", default=True),
        people=fields.text("people", ""),
        reviewed_on=fields.day("reviewed_on"),
        review_due=fields.day("review_due"),
        sources=fields.words("sources"),
        template=fields.text("template", "advice/page.html"),
        body=body,
    )
    fields.finish()
    refuse_wrong(page, fields)
    return page


def split_header(file: str, content: bytes) -> tuple[dict[str, object], str]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ContentError(Problem(file, "save it as UTF-8.")) from None
    opening, _, rest = text.partition(FENCE)
    header, fence, body = rest.partition(f"\n{FENCE}")
    if opening or not fence:
        raise ContentError(Problem(file, "it must begin with a header between two lines of +++."))
    try:
        return tomllib.loads(header), body
    except tomllib.TOMLDecodeError as error:
        raise ContentError(Problem(file, f"its header is not TOML: {error}.")) from None


def refuse_wrong(page: Page, fields: Fields) -> None:
    if not PATH.fullmatch(page.path):
        raise fields.error(
            f'"path" is "{page.path}": '
            "write small letters, digits and hyphens between slashes, like /what-to-do/"
        )
    for key, words in (("tab", page.tab), ("path", page.path)):
        if found := TELLING.search(words):
            raise fields.error(
                f'"{key}" says "{found[0]}", and it stays in the browser\'s history: '
                "use words that tell nothing."
            )
    if not page.audience or not set(page.audience) <= set(AUDIENCES):
        raise fields.error(f'"audience" must name some of: {", ".join(AUDIENCES)}.')
    if page.review_due <= page.reviewed_on:
        raise fields.error('"review_due" must be after "reviewed_on".')
    if page.people and page.people not in WAYS:
        raise fields.error(f'"people" must be one of: {", ".join(WAYS)}.')
    if not TEMPLATE.fullmatch(page.template):
        raise fields.error(f'"template" is "{page.template}": name a file like advice/page.html')
    if not page.body.strip():
        raise fields.error("there are no words below the header.")


def shared_values(pages: Iterable[Page]) -> list[Problem]:
    """What no two pages may share: a reader or a browser's history could not tell them apart."""
    problems = []
    seen: dict[tuple[str, object], str] = {}
    for page in pages:
        for key, value in (
            ("path", page.path),
            ("tab", page.tab),
            ("title", page.title),
            ("order", page.order),
            ("name", page.url_name),
        ):
            first = seen.setdefault((key, value), page.file)
            if first != page.file:
                problems.append(
                    Problem(page.file, f'"{key}" is {value!r}, which {first} has already.')
                )
    return problems
