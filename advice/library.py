"""Everything the content folder holds, read once and kept: pages, contacts, sources, and what is wrong with them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from advice.contacts import TEAM, Contact, load_contacts, team_contact
from advice.fields import Problem
from advice.pages import Page, load_pages
from advice.sources import Source, load_sources

CONTENT_DIR = Path(__file__).resolve().parent / "content"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Library:
    pages: tuple[Page, ...]
    contacts: dict[str, Contact]
    sources: dict[str, Source]
    problems: tuple[Problem, ...]

    def page(self, slug: str) -> Page | None:
        return next((page for page in self.pages if page.slug == slug), None)

    def page_at(self, path: str) -> Page | None:
        return next((page for page in self.pages if page.path == path), None)


def load_library(folder: Path) -> Library:
    pages, page_problems = load_pages(folder)
    contacts, contact_problems = load_contacts(folder)
    sources, source_problems = load_sources(folder)
    contacts[TEAM] = team_contact(settings.TEAM_EMAIL)
    return Library(pages, contacts, sources, tuple(page_problems + contact_problems + source_problems))


def library(folder: Path = CONTENT_DIR) -> Library:
    """Read once in the life of a process; with DEBUG, again whenever a file has changed."""
    return _kept(folder, stamp_of(folder) if settings.DEBUG else ())


_kept: Callable[[Path, Stamp], Library] = lru_cache(maxsize=4)(lambda folder, stamp: load_library(folder))


def stamp_of(folder: Path) -> Stamp:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".toml"))
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
