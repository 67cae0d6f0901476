"""What a split number may say, when places are joined or the site goes back too."""

from contextlib import nullcontext
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from campaigns.sessions.rules import NUMBER_AND_PARTS, Count, check_counts, not_there
from campaigns.talks.place_join import _move_rows
from tests.factories import TODAY, make_attendance, make_campaign, make_place, make_session

pytestmark = pytest.mark.django_db


def rows(session):
    return sorted(session.attendances.values_list("audience", "stage", "count", "known"))


@pytest.mark.parametrize(
    ("counts", "stages", "says"),
    [
        ([("children", "P6")], ("P6", "P7"), ""),
        ([("children", "P6"), ("children", "P7")], ("P6", "P7"), ""),
        ([("children", ""), ("children", "P7")], ("P6", "P7"), NUMBER_AND_PARTS),
        ([("children", "P7"), ("children", "P7")], ("P7",), "Each audience can be counted once"),
        ([("children", "P6")], ("P7",), not_there("P6")),
        ([("young_people", "P6")], ("P6",), not_there("P6")),
        ([("parents", "S1")], ("S1",), not_there("S1")),
    ],
)
def test_rules_of_parts(counts, stages, says):
    given = [
        Count(audience=audience, stage=stage, count=1, known="counted")
        for audience, stage in counts
    ]

    with nullcontext() if says == "" else pytest.raises(ValidationError) as refused:
        check_counts(
            campaign=make_campaign(), held_on=TODAY, counts=given, today=TODAY, stages=stages
        )

    assert says == "" or refused.value.message_dict["attendance"] == [says]


def test_places_that_are_one_keep_the_parts_and_add_up():
    kept, other = make_place(name="Braeside"), make_place(name="Braeside PS")
    session = make_session(place=kept, stages=("P6", "P7"))
    make_attendance(session=session, stage="P6", count=20)
    make_attendance(session=session, stage="P7", count=4)
    make_attendance(session=session, place=other, stage="P6", count=3)

    _move_rows(session, kept=kept, other=other)
    apart = rows(session)
    make_attendance(session=session, place=other, count=10)
    _move_rows(session, kept=kept, other=other)

    assert apart == [("children", "P6", 23, "counted"), ("children", "P7", 4, "counted")]
    assert rows(session) == [("children", "", 37, "counted")]


def test_way_back_adds_the_parts_up():
    split = make_session(stages=("P6", "P7", "S1"))
    make_attendance(session=split, count=20, stage="P6")
    make_attendance(session=split, count=4, stage="P7")
    make_attendance(session=split, audience="young_people", count=7)
    migration = import_module("campaigns.migrations.0021_stage_of_a_count")

    migration.add_up(apps, None)

    assert [(audience, count) for audience, _, count, _ in rows(split)] == [
        ("children", 24),
        ("young_people", 7),
    ]
