"""The number of one school of several, split by stage as the session's own number is."""

import pytest

from campaigns.models import Attendance, Session
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach
from campaigns.sessions.rules import not_there
from campaigns.sessions.stage_lines import BY_STAGE, STAGE_MISSING
from tests.campaigns.sessions.school_lines import NOTHING_ABOVE, log
from tests.campaigns.typed import log_data
from tests.factories import TODAY, make_attendance, make_campaign, make_place, make_session
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

SCHOOL = "Braeside Primary School, Wishaw"
STAGES = ["P6", "P7"]
SPLIT = {"school_1": SCHOOL, "school_1_stage_P6": "20", "school_1_stage_P7": "4"}
ROWS = [("children", "P6", 20, "counted"), ("children", "P7", 4, "counted")]


@pytest.fixture
def school():
    make_place(name="Town Hall Theatre", kind="community", roll=None)
    return make_place(roll=None)


def rows(place):
    found = Attendance.objects.filter(place=place)
    return sorted(found.values_list("audience", "stage", "count", "known"))


def errors(response):
    return {
        name: list(told)
        for school in response.context["form"].schools
        for name, told in school.errors.items()
    }


def split_log(client, officer, **changed):
    return log(client, officer, **NOTHING_ABOVE | {"stages": STAGES} | SPLIT | changed)


def test_parts_of_a_school_stand_in_place_of_its_number(client, officer, school):
    split_log(client, officer)

    assert rows(school) == ROWS
    assert rows(None) == []
    at_p7 = reach(make_campaign(), today=TODAY, filters=Filters(stage="P7"))
    assert (reach(make_campaign(), today=TODAY).logged, at_p7.logged) == (24, 4)
    assert Session.objects.get().changes.get().fields["Attendance"][1] == (
        f"Children (up to P7) in P6 from {school.label}: 20, counted; "
        f"Children (up to P7) in P7 from {school.label}: 4, counted"
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"school_1_stage_P7": ""}, {"stage_P7": [STAGE_MISSING % "P7"]}),
        (
            {"school_1_children": "25"},
            {
                "children": [
                    "Here stands 25, and the stages below come to 24. Put one right, or take it out"
                ]
            },
        ),
        ({"stages": ["P6"]}, {"stage_P7": [not_there("P7")]}),
    ],
)
def test_one_reason_beside_the_box_of_the_school(client, officer, school, changed, told):
    response = split_log(client, officer, **changed)

    assert errors(response) == told
    assert f"<details open><summary>{BY_STAGE}" in response.text
    drawn = {field.get("name"): field.get("value") for field in read(response.text).fields}
    assert drawn["school_1_stage_P6"] == "20"
    assert not Session.objects.exists()


def test_each_school_has_parts_of_its_own_and_none_is_asked_about(client, officer, school):
    high = make_place(name="Dalziel High School", town="Motherwell", kind="secondary", roll=None)
    more = {"school_2": high.label, "school_2_stage_P6": "5", "school_2_stage_P7": "0"}

    split_log(client, officer, **more, stages=[*STAGES, "S1"])

    assert (rows(school), rows(high)) == (
        ROWS,
        [("children", "P6", 5, "counted"), ("children", "P7", 0, "counted")],
    )


def test_count_offers_the_parts_of_each_school_folded(client, officer, school):
    session = make_session(
        state="planned", held_on=TODAY, place=school, stages=STAGES, officers=[officer]
    )
    other = make_place(name="Glenquarrel Primary School", roll=None)
    address = f"/team/sessions/{session.pk}/count/"
    typed = {"opened": "1", "known": "counted", "count_children": "9"}

    asked = client.post(f"{address}school/", typed)
    client.post(address, typed | SPLIT | {"school_1": other.label})

    assert asked.text.count(f"<details><summary>{BY_STAGE}") == 2
    assert rows(other) == ROWS


@pytest.mark.parametrize("deed", ["edit", "correct"])
def test_edit_and_correction_begin_with_the_parts_of_the_school(client, coordinator, school, deed):
    theatre = make_place(name="Town Hall", kind="community", roll=None)
    session = make_session(held_on=TODAY, place=theatre, stages=STAGES, officers=[coordinator])
    for stage, count in (("P6", 20), ("P7", 4)):
        make_attendance(session=session, count=count, stage=stage, place=school)
    client.force_login(coordinator.user)
    address = f"/team/sessions/{session.pk}/{deed}/"

    first = client.get(address).context["form"].schools[0]
    given = log_data(place=theatre.label, officers=[coordinator], topics=session.topics.all())
    given |= NOTHING_ABOVE | SPLIT | {"stages": STAGES, "opened": "1", "reason": "The register"}
    given |= {"held_on_" + name: getattr(TODAY, name) for name in ("day", "month", "year")}
    client.post(address, given | {"school_1_stage_P7": "5"})

    assert [first[name].value() for name in ("stage_P6", "stage_P7", "children")] == [20, 4, None]
    assert rows(school) == [ROWS[0], ("children", "P7", 5, "counted")]
