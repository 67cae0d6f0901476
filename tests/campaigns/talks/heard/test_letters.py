"""What the e-mails to the team say, and when they go."""

import re
from datetime import date

import pytest

from campaigns.models import Mail, Membership
from campaigns.models.people import Hears
from tests.campaigns.talks.heard.told import DEEDS, a_set_talk, at, press
from tests.factories import make_member, make_offer, make_talk_request

pytestmark = pytest.mark.django_db

NEAR, FAR = date(2026, 12, 1), date(2026, 12, 8)


def letter():
    return Mail.objects.get(kind="notice")


def test_a_call_off_says_which_school_which_talk_and_which_day(settings):
    talk = a_set_talk(held_on=NEAR)

    press(talk, "end")

    assert letter().subject == "A school has called off the talk on Tuesday 1 December"
    assert letter().text == (
        "Hello Ailsa Reid,\n\n"
        "The school has called the talk off.\n\n"
        f"Place: {talk.place_label}\n"
        f"Talk: {talk.topic.name}, class lesson\n"
        "Date: Tuesday 1 December 2026 at 10:00\n"
        "Reference: BCD2345\n\n"
        "See what it said on this page:\n\n"
        f"{settings.SITE_URL}/team/talks/{talk.pk}/\n\n"
        "You get this e-mail because you are an officer of this talk. How you hear of such things "
        "you choose here, but for a talk of yours that is called off within three working days: "
        "that always comes at once.\n\n"
        f"{settings.SITE_URL}/accounts/\n\n"
        f"Are you not sure that this e-mail is from us? Ask us: {settings.TEAM_EMAIL}\n\n"
        f"{settings.SITE_NAME}\n"
    )


@pytest.mark.parametrize("deed", [*DEEDS])
def test_nothing_that_a_school_typed_is_in_it(deed):
    if deed == "answer":
        talk = make_talk_request(state="needs_info", state_reason="Which?")
        make_member(role="coordinator")
        Membership.objects.update(hears_rest=Hears.AT_ONCE)
    else:
        talk = a_set_talk(held_on=NEAR)

    press(talk, deed)

    said = letter().text + letter().html + letter().subject
    assert not [word for word in ("Sandy", "flooded", "gym", "screen", "Morag") if word in said]


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("another-time", "The school wishes another time."),
        ("note", "The school has added a note."),
        ("change", "The school has changed the room."),
    ],
)
def test_it_says_what_happened_and_until_when_the_school_waits(deed, said):
    press(a_set_talk(held_on=date(2026, 12, 3)), deed)

    assert said in letter().text
    assert "The school was told that it hears from us by Wednesday 2 December." in letter().text


def test_an_acceptance_says_the_date_and_a_move_both_dates():
    talk = make_talk_request(state="offered")
    officer = make_member()
    press(talk, "accept", offer=make_offer(talk_request=talk, officer=officer, held_on=NEAR).pk)
    first = letter().text
    Mail.objects.all().delete()
    moved = make_offer(talk_request=talk, officer=officer, held_on=date(2026, 12, 3))
    press(talk, "accept", offer=moved.pk)

    assert "The school has accepted Tuesday 1 December 2026 at 10:00." in first
    assert (
        "The school has accepted Thursday 3 December 2026 at 10:00 instead of "
        "Tuesday 1 December 2026 at 10:00."
    ) in letter().text


def test_what_is_near_goes_at_night_too(clock, settings):
    settings.QUIET_AT_NIGHT = True
    talk = a_set_talk(held_on=NEAR)
    clock(at(30, 23, 30, month=11))

    press(talk, "note")

    assert letter().send_after is None


def test_what_is_not_near_waits_for_the_end_of_the_night(clock, settings):
    settings.QUIET_AT_NIGHT = True
    talk = a_set_talk(held_on=FAR)
    Membership.objects.update(hears_rest=Hears.AT_ONCE)
    clock(at(30, 23, 30, month=11))

    press(talk, "note")

    assert letter().send_after == at(1, 7, 30)


def test_an_owner_is_told_why_they_get_it():
    owner = make_member(role="coordinator", name="Bo Kerr")
    press(a_set_talk(held_on=NEAR, owner=owner), "note")

    texts = dict(Mail.objects.filter(kind="notice").values_list("to", "text"))
    assert "because you see to this request." in texts["bo.kerr@example.org"]
    assert "See what it said, and act on it, on this page:" in texts["bo.kerr@example.org"]


def test_a_place_that_is_not_on_our_list_stands_in_no_subject():
    make_member(role="coordinator")
    talk = make_talk_request(state="needs_info", state_reason="Which?")
    type(talk).objects.update(place=None, unlisted_place="Buy at spam.example")
    Membership.objects.update(hears_rest=Hears.AT_ONCE)

    press(talk, "answer")

    assert letter().subject == "News of a request for a talk"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"expected": "31"}, "the room and how many come"),
        ({"arriving": "By the side door", "access_needs": "A ramp"}, "the room, the way in and"),
        ({"room": "", "access_needs": "A ramp"}, "has changed what they need."),
    ],
)
def test_what_was_changed_is_said_in_words_and_not_as_fields(typed, said):
    talk = a_set_talk(held_on=NEAR)
    group = talk.groups.get()
    expected = {f"expected_{group.pk}": typed.pop("expected", str(group.expected))}

    press(talk, "change", **{"room": "The gym", **typed, **expected})

    assert said in letter().text
    assert "expected" not in letter().text


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("ewan.orr@school.example", "The school has handed the talk over to a colleague."),
        ("office@school.example", "The school has put its contact right."),
        ("OFFICE@school.example", "The school has put its contact right."),
    ],
)
def test_another_contact_and_the_same_put_right_are_told_apart(client, email, said):
    talk = a_set_talk(held_on=NEAR)
    person = {"name": "Ewan Orr", "role": "", "email": email, "phone": ""}

    press(talk, "hand-over", **{f"next-contact_{name}": value for name, value in person.items()})
    for asked in Mail.objects.filter(kind="contact_asked"):
        client.post(re.search(r"/take-over/\S+/", asked.text)[0])

    assert said in letter().text
