"""A count that is far from what its school expected is asked about once."""

import pytest

from campaigns.models import Session, TalkGroup
from campaigns.sessions.questions import far_from_expected
from campaigns.sessions.rules import Count
from tests.campaigns.sessions.offline.entries import count_of, send
from tests.campaigns.sessions.planned import make_planned, url
from tests.campaigns.shown import keys_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

TYPED = {"count_children": "28", "known": "counted"}
SAID = "28 came, and the school expected 300."


@pytest.fixture
def planned(officer):
    session = make_planned(officer)
    TalkGroup.objects.update(expected=300)
    return session


def test_it_is_asked_once_and_saved_with_the_next_press(client, planned):
    told = client.post(url(planned), TYPED)

    assert SAID in words(told)
    assert Session.objects.get().is_planned
    client.post(url(planned), {**TYPED, "confirmed": keys_of(told)})
    session = Session.objects.get()
    assert session.state == "delivered"
    assert session.changes.last().fields["Checked"] == ["", SAID]
    assert "Please check" not in words(client.get(f"/team/sessions/{session.pk}/"))


def test_another_number_is_asked_about_anew(client, planned):
    told = client.post(url(planned), TYPED)
    typed = {**TYPED, "count_children": "29", "confirmed": keys_of(told)}

    assert "29 came, and the school expected 300." in words(client.post(url(planned), typed))
    assert Session.objects.get().is_planned


def test_a_count_from_a_phone_is_taken_and_its_page_says_to_look(client, officer, planned):
    sent = send(client, count_of(officer, planned))  # 24

    assert sent.json()["outcome"] == "logged"
    page = words(client.get(f"/team/sessions/{planned.pk}/"))
    assert "Please check 24 came, and the school expected 300." in page


@pytest.mark.parametrize(
    ("came", "expected", "is_asked"),
    [
        (28, 300, True),
        (300, 28, True),
        (90, 30, True),
        (89, 30, False),
        (9, 27, False),  # a small class with the flu
        (0, 300, False),
        (None, 300, False),
        (28, None, False),
    ],
)
def test_only_what_is_grossly_another_number_is_asked_about(came, expected, is_asked):
    counts = [Count(audience="children", count=came, known="counted")]

    assert bool(far_from_expected(expected, counts)) is is_asked


def test_all_who_came_are_added_up():
    counts = [
        Count(audience=audience, count=50, known="counted") for audience in ("children", "parents")
    ]

    assert not far_from_expected(250, counts)
    assert far_from_expected(301, counts) == ["100 came, and the school expected 301."]
