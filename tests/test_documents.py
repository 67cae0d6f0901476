"""What the documents name is there: each file, each link, each address of the site."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
)
OURS = ("advice", "campaigns", "deploy", "docs", "sextortion_aware", "static", "templates", "tests")
HERE = {
    path.relative_to(ROOT).as_posix()
    for folder in (*OURS, ".ci")
    for path in (ROOT / folder, *(ROOT / folder).rglob("*"))
    if "__pycache__" not in path.parts
} | {path.name for path in ROOT.iterdir() if path.is_file()}

NOT_A_PATH = {"P6/7"}  # two stages in a cell
MADE_LATER = ("var/", "VAR_DIR/", "DIR/")  # by the running site, or by a build
IN_CODE = re.compile(r"`([^`\s]+)`")
FENCED = re.compile(r"```.*?```", re.DOTALL)
LINKED = re.compile(r"\]\(([^)\s#]+)")
FILE = re.compile(r"\A[\w.-]+\.(?:py|md|toml|html|css|js|in|txt|conf|sh|ini|csv)\Z")
PATH = re.compile(r"\A[\w.-]+(?:/[\w.-]+)*/?(?:\.\w+)?\Z")
ADDRESS = re.compile(r"\A/(?:[a-z0-9-]+/)*(?:#[a-z-]+)?\Z")


def words_in_code(document: str) -> Iterator[str]:
    yield from IN_CODE.findall(FENCED.sub("", (ROOT / document).read_text(encoding="utf-8")))


def is_path(word: str) -> bool:
    named = FILE.search(word) or ("/" in word and PATH.search(word) and word[0].isalpha())
    return bool(named) and not word.startswith(MADE_LATER)


def is_here(word: str) -> bool:
    """Whole, or from any folder on, as a sentence names it."""
    path = word.rstrip("/")
    return any(there == path or there.endswith(f"/{path}") for there in HERE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_file_and_folder_that_is_named_is_there(document):
    named = {word for word in words_in_code(document) if is_path(word)}

    assert {word for word in named if not is_here(word)} == NOT_A_PATH & named


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_link_to_a_file_leads_to_one(document):
    links = {link for link in LINKED.findall((ROOT / document).read_text()) if "://" not in link}

    assert {link for link in links if not (ROOT / document).parent.joinpath(link).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_address_of_the_site_that_is_named_answers(document):
    named = {word.partition("#")[0] for word in words_in_code(document) if ADDRESS.search(word)}

    assert {address for address in named if not answers(address)} == set()


def answers(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return address in {"/healthz", "/readyz", "/styleguide/"}
    return True


def test_what_is_looked_for_is_found():
    """Of the real documents, or the tests above could look at nothing."""
    words = {word for document in DOCUMENTS for word in words_in_code(document)}

    assert {"campaigns/reach/reach.py", "steps.toml", "templates/", "talks/asking/"} <= {
        word for word in words if is_path(word)
    }
    assert {"/help/", "/who-can-help/"} <= {word for word in words if ADDRESS.search(word)}
    assert not is_here("campaigns/reports/reach.py")
    assert len(DOCUMENTS) > 30


NAMED = re.compile(
    r'(?:env|self)\.(?:text|flag|number|words|origins)\(\s*"([A-Z_]+)"|"([A-Z_]+)" in self\.values'
)


def test_settings_of_the_readme_are_those_that_are_read():
    rows = re.findall(r"^\| (`[A-Z].*?`) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)} - {"DEMO"}
    files = ("env", "settings", "single_sign_on")
    sources = [(ROOT / f"sextortion_aware/{name}.py").read_text() for name in files]

    read = {name for source in sources for pair in NAMED.findall(source) for name in pair if name}

    assert listed == read - {"DEBUG"}  # for a developer's own machine
