"""A number split by stage: optional, never typed twice, and the same figure as before."""

import pytest

from campaigns.models import Attendance, Session
from campaigns.reach.reach import reach
from campaigns.sessions.rules import not_there
from campaigns.sessions.stage_lines import BY_STAGE, STAGE_MISSING, TWO_STAGES
from tests.campaigns.sessions.asking import URL, typed
from tests.campaigns.typed import errors_of
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
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
