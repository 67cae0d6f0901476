"""Patterns that meet words from outside are linear, because they cannot be written otherwise."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Q

from campaigns.models.fields import STAGES_PATTERN
from campaigns.people.sign_in import urls
from sextortion_aware import env, front
from sextortion_aware.patterns import LONGEST_FOR_ALL, LONGEST_TEXT, Pattern, TooLong, compiled
from tests.guard import StillBusy, cpu_seconds

pytestmark = pytest.mark.own_database

ROOT = Path(settings.BASE_DIR)
# Each of them says beside it why.
WITHOUT_RE2 = {
    "advice/inline.py",
    "campaigns/people/sign_in/urls.py",
    "sextortion_aware/env.py",
    "sextortion_aware/front.py",
    "sextortion_aware/patterns.py",
}
# What each does is known to take a backtracking search years, or hours where it is only quadratic.
CARELESS = [
    (r"(a+)+b", "a"),
    (r"(a|a)*b", "a"),
    (r"(a|aa)+b", "a"),
    (r"(?:(?: ?[,&-] ?| or )+\d{1,2})+x", ", "),
    (r"(?:[\s()-]*\d)+x", "1 "),
    (r"\s*\n", " "),
    (r"<a\b[^>]*?\bref", "<a "),
    (r"(.*,){12}x", "1,"),
    (r"a(?:.*b)?", "a"),
    (r"(?:a{1,50}){1,19}b|a", "a"),
]


@pytest.mark.parametrize("search", ["fullmatch", "match", "search", "findall", "split", "sub"])
@pytest.mark.parametrize(("pattern", "pump"), CARELESS, ids=[pattern for pattern, _ in CARELESS])
def test_even_a_careless_pattern_ends(search, pattern, pump):
    longest = LONGEST_FOR_ALL if search in ("findall", "split", "sub") else LONGEST_TEXT
    text = (pump * longest)[: longest - 1] + "!"
    short = pump * 12 + "!"  # Python's own ends too

    with cpu_seconds():
        found = is_found(compiled(pattern), search, text)

    assert found == is_found(re.compile(pattern), search, short)


def is_found(pattern, search, text):
    said = getattr(pattern, search)(*(["-", text] if search == "sub" else [text]))
    by_list = {"findall": lambda: bool(said), "split": lambda: len(said) > 1}
    return by_list.get(search, lambda: said not in (None, text))()


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<=a)b",
        r"(?<!a)b",
        r"a(?=b)",
        r"a(?!b)",
        r"(a)\1",
        r"(?P<x>a)(?P=x)",
        r"(?>a+)b",
        r"a\Z",
        r"(?:a{1,1000}){1000}",
    ],
)
def test_what_cannot_be_linear_does_not_compile(pattern):
    with pytest.raises(Exception, match=r"invalid|missing|bad|too large"):
        Pattern(pattern)


@pytest.mark.parametrize(
    ("search", "given", "longest"),
    [
        ("fullmatch", [], LONGEST_TEXT),
        ("match", [], LONGEST_TEXT),
        ("search", [], LONGEST_TEXT),
        ("finditer", [], LONGEST_FOR_ALL),
        ("findall", [], LONGEST_FOR_ALL),
        ("split", [], LONGEST_FOR_ALL),
        ("sub", ["-"], LONGEST_FOR_ALL),
    ],
)
def test_text_without_a_bound_never_comes_to_a_pattern(search, given, longest):
    look = getattr(compiled("a"), search)
    look(*given, "a" * longest)

    with pytest.raises(TooLong):
        look(*given, "a" * (longest + 1))


def test_words_put_in_stand_as_they_were_written():
    found = compiled("b+").sub(r"…\1\n", "abba")

    assert found == r"a…\1\na"


@pytest.mark.parametrize(
    ("text", "found"),
    [("Ghàidhlig", ["Gh", "idhlig"]), ("P6\u00a0P7", ["P6", "P7"]), ("\u0661\u0662", [])],
)
def test_letters_and_digits_of_a_pattern_are_those_of_ascii(text, found):
    """What is meant for every language says LETTER_OR_DIGIT."""
    assert compiled(r"\w+").findall(text) == found


@pytest.mark.parametrize(
    "line",
    [
        "import re",
        "from re import compile",
        "import regex",
        "import re2",
        "from re2 import compile",
        "from fnmatch import fnmatch",
        "from django.core.validators import RegexValidator",
        "from django.core import validators; validators.RegexValidator('a')",
        "from django.forms import RegexField",
        "from django import forms; forms.RegexField('a')",
        "from django.urls import re_path",
    ],
)
@pytest.mark.parametrize("folder", ["advice", "campaigns/sessions", "deploy", "sextortion_aware"])
def test_make_check_refuses_patterns_of_another_kind(folder, line):
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=json",
        f"--stdin-filename={folder}/careless.py",
        "-",
    ]

    checked = subprocess.run(
        command, input=f"{line}\n", capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert "TID251" in {found["code"] for found in json.loads(checked.stdout)}


def test_the_exceptions_are_these():
    """The migrations too: they only name the constraints, which the database asks."""
    found = {
        str(path.relative_to(ROOT))
        for folder in ("advice", "campaigns", "deploy", "sextortion_aware")
        for path in (ROOT / folder).rglob("*.py")
        if any(
            f"{line} ".startswith(("import re ", "from re ", "import re2 ")) or "re_path" in line
            for line in path.read_text().splitlines()
        )
    }

    assert found == WITHOUT_RE2


def test_advice_is_answered_without_the_library():
    names = ("built", "env", "front", "headers", "numbers")
    without = "import sys; sys.modules['re2'] = None; " + "; ".join(
        f"import sextortion_aware.{name}" for name in names
    )

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", without], cwd=ROOT, capture_output=True, check=False
    )

    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def asked_by_the_database():
    """SQLite asks Python's `re`, so these are looked at one by one."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            condition = getattr(constraint, "condition", None) or Q()
            yield from (value for name, value in leaves(condition) if name.endswith("regex"))


def leaves(condition):
    for child in condition.children:
        yield from leaves(child) if isinstance(child, Q) else [child]


def test_patterns_of_the_database_are_linear_too():
    found = set(asked_by_the_database())
    texts = [
        (pump * 100_000)[:100_000] + end
        for pump in ("P1 ", " P1", " ", "P", "1", "1234567", "P1 P2 P3 P4 ", "x")
        for end in ("", "!")
    ]

    with cpu_seconds():
        for pattern in found:
            assert not any(re.search(pattern, text) for text in texts if len(text) > 100)

    assert found == {STAGES_PATTERN, r"^1?2?3?4?5?6?7?\Z"}


def test_no_query_hands_a_pattern_to_the_database():
    paths = [
        path
        for folder in ("advice", "campaigns", "sextortion_aware")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]

    found = {str(path.relative_to(ROOT)) for path in paths if "regex=" in path.read_text()}

    assert found == {
        f"campaigns/models/{name}.py"
        for name in ("feedback", "holidays", "sessions", "talk_kinds", "talk_parts")
    }


def test_guard_of_these_tests_ends_what_does_not_end():
    with pytest.raises(StillBusy), cpu_seconds(0.2):
        re.search(r"(a+)+b", "a" * 60)


@pytest.mark.parametrize(
    "pump", ['"', 'W/"', "W/", '"a', 'W/"a" ', "q=0", "0", "1.", "a@a.", "a-", "1-", "key/"]
)
def test_patterns_that_stay_are_linear_too(pump):
    text = pump * 100_000
    named = {getattr(url, "name", ""): url for url in urls.urlpatterns}
    address = named["account_reset_password_from_key"].pattern

    with cpu_seconds():
        found = [
            front.is_unchanged(f"{text}!", '"x"'),
            front.weight_of(f"q=0.{text}") > 0,
            env.EMAIL.fullmatch(f"{text}!"),
            address.match(f"password/reset/key/{text}!"),
        ]

    assert not any(found)
