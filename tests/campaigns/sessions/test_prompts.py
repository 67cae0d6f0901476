from datetime import timedelta

import pytest

from campaigns.models import SchoolHoliday
from campaigns.sessions.rules import Count
from tests.campaigns.sessions.lessons_asked_about import MONDAY, SATURDAY, SUNDAY, asked
from tests.factories import TODAY, make_area, make_member, make_place, make_session

pytestmark = pytest.mark.django_db


def sentences(found):
    return [sentence for of_field in found.values() for sentence in of_field]


def make_holiday(
    *, area=None, town="", first_on=MONDAY, last_on=MONDAY, name="Local holiday", staff_are_in=False
):
    return SchoolHoliday.objects.create(
        area=area or make_area(),
        town=town,
        first_on=first_on,
        last_on=last_on,
        name=name,
        staff_are_in=staff_are_in,
    )


@pytest.mark.parametrize(
    ("stages", "asks"), [(("S5",), True), (("S3", "S4"), True), (("P7",), False), ((), False)]
)
def test_exam_leave_is_asked_about_for_those_who_are_on_it_only(stages, asks):
    leave = make_holiday(name="Exam leave")
    SchoolHoliday.objects.filter(pk=leave.pk).update(stages=("S4", "S5", "S6"))

    found = asked(count=None, rows=[], stages=stages)

    assert sentences(found) == (
        ["Schools in North Lanarkshire have no S4 to S6 on 2 November 2026: Exam leave."]
        if asks
        else []
    )


def test_usual_session_is_not_asked_about():
    assert asked() == {}


@pytest.mark.parametrize(("count", "is_asked"), [(200, False), (201, True), (1_500, True)])
def test_more_than_the_roll_is_asked_about(count, is_asked):
    found = asked(count=count, format="assembly")

    assert found == (
        {
            "attendance": [
                f"{count:,} is more than the 200 pupils on the roll of Braeside Primary School."
            ]
        }
        if is_asked
        else {}
    )


def test_pupils_of_all_lines_are_one_number_and_parents_come_besides():
    rows = [
        Count(audience=audience, count=100, known="counted")
        for audience in ("children", "young_people", "parents", "professionals", "adults")
    ]

    assert asked(rows=rows, format="assembly", stages=("P7", "S1")) == {}
    assert sentences(
        asked(
            rows=[*rows, Count(audience="not_recorded", count=1, known="counted")],
            format="assembly",
            stages=("P7", "S1"),
        )
    ) == ["201 is more than the 200 pupils on the roll of Braeside Primary School."]


def test_each_school_has_a_roll_of_its_own():
    hall = make_place(name="Town Hall", kind="community", roll=None)
    small = make_place(name="Small School", roll=20)
    rows = [
        Count(audience="children", count=count, known="counted", place=place)
        for count, place in ((150, make_place()), (21, small), (500, None))
    ]

    assert sentences(asked(rows=rows, place=hall, format="community")) == [
        "21 is more than the 20 pupils on the roll of Small School."
    ]


@pytest.mark.parametrize("roll", [None, 0])
def test_roll_that_is_not_known_is_not_asked_about(roll):
    assert asked(count=30, place=make_place(roll=roll)) == {}


def test_count_that_is_not_known_yet_is_not_asked_about():
    assert asked(rows=[Count(audience="children", count=None, known="unknown")]) == {}


@pytest.mark.parametrize(
    ("count", "format", "is_asked"),
    [(33, "lesson", False), (34, "lesson", True), (34, "workshop", False), (34, "assembly", False)],
)
def test_more_than_33_in_a_class_is_asked_about(count, format, is_asked):
    assert asked(count=count, format=format) == (
        {"attendance": ["34 is more than 33, the most pupils in one class."]} if is_asked else {}
    )


@pytest.mark.parametrize(("count", "is_asked"), [(66, False), (67, True)])
def test_two_classes_are_twice_as_many(count, is_asked):
    assert asked(count=count, classes=2) == (
        {"attendance": ["67 is more than 66, the most pupils in 2 classes."]} if is_asked else {}
    )


def test_schools_on_lines_of_their_own_are_no_class():
    place = make_place()

    assert (
        asked(
            rows=[Count(audience="children", count=45, known="counted", place=place)], place=place
        )
        == {}
    )


def test_class_of_staff_is_no_class_of_pupils():
    assert asked(count=60, audience="professionals") == {}


@pytest.mark.parametrize(("others", "is_asked"), [(4, False), (5, True), (6, True)])
def test_six_sessions_in_a_day_are_asked_about(others, is_asked):
    officer, colleague = make_member(), make_member(name="Iain Bell")
    for number in range(others):
        make_session(
            held_on=MONDAY, officers=[officer], state="planned" if number % 2 else "delivered"
        )
    make_session(held_on=MONDAY, officers=[officer], state="cancelled", state_reason="Snow")
    make_session(held_on=TODAY, officers=[officer])

    found = asked(officers=[officer, colleague])

    assert found == (
        {"officers": [f"With this one Ailsa Reid has {others + 1} sessions on 2 November 2026."]}
        if is_asked
        else {}
    )


def test_session_is_not_counted_beside_itself():
    officer = make_member()
    *_, last = [make_session(held_on=MONDAY, officers=[officer]) for _ in range(6)]

    assert "6 sessions" in sentences(asked(officers=[officer], own=last.client_id))[0]


@pytest.mark.parametrize(
    ("day", "said"),
    [(SATURDAY, "7 November 2026 is a Saturday."), (SUNDAY, "8 November 2026 is a Sunday.")],
)
@pytest.mark.parametrize("kind", ["primary", "secondary", "special"])
def test_weekend_at_a_school_is_asked_about(day, said, kind):
    assert asked(held_on=day, place=make_place(kind=kind)) == {"held_on": [said]}


@pytest.mark.parametrize("kind", ["primary", "secondary"])
def test_community_event_at_a_school_on_a_saturday_is_not_asked_about(kind):
    place = make_place(kind=kind)
    assert asked(held_on=SATURDAY, place=place, format="community") == {}
    assert "held_on" in asked(held_on=SATURDAY, place=place, format="workshop")


@pytest.mark.parametrize("kind", ["community", "workplace", "college"])
def test_hall_is_open_at_the_weekend_and_in_the_holidays(kind):
    make_holiday()

    assert (
        asked(held_on=SATURDAY, place=make_place(kind=kind))
        == asked(place=make_place(kind=kind))
        == {}
    )


def test_online_without_a_place_is_never_closed():
    assert asked(held_on=SATURDAY, place=None, is_online=True) == {}


@pytest.mark.parametrize(
    ("held_on", "is_asked"),
    [
        (MONDAY - timedelta(days=3), False),
        (MONDAY, True),
        (MONDAY + timedelta(days=2), True),
        (MONDAY + timedelta(days=3), False),
    ],
)
def test_school_holiday_of_the_council_is_asked_about(held_on, is_asked):
    make_holiday(first_on=MONDAY, last_on=MONDAY + timedelta(days=2), name="Autumn break")
    make_holiday(
        area=make_area(name="South Lanarkshire"),
        first_on=MONDAY - timedelta(days=9),
        last_on=MONDAY + timedelta(days=9),
    )

    said = [
        f"Schools in North Lanarkshire have no pupils on {held_on.day} November 2026: Autumn break."
    ]
    assert asked(held_on=held_on) == ({"held_on": said} if is_asked else {})


def test_holiday_of_one_town_is_not_one_of_the_next():
    make_holiday(town="Lanark")

    assert asked(place=make_place(town="Wishaw")) == {}
    assert sentences(asked(place=make_place(town="Lanark"))) == [
        "Schools in Lanark have no pupils on 2 November 2026: Local holiday."
    ]


def test_staff_are_trained_on_an_in_service_day():
    make_holiday(name="In-service day", staff_are_in=True)

    assert asked(format="staff", audience="professionals") == {}
    assert sentences(asked()) == [
        "Schools in North Lanarkshire have no pupils on 2 November 2026: In-service day."
    ]


def test_everything_is_asked_at_once():
    assert set(asked(count=300, held_on=SATURDAY)) == {"attendance", "held_on"}
    assert len(asked(count=300)["attendance"]) == 2
