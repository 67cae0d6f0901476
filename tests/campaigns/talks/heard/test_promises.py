"""What the school's page promises is before the talk, and is said of a second wish too."""

from datetime import date

import pytest

from campaigns.models import Campaign, Notice
from tests.campaigns.shown import link, words
from tests.campaigns.talks.heard.told import a_set_talk, paid, press
from tests.factories import make_offer

pytestmark = pytest.mark.django_db


def page(client, talk):
    return words(client.get(link(talk)))


@pytest.mark.parametrize(
    ("held_on", "promised"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        (date(2026, 12, 3), date(2026, 12, 2)),
        (date(2026, 12, 1), None),
        (date(2026, 11, 30), None),
    ],
)
def test_it_lies_before_the_talk(held_on, promised):
    talk = a_set_talk(held_on=held_on)

    press(talk, "note")

    assert Notice.objects.get().answer_by == promised


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("another-time", "We have your wish for another time."),
        ("note", "We have what you told us."),
    ],
)
def test_when_no_day_is_left_the_school_is_asked_to_call(client, deed, said):
    talk = a_set_talk(held_on=date(2026, 12, 1))
    Campaign.objects.update(telephone="01698 555 010")

    press(talk, deed)

    assert f"{said} The talk is very soon. Please call us: 01698 555 010." in page(client, talk)


def test_a_wish_after_dates_were_held_for_it_arrived(client):
    talk = a_set_talk()
    press(talk, "another-time")
    officer = talk.session.officers.get()
    make_offer(talk_request=talk, officer=officer, held_on=date(2026, 12, 15))
    paid(talk, by=officer.user)

    press(talk, "another-time", **{"another-text": "Rather in January"})

    said = "We have your wish for another time. You will hear from us by Wednesday 2 December."
    assert said in page(client, talk)
