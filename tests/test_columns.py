"""Templates, styles and scripts keep to 100 columns, as Python does (ruff sees to that)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
WIDTH = 100
KINDS = ("templates/**/*.html", "templates/**/*.xml", "static/**/*.css", "static/**/*.js")
FILES = sorted(path.relative_to(ROOT).as_posix() for kind in KINDS for path in ROOT.glob(kind))

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
