from datetime import date

import pytest

from campaigns.models import TalkGroup
from campaigns.places.guests import Guest
from campaigns.talks.words import how_many_of, session_rows
from tests.factories import make_member, make_session, make_talk_request


@pytest.mark.django_db
@pytest.mark.usefixtures("midday")
@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 2), "Who came"),
        (date(2026, 12, 8), "Who comes"),
    ],
)
def test_who_gives_a_talk_is_said_of_the_day_that_it_has(day, key):
    session = make_session(state="planned", held_on=day, officers=[make_member(name="Bo Kerr")])
    talk = make_talk_request(state="confirmed", session=session)

    said = {row["key"]: row["value"] for row in session_rows(talk, session)}

    assert said[key] == "Bo Kerr, Safer Communities officer"
    assert len({"Who came", "Who comes"} & set(said)) == 1


@pytest.mark.parametrize(
    ("audience", "stages", "guest", "question"),
    [
        ("children", ("P7",), Guest.SCHOOL, "How many of P7?"),
        ("young_people", (), Guest.YOUNG, "How many young people?"),
        ("adults", (), Guest.ADULTS, "How many adults?"),
        ("parents", (), Guest.SCHOOL, "How many parents and guardians?"),
    ],
)
def test_how_many_come_is_asked_in_plain_words(audience, stages, guest, question):
    assert how_many_of(TalkGroup(audience=audience, stages=stages), guest) == question
