"""What log_session does not write, and what it says is wrong."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Session
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.sessions.session_details import TOMORROW, log, problems_of

pytestmark = pytest.mark.django_db


def test_log_session_of_tomorrow_holds_no_attendance():
    with pytest.raises(ValidationError) as caught:
        log(held_on=TOMORROW)

    assert problems_of(caught) == {
        "held_on": [
            (
                "Nobody can be counted at a session in the future. Change the date, or take the "
                "numbers out"
            )
        ]
    }
    assert Session.objects.count() == 0


def test_log_session_that_was_held_says_who_came():
    with pytest.raises(ValidationError) as caught:
        log(counts=[])

    assert problems_of(caught) == {
        "attendance": ["Enter how many people came, or say that you do not know yet"]
    }


def test_log_session_never_gives_out_the_session_of_another_campaign():
    client_id = uuid.uuid4()
    log(client_id=client_id)
    elsewhere = factories.make_campaign(name="Fife")
    stranger = factories.make_member(name="Iain Bell", campaign=elsewhere)

    with pytest.raises(ValidationError, match="This form was used before"):
        log(
            stranger,
            client_id=client_id,
            place=factories.make_place(campaign=elsewhere),
            topics=[factories.make_topic(campaign=elsewhere)],
            partners=[factories.make_partner(campaign=elsewhere)],
        )


@pytest.mark.parametrize(
    ("held_on", "is_refused"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)]
)
def test_log_session_at_a_closed_place_is_refused(held_on, is_refused):
    closed = factories.make_place(name="Old Mill Primary School", closed_on=date(2026, 6, 30))

    if not is_refused:
        assert log(held_on=held_on, place=closed).place == closed
        return
    with pytest.raises(ValidationError) as caught:
        log(held_on=held_on, place=closed)
    assert problems_of(caught) == {
        "place": [
            "Old Mill Primary School closed on 30 June 2026. Choose another place or check the date"
        ]
    }


def test_log_session_nowhere_is_refused():
    with pytest.raises(ValidationError) as caught:
        log(place=None)

    assert problems_of(caught) == {"place": ["Enter where it was held, or tick that it was online"]}


def test_log_session_online_needs_no_place():
    assert log(place=None, is_online=True).place is None


@pytest.mark.parametrize("field", ["place", "topics", "partners", "officers"])
def test_log_session_names_only_its_own_campaign(field):
    fife = factories.make_campaign(name="Fife")
    theirs = {
        "place": lambda: factories.make_place(campaign=fife),
        "topics": lambda: [factories.make_topic(campaign=fife)],
        "partners": lambda: [factories.make_partner(campaign=fife)],
        "officers": lambda: [factories.make_member(name="Iain Bell", campaign=fife)],
    }[field]()

    with pytest.raises(ValidationError) as caught:
        log(**{field: theirs})

    assert list(problems_of(caught)) == [field]


def test_log_session_by_a_viewer_as_officer_is_refused():
    viewer = factories.make_member(role="viewer", name="Vera Young")

    with pytest.raises(ValidationError) as caught:
        log(officers=[viewer])

    assert problems_of(caught) == {
        "officers": ["A viewer does not give sessions. Choose an officer"]
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"topics": []}, "topics"),
        ({"officers": []}, "officers"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"held_on": date(2015, 10, 31)}, "held_on"),
        ({"held_on": date(2029, 1, 1), "counts": []}, "held_on"),
        ({"format": "webinar"}, "format"),
        ({"notes": "Ring 01698 000111"}, "notes"),
        ({"notes": "Write to office@school.example"}, "notes"),
    ],
    ids=str,
)
def test_log_session_that_cannot_be_is_refused(changed, field):
    with pytest.raises(ValidationError) as caught:
        log(**changed)

    assert next(iter(problems_of(caught))) == field
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "rows",
    [
        [("children", -1, "counted")],
        [("children", 5001, "counted")],
        [("children", None, "counted")],
        [("children", 5, "unknown")],
        [("pupils", 5, "counted")],
        [("children", 5, "guessed")],
        [("children", 5, "counted"), ("children", 6, "register")],
    ],
    ids=str,
)
def test_log_session_with_a_count_that_cannot_be_is_refused(rows):
    with pytest.raises(ValidationError) as caught:
        log(
            counts=[
                Count(audience=audience, count=count, known=known)
                for audience, count, known in rows
            ]
        )

    assert list(problems_of(caught)) == ["attendance"]
    assert Session.objects.count() == 0


def test_log_session_says_all_that_is_wrong_at_once():
    with pytest.raises(ValidationError) as caught:
        log(counts=[], topics=[], place=None, minutes=2)

    assert set(problems_of(caught)) == {"attendance", "topics", "place", "minutes"}
