"""Everything the content folder holds, read once and kept, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from advice.contacts import TEAM, Contact, load_contacts, team_contact
from advice.fields import Problem
from advice.figures import Series, load_figures
from advice.fragments import App, expand, load_apps, load_steps
from advice.pages import Page, load_pages
from advice.plans import Plans
from advice.plans_file import load_plans
from advice.reach import wrong_ways
from advice.sources import Source, load_sources
from advice.words import Words, load_words

CONTENT_DIR = Path(__file__).resolve().parent / "content"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, eq=False)
class Library:
    pages: tuple[Page, ...]
    """Their fragments are already written out."""
    steps: dict[str, str]
    apps: dict[str, App]
    plans: Plans
    figures: dict[str, Series]
    contacts: dict[str, Contact]
    sources: dict[str, Source]
    words: Words
    """What people type, by the page that it leads to."""
    problems: tuple[Problem, ...]

    def page(self, slug: str) -> Page | None:
        return next((page for page in self.pages if page.slug == slug), None)

    def page_at(self, path: str) -> Page | None:
        return next((page for page in self.pages if page.path == path), None)


def load_library(folder: Path) -> Library:
    pages, page_problems = load_pages(folder)
    steps, step_problems = load_steps(folder)
    apps, app_problems = load_apps(folder)
    contacts, contact_problems = load_contacts(folder)
    sources, source_problems = load_sources(folder)
    contacts[TEAM] = team_contact(settings.TEAM_EMAIL)
    pages, fragment_problems = write_out(pages, steps, apps)
    plans, plan_problems = load_plans(folder, apps, steps, [page.slug for page in pages])
    figures, figure_problems = load_figures(folder)
    words, word_problems = load_words(folder, {page.slug for page in pages})
    problems = (
        page_problems
        + fragment_problems
        + plan_problems
        + figure_problems
        + step_problems
        + app_problems
        + contact_problems
        + source_problems
        + list(wrong_ways(contacts))
        + word_problems
    )
    return Library(pages, steps, apps, plans, figures, contacts, sources, words, tuple(problems))


def write_out(
    pages: tuple[Page, ...], steps: dict[str, str], apps: dict[str, App]
) -> tuple[tuple[Page, ...], list[Problem]]:
    fragments = steps | {
        name: words for app in apps.values() for name, words in app.fragments().items()
    }
    written, problems = [], []
    for page in pages:
        body, wrong = expand(page.file, page.body, fragments)
        written.append(replace(page, body=body))
        problems += wrong
    return tuple(written), problems


def library(folder: Path = CONTENT_DIR) -> Library:
    """Read once in the life of a process; with DEBUG, again whenever a file has changed."""
    return _kept(folder, stamp_of(folder) if settings.DEBUG else ())


_kept: Callable[[Path, Stamp], Library] = lru_cache(maxsize=4)(
    lambda folder, stamp: load_library(folder)
)


def stamp_of(folder: Path) -> Stamp:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".toml"))
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
