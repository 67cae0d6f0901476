"""Pupils under the wrong one of children and young people: asked about before it is saved, put
right by one press or kept by another.
"""

import re

import pytest

from campaigns.models import Attendance, Session
from campaigns.sessions.questions import other_columns
from campaigns.sessions.rules import Count
from tests.campaigns.sessions.asking import URL, again, asked, typed
from tests.campaigns.shown import keys_of
from tests.factories import TODAY, make_attendance, make_place, make_session
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

BY_SCHOOL = "28 are under “Children (up to P7)”, and Larkrise High School is a high school."
PUT_THERE = "These are young people: put 28 there"


@pytest.fixture
def larkrise(db):
    return make_place(name="Larkrise High School", kind="secondary", roll=900)


def questions(*, audience, stages=(), kind="secondary", came_from="", count=28):
    place = make_place(name="Host", kind=kind)
    school = make_place(name="Guests", kind=came_from) if came_from else None
    rows = [Count(audience=audience, count=count, known="counted", place=school)]
    details = {"place": place, "stages": stages, "held_on": TODAY, "format": "lesson"}
    return [(one.belongs, one.sentence) for one in other_columns(details=details, counts=rows)]


@pytest.mark.parametrize(
    ("audience", "said", "belongs"),
    [
        ("children", {}, "young_people"),
        ("young_people", {}, ""),
        ("young_people", {"kind": "primary"}, "children"),
        ("children", {"kind": "primary"}, ""),
        ("children", {"kind": "special"}, ""),
        ("young_people", {"kind": "community"}, ""),
        ("parents", {}, ""),
        ("not_recorded", {}, ""),
        ("children", {"count": 0}, ""),
        ("children", {"count": None}, ""),
        # The stages outrank the school where it was held: P7 spend days at the high school.
        ("children", {"stages": ("P7",)}, ""),
        ("young_people", {"stages": ("P7",)}, "children"),
        ("children", {"stages": ("S1", "S2"), "kind": "primary"}, "young_people"),
        ("young_people", {"stages": ("S1",), "kind": "primary"}, ""),
        ("children", {"stages": ("S1",), "kind": "community"}, "young_people"),
        ("children", {"stages": ("P7", "S1")}, ""),
        ("young_people", {"stages": ("P7", "S1")}, ""),
        # Of a school's own line the school is surer, unless all stages agree with what was typed.
        ("children", {"came_from": "secondary", "kind": "primary"}, "young_people"),
        ("young_people", {"came_from": "primary"}, "children"),
        ("young_people", {"came_from": "primary", "stages": ("P7", "S1")}, "children"),
        ("children", {"came_from": "secondary", "stages": ("P7", "S1")}, "young_people"),
        ("children", {"came_from": "secondary", "stages": ("P7",)}, ""),
        ("children", {"came_from": "primary", "stages": ("S1",)}, ""),
        ("children", {"came_from": "special", "stages": ("S1",)}, "young_people"),
        ("children", {"came_from": "college", "kind": "secondary"}, ""),
    ],
)
def test_stages_and_school_say_where_pupils_belong(audience, said, belongs):
    assert [whose for whose, _ in questions(audience=audience, **said)] == [belongs] * bool(belongs)


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({}, "Host is a high school"),
        ({"stages": ("S1", "S2", "S3")}, "the stages are S1 to S3"),
        ({"came_from": "secondary", "kind": "primary"}, "Guests is a high school"),
        ({"came_from": "special", "stages": ("S4",)}, "the stages are S4"),
    ],
)
def test_question_says_why(said, because):
    [(_, sentence)] = questions(audience="children", **said)

    assert sentence == f"28 are under “Children (up to P7)”, and {because}."


def test_children_at_a_high_school_are_asked_about_with_two_answers(client, officer, larkrise):
    response = client.post(URL, typed(officer, larkrise, count_children="28", stages=[]))

    assert asked(response) == [BY_SCHOOL]
    assert not Session.objects.exists()
    page = read(response.text)
    button = r'type="submit"\s+form="session-form"\s+name="move"\s+value="count_children"'
    assert re.search(button, response.text)
    [sentence] = response.context["check"].sentences
    assert sentence.move.words == PUT_THERE
    assert sentence.to == response.context["form"]["count_children"].auto_id
    assert sentence.to in page.ids
    assert PUT_THERE in response.text
    assert "Save this session as it is" in response.text


def move(client, response, given, *, address=URL):
    """Presses the button beside the question."""
    [sentence] = [one for one in response.context["check"].sentences if one.move]
    return again(client, response, given, address=address, move=sentence.move.box)


def test_one_press_puts_the_number_in_the_right_column_and_saves(client, officer, larkrise):
    given = typed(officer, larkrise, count_children="28", stages=[])

    response = move(client, client.post(URL, given), given)

    session = Session.objects.get()
    assert response.url == f"/team/sessions/{session.pk}/"
    [row] = session.attendances.values_list("audience", "count", "known")
    assert row == ("young_people", 28, "counted")
    assert session.changes.get().fields == {
        "Attendance": ["", "Young people (S1 and up): 28, counted"]
    }


def test_kept_as_it_is_it_stands_in_the_history_and_is_not_asked_again(client, officer, larkrise):
    given = typed(officer, larkrise, count_children="28", stages=[])

    again(client, client.post(URL, given), given)

    session = Session.objects.get()
    assert session.attendances.get().audience == "children"
    assert session.changes.get().fields["Checked"] == ["", BY_SCHOOL]


def test_number_is_added_to_what_stands_there_already(client, officer, larkrise):
    given = typed(
        officer,
        larkrise,
        format="assembly",
        count_children="28",
        count_young_people="100",
        known_young_people="register",
        stages=[],
    )

    move(client, client.post(URL, given), given)

    [row] = Attendance.objects.values_list("audience", "count", "known")
    assert row == ("young_people", 128, "estimated")


def test_own_way_of_knowing_goes_with_the_number(client, officer, larkrise):
    given = typed(
        officer,
        larkrise,
        count_children="28",
        known_children="register",
        count_parents="3",
        stages=[],
    )

    move(client, client.post(URL, given), given)

    assert list(Attendance.objects.order_by("audience").values_list("audience", "known")) == [
        ("parents", "counted"),
        ("young_people", "register"),
    ]


def test_press_answers_that_question_and_no_other(client, officer, larkrise):
    given = typed(officer, larkrise, count_children="40", stages=["S1"])
    page = client.post(URL, given)

    response = move(client, page, given)

    assert len(asked(page)) == 2
    assert asked(response) == ["40 is more than 33, the most pupils in one class."]
    form = response.context["form"]
    assert (form["count_children"].value(), form["count_young_people"].value()) == ("", "40")
    assert not Session.objects.exists()


def test_each_school_has_its_own_question_and_press(client, officer, larkrise):
    hall = make_place(name="Town Hall", kind="community", roll=None)
    make_place(name="Rowan Bank Primary School")
    given = typed(
        officer,
        hall,
        count_children="",
        stages=[],
        school_1="Larkrise High School",
        school_1_children="28",
        school_2="Rowan Bank Primary School",
        school_2_children="20",
    )

    page = client.post(URL, given)
    move(client, page, given)

    assert asked(page) == [BY_SCHOOL]
    assert re.search(rf"{PUT_THERE}<span class=.unseen.>, from Larkrise High", page.text)
    rows = Attendance.objects.order_by("pk").values_list("audience", "place__name", "count")
    assert list(rows) == [
        ("young_people", "Larkrise High School", 28),
        ("children", "Rowan Bank Primary School", 20),
    ]


@pytest.mark.parametrize("nonsense", ["", "x", "children", "known", "count_parents", "\x00" * 90])
def test_press_of_nonsense_moves_nothing(client, officer, place, nonsense):
    client.post(URL, typed(officer, place, move=nonsense))

    [row] = Attendance.objects.values_list("audience", "count")
    assert row == ("children", 25)


def test_planned_session_is_asked_about_when_it_is_counted(client, officer, larkrise):
    session = make_session(
        state="planned", held_on=TODAY, place=larkrise, stages=(), officers=[officer]
    )
    address = f"/team/sessions/{session.pk}/count/"
    given = {"opened": "1", "count_children": "28", "known": "counted"}

    page = client.post(address, given)
    move(client, page, given, address=address)

    assert asked(page) == [BY_SCHOOL]
    assert session.attendances.get().audience == "young_people"


@pytest.mark.parametrize("deed", ["edit", "correct"])
def test_edit_and_correction_ask_about_what_they_make(client, coordinator, larkrise, deed):
    session = make_session(held_on=TODAY, place=larkrise, stages=(), officers=[coordinator])
    make_attendance(session=session, audience="young_people", count=30)
    given = typed(
        coordinator, larkrise, opened="1", count_children="28", stages=[], reason="A mistake"
    )
    address = f"/team/sessions/{session.pk}/{deed}/"
    client.force_login(coordinator.user)

    page = client.post(address, given)
    move(client, page, given, address=address)

    assert asked(page) == [BY_SCHOOL]
    [row] = session.attendances.values_list("audience", "count")
    assert row == ("young_people", 28)


def test_what_stood_before_is_not_asked_about_by_an_edit(client, officer, larkrise):
    session = make_session(held_on=TODAY, place=larkrise, stages=(), officers=[officer])
    session.logged_by = officer.user
    session.save(update_fields=["logged_by"])
    make_attendance(session=session, count=28)

    response = client.post(
        f"/team/sessions/{session.pk}/edit/",
        typed(officer, larkrise, opened="1", count_children="28", stages=[], notes="Good talk"),
    )

    assert response.status_code == 302


def test_keys_of_the_press_are_nobody_elses_yes(client, officer, larkrise):
    """A page that was asked two things and pressed for one still has both to carry on."""
    given = typed(officer, larkrise, count_children="40", stages=["S1"])
    response = move(client, client.post(URL, given), given)

    given |= {"count_children": "", "count_young_people": "40"}
    saved = again(client, response, given)

    assert len(keys_of(response)) == 1
    assert saved.status_code == 302
