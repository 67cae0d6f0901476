"""One rule for all names: what is one name, and that no two real schools become one."""

import csv
from collections import defaultdict
from pathlib import Path
from unicodedata import normalize

import pytest
from django.conf import settings

from campaigns.demo.places import SCHOOLS
from sextortion_aware.reading.names import (
    APOSTROPHES,
    LONGEST_TEXT,
    compared,
    compared_place,
    names_of_place,
    place_words,
)

REAL = Path(settings.BASE_DIR).parent / "shared/data"


@pytest.mark.parametrize("apostrophe", [*APOSTROPHES, ""])
def test_any_apostrophe_is_none(apostrophe):
    assert compared(f"Siobhan O{apostrophe}Neill") == "siobhan oneill"


@pytest.mark.parametrize(
    "typed",
    [
        "St Mary's Primary School",
        "St. Mary’s Primary School",
        "Saint Marys Primary",
        "SAINT MARY`S PRIMARY",
        "st.mary's  ps",
        "St\xa0Mary´s P.S.",
        "St Mary's P S",
        "  St-Mary's\tPrim. Sch.\u200b",
        "St Máry's Primary School",
        normalize("NFD", "St Máry's Primary School"),
        "ＳＴ Mary＇s Primary School",
    ],
)
def test_school_is_one_however_it_is_typed(typed):
    assert compared_place(typed) == "st marys primary school"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bun-sgoil Ghàidhlig", normalize("NFD", "BUN SGOIL GHÀIDHLIG")),
        ("Our Lady & St Anne's", "Our Lady and Saint Annes"),
        ("Larkhall HS", "Larkhall High"),
        ("Larkhall H.S.", "Larkhall High School"),
        ("Hamilton Grammar", "Hamilton Grammar School"),
        ("Wishaw Acad.", "Wishaw Academy"),
        ("Braeside PS, Wishaw", "Braeside Primary School (Wishaw)"),
        ("St Joseph's RC Primary", "St Joseph's R.C. Primary School"),
        ("St Joseph's RC Primary", "St Joseph's R C P.S."),
    ],
)
def test_two_ways_of_one_name(one, other):
    assert compared_place(one) == compared_place(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Larkhall High School", "Larkhall Academy"),
        ("Larkhall High School", "Larkhall Primary School"),
        ("St Mary's Primary School", "St Maria's Primary School"),
        ("St Mary's Primary School (Lanark)", "St Mary's Primary School (Larkhall)"),
        ("Muir Street Primary School", "Muir Saint Primary School"),
        ("High Blantyre Primary School", "Blantyre High School"),
        ("Law Primary School", "Lawhead Primary School"),
        ("Firpark Primary School", "Firpark Special School"),
        ("1st Wishaw Scouts", "11th Wishaw Scouts"),
    ],
)
def test_what_differs_in_a_word_is_two(one, other):
    assert compared_place(one) != compared_place(other)


def test_people_have_no_short_forms_of_schools():
    assert (compared("PS Muir"), compared("Primrose High")) == ("ps muir", "primrose high")


def test_what_is_searched_for_keeps_what_was_only_begun():
    assert place_words("prim st. jo's") == ["prim", "st", "jos"]
    assert place_words("Braeside PS") == ["braeside", "primary", "school"]
    assert place_words("%_ ’ .") == []


@pytest.mark.parametrize(
    "typed", ["St Patrick's RC PS", "st patricks r.c. ps", "ST PATRICK’S PS (RC)"]
)
def test_rc_is_not_searched_for(typed):
    assert place_words(typed) == ["st", "patricks", "primary", "school"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("St Mary's PS", ["st marys primary school"]),
        ("St Mary's RC PS", ["st marys rc primary school", "st marys primary school"]),
        ("St Mary's R C Primary", ["st marys rc primary school", "st marys primary school"]),
        ("St Mary's PS (RC)", ["st marys primary school rc", "st marys primary school"]),
        ("St Mary's RC Academy", ["st marys rc academy", "st marys academy"]),
        ("St Mary's RC Church Hall", ["st marys rc church hall"]),
        ("St Marcus PS", ["st marcus primary school"]),
        ("RC", ["rc"]),
    ],
)
def test_school_said_to_be_rc_is_looked_for_with_that_first_and_then_without(typed, names):
    """Both St Mary's of West Lothian are there: its own name comes first."""
    assert names_of_place(typed) == names


@pytest.mark.parametrize(
    "names", [[name for schools in SCHOOLS.values() for name, _, _ in schools], [*APOSTROPHES, "%"]]
)
def test_rule_made_twice_is_made_once(names):
    made = [compared_place(name) for name in names]

    assert [compared_place(name) for name in made] == made


@pytest.mark.parametrize("text", ["ﷺ" * 20_000, "&" * 20_000, "p.s. " * 20_000, "x" * 20_000])
def test_what_is_made_of_a_long_text_is_bounded(text):
    assert len(compared_place(text)) < 6 * LONGEST_TEXT


def real_rows(name):
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("names", "schools"),
    [
        (
            [
                "lanarkshire_schools.csv",
                "lanarkshire_schools_opened_closed_since_2015.csv",
                "lanarkshire_independent_schools.csv",
            ],
            315,
        ),
        (["scotland_schools.csv"], 2_449),
    ],
)
def test_no_two_schools_of_a_council_become_one(names, schools):
    """Each by its number, or by its name where the list has none: an all-through school is one."""
    known = defaultdict(set)
    for row in [row for name in names for row in real_rows(name)]:
        bearer = row["local_authority"], compared_place(row["name"])
        known[bearer].add(row.get("seed_code") or row["name"])

    assert [bearer for bearer, found in known.items() if len(found) > 1] == []
    assert len(known) == schools
