"""Of one stage: what is known to be of it, beside what may be and does not say."""

import pytest

from campaigns.reach.filters import Filters, delivered_sessions, without_stage
from campaigns.reach.reach import reach
from campaigns.sessions.audiences import stage_of
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_member,
    make_place,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(db):
    """P6 alone, P6 and P7 split, P6 and P7 together, P6 beside S1, and S1 alone."""
    guests = make_place(name="Larkrise Primary School")
    alone = make_session(stages=("P6",))
    make_attendance(session=alone, count=20)
    make_attendance(session=alone, count=3, place=guests)
    make_attendance(session=alone, count=2, audience="parents")
    split = make_session(stages=("P6", "P7"))
    make_attendance(session=split, count=10, stage="P6")
    make_attendance(session=split, count=11, stage="P7")
    together = make_session(stages=("P6", "P7"))
    make_attendance(session=together, count=40)
    make_attendance(session=make_session(stages=("P6", "P7")), count=5, audience="not_recorded")
    beside = make_session(stages=("P6", "S1"))
    make_attendance(session=beside, count=6)
    make_attendance(session=beside, count=7, audience="young_people")
    make_attendance(session=make_session(stages=("S1",)), count=1, audience="young_people")
    make_attendance(session=make_session(stages=()), count=100)
    make_attendance(session=make_session(stages=("P6",), state="voided", state_reason="Twice"))


@pytest.mark.parametrize(
    ("stage", "own", "others", "sessions"),
    [
        ("P6", 20 + 3 + 10 + 6, 40 + 5, 3),
        ("P7", 11, 40 + 5, 1),
        ("S1", 7 + 1, 0, 2),
        ("P5", 0, 0, 0),
        ("S6", 0, 0, 0),
    ],
)
@pytest.mark.usefixtures("log")
def test_total_of_a_stage_is_what_is_known_to_be_of_it(stage, own, others, sessions):
    campaign, filters = make_campaign(), Filters(stage=stage)

    found = reach(campaign, today=TODAY, filters=filters)

    assert (found.logged, found.sessions) == (own, sessions)
    assert sum(part.count for part in found.by_audience) == own
    assert sum(part.count for part in found.by_month) == own
    assert sum(part.count for part in found.by_area) == own
    assert without_stage(campaign, filters) == others
    assert (found.mark, found.carried) == (None, None)


@pytest.mark.usefixtures("log")
def test_total_of_everything_is_what_it_was():
    assert reach(make_campaign(), today=TODAY).logged == 20 + 3 + 2 + 21 + 40 + 5 + 13 + 1 + 100


def test_session_without_any_row_is_listed_by_the_stage_that_it_names():
    make_session(stages=("S1",))
    bare = make_session(stages=("P6", "P7"))

    found = delivered_sessions(make_campaign(), Filters(stage="P6"))

    assert list(found) == [bare]


def test_area_narrows_a_stage_too():
    session = make_session(stages=("P6",))
    guests = make_place(name="Larkrise Primary School")
    make_attendance(session=session, count=20)
    make_attendance(session=session, count=3, place=guests)

    found = reach(make_campaign(), today=TODAY, filters=Filters(stage="P6", place=guests))

    assert found.logged == 3


@pytest.mark.parametrize(
    ("audience", "own", "stages", "known"),
    [
        ("children", "", ("P6", "S1"), "P6"),
        ("children", "", ("P6", "P7"), ""),
        ("children", "P7", ("P6", "P7"), "P7"),
        ("young_people", "", ("P6", "S1"), "S1"),
        ("parents", "", ("P6",), ""),
        ("children", "", (), ""),
    ],
)
def test_one_row_says_what_the_database_says_of_many(audience, own, stages, known):
    assert stage_of(audience, own, stages) == known


def team_page(client, role, query):
    member = make_member(role=role, name="Iain Bell")
    client.force_login(member.user)
    return client.get(f"/team/reach/{query}")


@pytest.mark.usefixtures("log")
def test_team_reads_the_figures_of_one_stage(client):
    response = team_page(client, "officer", "?stage=P6")

    text = " ".join(response.text.split())
    assert "<strong>39 attendances of P6.</strong>" in text
    assert "45 attendances more at sessions with P6 do not say which stage, so they are" in text
    assert "On the way to" not in text
    assert "public page" not in text


@pytest.mark.usefixtures("log")
def test_stage_whose_every_attendance_is_known_says_so(client):
    response = team_page(client, "coordinator", "?stage=S1")

    assert "Each attendance at a session with S1 says its stage." in response.text


def words_of(response) -> str:
    return " ".join(response.text.split())


@pytest.mark.parametrize("audience", ["young_people", "not_recorded"])
def test_session_of_several_stages_without_a_count_is_without_one_of_each(client, audience):
    """Unlike one with a count, of which only the split is not known."""
    not_yet = {"audience": audience, "count": None, "known": "unknown"}
    make_attendance(session=make_session(stages=("S2",)), count=20, audience="young_people")
    make_attendance(session=make_session(stages=("S1", "S2", "S3")), **not_yet)
    make_attendance(session=make_session(stages=("S1", "S3")), **not_yet)
    make_attendance(session=make_session(stages=("S2", "S3")), count=50, audience="young_people")

    page = team_page(client, "officer", "?stage=S2")

    found = page.context["reach"]
    assert (found.logged, found.sessions, found.without_figure) == (20, 2, 1)
    assert [each.without_figure for each in found.by_month if each.sessions] == [1]
    assert "1 of 2 sessions has no count yet. So the real total is higher." in words_of(page)
    assert "50 attendances more at sessions with S2 do not say which stage" in words_of(page)


def test_number_that_is_missing_of_others_than_the_stage_is_not_missing_of_it():
    session = make_session(stages=("P6", "S1"))
    make_attendance(session=session, count=6)
    make_attendance(session=session, count=None, known="unknown", audience="parents")
    make_attendance(session=session, count=None, known="unknown", audience="young_people")

    numbers = [
        (found.sessions, found.without_figure)
        for stage in ("P6", "S1", "P7")
        for found in [reach(make_campaign(), today=TODAY, filters=Filters(stage=stage))]
    ]

    assert numbers == [(1, 0), (1, 1), (0, 0)]


def test_area_narrows_the_sessions_without_a_count_of_a_stage():
    there, guests = make_place(), make_place(name="Larkrise Primary School")
    session = make_session(stages=("P6", "P7"), place=there)
    make_attendance(session=session, count=None, known="unknown")

    found = {
        place: reach(make_campaign(), today=TODAY, filters=Filters(stage="P6", place=place))
        for place in (there, guests)
    }

    assert (found[there].without_figure, found[guests].sessions) == (1, 0)


@pytest.mark.parametrize("others", [0, 50])
def test_stage_of_which_nothing_is_known_is_no_log_that_has_just_begun(client, others):
    make_attendance(session=make_session(stages=("P6",)), count=20)
    if others:
        both = make_session(stages=("S1", "S2"))
        make_attendance(session=both, count=others, audience="young_people")

    text = words_of(team_page(client, "officer", "?stage=S1"))

    assert "just begun" not in text
    assert "No attendance in our log is known to be of S1." in text
    assert "says its stage" not in text
    assert ("50 attendances at sessions with S1 do not say which stage." in text) is bool(others)


def test_number_that_is_missing_does_not_say_its_stage(client):
    make_attendance(session=make_session(stages=("P6",)), count=20)
    make_attendance(session=make_session(stages=("P6", "P7")), count=None, known="unknown")

    text = words_of(team_page(client, "officer", "?stage=P6"))

    assert "1 of 2 sessions has no count yet." in text
    assert "says its stage" not in text


@pytest.mark.usefixtures("log")
def test_stage_that_is_none_is_told_and_shows_everything(client):
    response = team_page(client, "officer", "?stage=P9")

    assert response.status_code == 200
    assert list(response.context["stage_form"].errors) == ["stage"]
    assert response.context["reach"].logged == 205


@pytest.mark.usefixtures("log")
def test_viewer_is_offered_no_stage_and_may_not_ask_for_one(client):
    """A stage can be a handful of children: docs/decisions/0047."""
    whole = team_page(client, "viewer", "")

    assert whole.context["stage_form"] is None
    assert "one stage" not in whole.text
    assert client.get("/team/reach/?stage=P6").status_code == 403


@pytest.mark.usefixtures("log")
def test_public_page_knows_no_stage(client):
    assert client.get("/reach/?stage=P6").text == client.get("/reach/").text
