"""A number split by stage: optional, never typed twice, and the same figure as before."""

from contextlib import nullcontext
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from campaigns.models import Attendance, Session
from campaigns.reach.reach import reach
from campaigns.sessions.rules import NUMBER_AND_PARTS, Count, check_counts, not_there
from campaigns.sessions.stage_lines import BY_STAGE, STAGE_MISSING, TWO_STAGES
from campaigns.talks.place_join import _move_rows
from tests.campaigns.sessions.asking import URL, typed
from tests.campaigns.typed import errors_of
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_place,
    make_session,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

SPLIT = {"count_children": "", "stages": ["P6", "P7"], "stage_P6": "20", "stage_P7": "4"}


def rows(session=None):
    found = Attendance.objects.filter(session=session) if session else Attendance.objects.all()
    return sorted(found.values_list("audience", "stage", "count", "known"))


TWO_ROWS = [("children", "P6", 20, "counted"), ("children", "P7", 4, "counted")]


def boxes(response):
    return [name for name in response.context["form"].fields if name.startswith("stage_")]


def test_log_asks_for_no_split_until_a_press_does(client, officer, place):
    given = typed(officer, place, stages=["P6", "P7", "S1"])

    fresh, asked = client.get(URL), client.post(f"{URL}stages/", given)

    assert boxes(fresh) == []
    assert f'formaction="{URL}stages/"' in fresh.text
    assert boxes(asked) == ["stage_P6", "stage_P7"]  # one stage of S has nothing to be split into
    assert f"<details open><summary>{BY_STAGE}" in asked.text
    assert asked.text.count("autofocus") == 1
    assert not Session.objects.exists()


def test_press_without_two_stages_says_what_to_do(client, officer, place):
    asked = client.post(f"{URL}stages/", typed(officer, place, stages=["P7"]))

    assert boxes(asked) == []
    assert TWO_STAGES in asked.text
    assert "aria-describedby=told" in asked.text
    assert errors_of(asked) == {}


def test_phone_without_a_signal_asks_for_no_split(client, officer):
    make_topic()

    page = client.get(f"{URL}offline/").text

    assert "People from other schools came too" in page
    assert BY_STAGE not in page


def test_parts_stand_in_place_of_the_number(client, officer, place):
    assert client.post(URL, typed(officer, place, **SPLIT)).status_code == 302

    session = Session.objects.get()
    assert rows(session) == TWO_ROWS
    assert session.changes.get().fields["Attendance"] == [
        "",
        "Children (up to P7) in P6: 20, counted; Children (up to P7) in P7: 4, counted",
    ]
    assert reach(make_campaign(), today=TODAY).logged == 24


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"count_children": "25"},
            {
                "count_children": [
                    "Here stands 25, and the stages below come to 24. Put one right, or take it out"
                ]
            },
        ),
        ({"stage_P7": ""}, {"stage_P7": [STAGE_MISSING % "P7"]}),
        ({"stages": ["P6"]}, {"stage_P7": [not_there("P7")]}),
        ({"stage_P7": "many"}, {"stage_P7": None}),
        ({"known": ""}, {"known": ["Choose how you know the number"]}),
    ],
)
def test_one_reason_beside_the_box_and_nothing_typed_is_lost(
    client, officer, place, changed, errors
):
    given = typed(officer, place, **SPLIT) | changed

    response = client.post(URL, given)

    found = errors_of(response)
    assert list(found) == list(errors)
    assert all(words in (None, found[name]) for name, words in errors.items())
    form = response.context["form"]
    assert {name: form[name].value() for name in ("stage_P6", "stage_P7")} == {
        "stage_P6": "20",
        "stage_P7": given["stage_P7"],
    }
    assert set(boxes(response)) == {"stage_P6", "stage_P7"}
    assert not Session.objects.exists()


def test_number_that_the_parts_come_to_may_stand_too(client, officer, place):
    client.post(URL, typed(officer, place, **SPLIT | {"count_children": "20 + 4"}))

    assert rows() == TWO_ROWS


def test_each_audience_is_split_by_itself(client, officer, place):
    client.post(
        URL,
        typed(
            officer,
            place,
            format="assembly",
            stages=["P6", "P7", "S1", "S2"],
            count_children="",
            stage_P6="20",
            stage_P7="4",
            count_young_people="50",
            known_young_people="estimated",
        ),
    )

    assert rows() == [*TWO_ROWS, ("young_people", "", 50, "estimated")]


def test_count_of_a_planned_session_has_its_boxes_folded(client, officer, place):
    session = make_session(
        state="planned", held_on=TODAY, place=place, stages=("P6", "P7"), officers=[officer]
    )
    address = f"/team/sessions/{session.pk}/count/"

    page = client.get(address)
    given = {"opened": "1", "stage_P6": "20", "stage_P7": "4", "known": "counted"}
    client.post(address, given)

    assert f"<details><summary>{BY_STAGE}" in page.text
    assert rows(session) == TWO_ROWS


def test_one_stage_offers_no_split_in_a_count(client, officer, place):
    session = make_session(
        state="planned", held_on=TODAY, place=place, stages=("P7", "S1"), officers=[officer]
    )

    assert BY_STAGE not in client.get(f"/team/sessions/{session.pk}/count/").text


@pytest.fixture
def split(coordinator, place):
    session = make_session(held_on=TODAY, place=place, stages=("P6", "P7"), officers=[coordinator])
    for stage, count in (("P6", 20), ("P7", 4)):
        make_attendance(session=session, count=count, stage=stage)
    return session


@pytest.mark.parametrize("deed", ["edit", "correct"])
def test_edit_and_correction_begin_with_the_parts(client, coordinator, split, deed):
    client.force_login(coordinator.user)

    page = client.get(f"/team/sessions/{split.pk}/{deed}/")

    form = page.context["form"]
    assert {name: form[name].value() for name in boxes(page)} == {"stage_P6": 20, "stage_P7": 4}
    assert form["count_children"].value() is None
    assert f"<details open><summary>{BY_STAGE}" in page.text


def test_edit_that_changes_nothing_writes_nothing(client, coordinator, split, place):
    client.force_login(coordinator.user)
    before = list(split.attendances.values_list("pk", flat=True))
    given = typed(coordinator, place, opened="1", **SPLIT)
    given["topics"] = [topic.pk for topic in split.topics.all()]

    client.post(f"/team/sessions/{split.pk}/edit/", given)

    assert list(split.attendances.values_list("pk", flat=True)) == before
    assert split.changes.count() == 0


def test_correction_says_before_and_after_and_undo_puts_the_parts_back(
    client, coordinator, split, place
):
    client.force_login(coordinator.user)
    given = typed(coordinator, place, opened="1", reason="The register", **SPLIT)
    given["topics"] = [topic.pk for topic in split.topics.all()]

    client.post(f"/team/sessions/{split.pk}/correct/", given | {"stage_P7": "5"})

    assert split.changes.get().fields["Attendance"] == [
        "Children (up to P7) in P6: 20, counted; Children (up to P7) in P7: 4, counted",
        "Children (up to P7) in P6: 20, counted; Children (up to P7) in P7: 5, counted",
    ]
    client.post(f"/team/sessions/{split.pk}/undo/")
    assert rows(split) == TWO_ROWS


def test_correction_that_waits_keeps_the_parts(client, officer, coordinator, split, place):
    given = typed(coordinator, place, opened="1", reason="The register", **SPLIT)
    given["topics"] = [topic.pk for topic in split.topics.all()]
    client.post(f"/team/sessions/{split.pk}/correct/", given | {"stage_P7": "5"})
    correction = split.corrections.get()
    client.force_login(coordinator.user)

    client.post(f"/team/corrections/{correction.pk}/confirm/", {"opened": split.version})

    assert rows(split) == [TWO_ROWS[0], ("children", "P7", 5, "counted")]


def test_page_of_a_session_says_the_parts_and_one_sum(client, coordinator, split):
    client.force_login(coordinator.user)

    response = client.get(f"/team/sessions/{split.pk}/")

    assert response.context["counts"] == [
        ("Children (up to P7), P6", "counted", "20"),
        ("Children (up to P7), P7", "counted", "4"),
    ]
    assert response.context["total"] == ("All", "", "24")


def test_viewer_sees_the_sum_and_no_part_of_it(client, coordinator, viewer, split, place):
    client.force_login(coordinator.user)
    given = typed(coordinator, place, opened="1", reason="The register", **SPLIT)
    given["topics"] = [topic.pk for topic in split.topics.all()]
    client.post(f"/team/sessions/{split.pk}/correct/", given | {"stage_P7": "3"})
    client.force_login(viewer.user)

    response = client.get(f"/team/sessions/{split.pk}/")

    assert response.context["counts"] == [("Children (up to P7)", "counted", "23")]
    assert " in P" not in response.text
    assert "Numbers by stage, which officers and coordinators see" in response.text


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


def test_places_that_are_one_keep_the_parts_and_add_up(coordinator):
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


def test_way_back_adds_the_parts_up(split):
    make_attendance(session=split, audience="young_people", count=7)
    migration = import_module("campaigns.migrations.0021_stage_of_a_count")

    migration.add_up(apps, None)

    assert [(audience, count) for audience, _, count, _ in rows(split)] == [
        ("children", 24),
        ("young_people", 7),
    ]
