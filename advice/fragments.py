"""Words that stand once and are used by many pages and by the plans.

They are in steps.toml and, where they differ from app to app, in apps.toml.

A page names a step as {{pay_nothing}}, and what is said of an app as {{instagram.report}}. Markdown
and contacts work inside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advice.fields import Fields, Problem, load_tables
from sextortion_aware.patterns import compiled

STEPS_FILE, APPS_FILE = "steps.toml", "apps.toml"
FRAGMENT = compiled(r"\{\{([a-z][a-z0-9_.]*)\}\}")
KEY = compiled(r"[a-z][a-z0-9_]*")
HERE = compiled(r"\]\(#")  # a place on "this page" is another place on the next page


@dataclass(frozen=True)
class App:
    key: str
    name: str
    page: str
    """Slug of the page about it."""
    number: int
    """Names it in addresses of the route, and never changes; 0 when the route does not offer it."""
    report: str
    close: str
    """Whether to deactivate it, in a few bold words; `close_why` is beside it in the table."""
    close_why: str
    lock: tuple[str, ...]

    def fragments(self) -> dict[str, str]:
        lock = "\n".join(f"- {item}" for item in self.lock)
        words = {
            "name": self.name,
            "report": self.report,
            "close": self.close,
            "close_why": self.close_why,
            "lock": lock,
        }
        return {f"{self.key}.{part}": text for part, text in words.items() if text}


def load_steps(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    return load_tables(folder, STEPS_FILE, read_step)


def load_apps(folder: Path) -> tuple[dict[str, App], list[Problem]]:
    return load_tables(folder, APPS_FILE, read_app)


def read_step(key: str, fields: Fields) -> str:
    refuse_wrong(key, fields, words := fields.text("words"))
    return words


def read_app(key: str, fields: Fields) -> App:
    app = App(
        key=key,
        name=fields.text("name"),
        page=fields.text("page"),
        number=fields.number("number", 0),
        report=fields.text("report", ""),
        close=fields.text("close", ""),
        close_why=fields.text("close_why", ""),
        lock=fields.words("lock") if "lock" in fields.table else (),
    )
    refuse_wrong(key, fields, *app.fragments().values())
    if app.number < 0:
        raise fields.error('"number" must be 1 or more, or left out.')
    return app


def refuse_wrong(key: str, fields: Fields, *texts: str) -> None:
    if not KEY.fullmatch(key):
        raise fields.error("the name in brackets needs small letters, digits and _ only.")
    for text in texts:
        if HERE.search(text):
            raise fields.error(
                "links to a place on the same page, and it stands on many: "
                "write the whole path, like /apps/#deactivate-or-not"
            )
        if FRAGMENT.search(text):
            raise fields.error("names another fragment: write its words out.")


def expand(file: str, text: str, fragments: Mapping[str, str]) -> tuple[str, list[Problem]]:
    """A name that nothing stands behind is left as it is, and told."""
    lines = text.split("\n")  # a pattern takes no text of any length, and a page may be long
    unknown = [name for line in lines for name in FRAGMENT.findall(line) if name not in fragments]
    words = "\n".join(
        FRAGMENT.sub(lambda found: fragments.get(found[1], found[0]), line) for line in lines
    )
    return words, [
        Problem(file, f"there is nothing behind {{{{{name}}}}} in {STEPS_FILE} or {APPS_FILE}.")
        for name in unknown
    ]
