"""The team reads the name of a firm where it reads "the school" of a school."""

from datetime import date

import pytest
from django.utils import timezone

from campaigns.models import TalkNote
from campaigns.talks.answer import ask_school
from tests.campaigns.shown import words
from tests.campaigns.talks.queue_pages import page_of
from tests.factories import make_offer, make_place, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

LATER = date(2026, 12, 8)
SCHOOL, FIRM = ("primary", "Braeside Primary School"), ("workplace", "Glen Haulage")
BOTH = pytest.mark.parametrize(
    ("place", "first", "later"),
    [(SCHOOL, "The school", "the school"), (FIRM, "Glen Haulage", "Glen Haulage")],
    ids=["school", "firm"],
)


def asked(place, **columns):
    kind, name = place
    talk = make_talk_request(place=make_place(kind=kind, name=name), **columns)
    if kind == "workplace":
        talk.groups.update(audience="adults", stages=[])
    return talk


@BOTH
def test_request_waits_for_whoever_asked(client, coordinator, place, first, later):
    talk = asked(place, state="offered")
    make_offer(talk_request=talk, officer=coordinator)
    TalkNote.objects.create(talk_request=talk, text="Gate 4")

    page = words(client.get(page_of(talk)))

    for told in (
        f"Waiting for {later}’s answer",
        f"{first} said yes",
        f"{first} said no",
        f"E-mails to {later}",
        f"Has {later} lost its link",
        f"Gate 4 {first}, ",
    ):
        assert told in page
    assert ("school said" in page) == (place == SCHOOL)


@BOTH
def test_question_goes_to_whoever_asked(client, coordinator, place, first, later):
    talk = asked(place)
    assert f"Ask {later} a question" in words(client.get(page_of(talk)))
    form = words(client.get(f"{page_of(talk)}question/"))
    assert f"Ask {later} a question" in form
    assert "They read it in an e-mail" in form

    page = client.post(
        f"{page_of(talk)}question/", {"question-question": "Which gate?"}, follow=True
    )

    assert f"Your question goes to {later}." in words(page)
    assert f"Waiting for {later}’s answer" in words(page)


@BOTH
def test_offer_goes_to_whoever_asked(client, coordinator, place, first, later):
    talk = asked(place, state="confirmed", session=make_session(state="planned"))

    page = words(client.get(f"{page_of(talk)}offer/"))

    assert f"stays until {later} has taken another one" in page
    assert f"Offer to {later}" in page


@BOTH
@pytest.mark.parametrize(
    ("deed", "sent", "told"),
    [
        ("wait", {"waiting-reason": "Booked until Easter"}, "{} gets an e-mail with your words."),
        ("decline", {"decline-reason": "Too far"}, "{} gets an e-mail with your words."),
    ],
)
def test_message_says_who_gets_the_e_mail(
    client, coordinator, place, first, later, deed, sent, told
):
    talk = asked(place)

    page = client.post(f"{page_of(talk)}{deed}/", sent, follow=True)

    assert told.format(first) in words(page)


@BOTH
def test_yes_that_one_of_us_heard_is_written_to_whoever_asked(
    client, coordinator, place, first, later
):
    talk = asked(place, state="offered")
    offer = make_offer(talk_request=talk, officer=coordinator)

    page = client.post(f"{page_of(talk)}confirm/", {"offer": offer.pk}, follow=True)

    assert f"{first} gets an e-mail." in words(page)


@BOTH
def test_talk_is_called_off_with_whoever_asked(client, coordinator, place, first, later):
    talk = asked(place, state="confirmed", session=make_session(state="planned", held_on=LATER))
    path = f"/team/sessions/{talk.session_id}/cancel/"
    assert f"{first} gets an e-mail with the date" in words(client.get(path))

    page = client.post(path, {"called_off_by": "police", "reason": "Court"}, follow=True)

    assert f"{first} gets an e-mail." in words(page)


@BOTH
def test_request_that_is_not_confirmed_waits_for_whoever_asked(
    client, coordinator, place, first, later
):
    talk = asked(place, state="unconfirmed")

    page = words(client.get(f"/team/talks/unconfirmed/{talk.pk}/"))

    assert f"It is in no queue until {later} presses the button" in page
    assert f"Confirm it for {later}" in page


def test_history_names_the_firm_that_did_it(client, coordinator):
    talk = asked(FIRM)
    talk.changes.create(kind="noted", campaign=talk.campaign)

    assert "by Glen Haulage" in words(client.get(page_of(talk)))


def test_refused_address_is_asked_for_at_the_firm(client, coordinator):
    talk = asked(FIRM)
    ask_school(talk_request=talk, question="Which gate?", by=coordinator.user, now=timezone.now())
    mail = talk.mails.get()
    talk.mails.update(state="refused", refused_at=timezone.now())

    page = words(client.get(f"/team/mail/{mail.pk}/"))

    assert "The mail server of Glen Haulage refused" in page
    assert "Please call Glen Haulage" in page
