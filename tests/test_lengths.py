"""How long things are: files of Python at most 300 lines and their functions 50; templates, styles,
scripts and settings keep to 100 columns, as Python does (ruff sees to that).
"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
WIDTH = 100
KINDS = (
    "templates/**/*.html",
    "templates/**/*.xml",
    "static/**/*.css",
    "static/**/*.js",
    "deploy/**/*.sh",
    "tests/**/*.sh",
    ".ci/*",
    "Makefile",
    "*.toml",
)
FILES = sorted(path.relative_to(ROOT).as_posix() for kind in KINDS for path in ROOT.glob(kind))

FOLDERS = ("advice", "campaigns", "deploy", "sextortion_aware", "tests")
PYTHON = [
    path
    for folder in FOLDERS
    for path in sorted(ROOT.joinpath(folder).rglob("*.py"))
    if "migrations" not in path.parts
]
MOST_LINES, MOST_IN_A_FUNCTION = 300, 50

DJANGO = r"\{%.*?%\}|\{\{.*?\}\}"
# A tag of Django's cannot be broken; an element with one among its attributes djlint joins again.
WHOLE = re.compile(rf'{DJANGO}|<\w(?:{DJANGO}|"(?:{DJANGO}|[^"])*"|[^>"])*>')


def too_long(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > WIDTH and not cannot_be_broken(line)]


def cannot_be_broken(line: str) -> bool:
    room = WIDTH - (len(line) - len(line.lstrip()))
    return any(len(piece) > room and "{" in piece for piece in WHOLE.findall(line))


@pytest.mark.parametrize("file", FILES)
def test_lines_are_at_most_100_columns(file):
    assert too_long((ROOT / file).read_text(encoding="utf-8")) == []


def test_long_lines_are_seen():
    words = "word " * 30

    assert too_long(f"<p>{words}</p>") == [f"<p>{words}</p>"]
    assert too_long(f'<p class="{{{{ kind }}}}">{words}</p>') != []
    assert too_long(f"{{% if talk %}}{words}{{% endif %}}") != []
    assert too_long(f'{{% include "a.html" with text="{words}" only %}}') == []
    assert too_long(f'<text x="{{{{ place }}}}" class="{words}">9</text>') == []
    assert too_long("a" * WIDTH) == []
    assert len(FILES) > 100
    assert {"Makefile", "pyproject.toml", "deploy/install.sh", "tests/run.sh"} <= set(FILES)


def too_many(name: str, source: str) -> list[str]:
    functions = [
        (f"{name}: {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    long = [found for found, lines in functions if lines > MOST_IN_A_FUNCTION]
    return long + [name] * (source.count("\n") > MOST_LINES)


def test_files_and_functions_are_short():
    found = [
        name
        for path in PYTHON
        for name in too_many(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]

    assert found == []
    assert len(PYTHON) > 600


def test_long_files_and_functions_are_seen():
    assert too_many("a.py", "x = 1\n" * 301) == ["a.py"]
    assert too_many("a.py", "def long():\n" + "    pass\n" * 50) == ["a.py: long"]
    assert too_many("a.py", "def short():\n" + "    pass\n" * 49) == []
