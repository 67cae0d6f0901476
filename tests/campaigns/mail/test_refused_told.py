"""A letter to the team, or to a colleague of the school, that its address refused is told to those
who can put it right, until the address is another one or takes a letter again.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Mail, TalkContact, TalkRequest
from tests.campaigns.shown import link, words
from tests.campaigns.talks.signed_in import sign_in
from tests.factories import NOW, make_mail, make_member, make_talk_contact, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

OWN = "Your e-mail address refused our letter"
TAG = "Address refused our e-mail"
BY_LINK = "The address of your colleague refused our e-mail"
BY_TEAM = "to a colleague, whose address refused our e-mail"
COLLEAGUE = "ewan.orr@school.example"


def a_letter(to, *, talk=None, **columns):
    """To the team, when it is about no talk."""
    mail = make_mail(to=to, talk_request=talk or TalkRequest.objects.first(), **columns)
    if talk is None:
        Mail.objects.filter(pk=mail.pk).update(talk_request=None)


def refused_letter(to, *, kind="notice", key="notice:1", talk=None):
    a_letter(to, kind=kind, key=key, talk=talk, state="refused", refused_at=NOW)


def taken_later(to):
    at = NOW + timedelta(hours=1)
    a_letter(to, kind="notice", key="notice:2", state="sent", sent_at=at)


@pytest.mark.parametrize("page", ["campaigns:home", "my_account"])
def test_member_reads_that_their_own_address_refused_a_letter(client, page):
    member = sign_in(client, "officer")
    refused_letter(make_member(name="Una Shaw").user.email)
    before = words(client.get(reverse(page)))

    refused_letter(member.user.email, key="notice:3")

    assert OWN not in before
    assert f"{OWN}: {member.user.email}." in words(client.get(reverse(page)))


def test_it_is_over_when_the_address_takes_a_letter_or_is_another_one(client):
    member = sign_in(client, "officer")
    refused_letter(member.user.email)
    assert OWN in words(client.get("/team/"))

    taken_later(member.user.email)
    assert OWN not in words(client.get("/team/"))

    refused_letter("old@police.example", key="notice:3")
    assert OWN not in words(client.get("/team/"))


def test_people_page_says_whose_address_refused_a_letter(client):
    sign_in(client, "administrator", name="Una Shaw")
    member = make_member(name="Ailsa Reid")
    assert TAG not in words(client.get("/team/people/"))

    refused_letter(member.user.email)

    assert words(client.get("/team/people/")).count(TAG) == 1
    assert f"Ailsa Reid Active {TAG}" in words(client.get("/team/people/"))


@pytest.fixture
def handed_over():
    talk = make_talk_request()
    make_talk_contact(talk_request=talk)
    TalkContact.objects.update(named_at=NOW)
    return talk


def test_school_and_team_read_that_the_colleague_was_not_reached(client, handed_over):
    sign_in(client, "coordinator")
    team = f"/team/talks/{handed_over.pk}/"
    assert BY_LINK not in words(client.get(link(handed_over)))
    assert BY_TEAM not in words(client.get(team))

    refused_letter(COLLEAGUE, kind="contact_asked", key="contact_asked:1", talk=handed_over)

    page = client.get(link(handed_over))
    assert BY_LINK in words(page)
    assert f'<a href="{link(handed_over)}hand-over/">type it again</a>' in page.content.decode()
    assert COLLEAGUE not in page.content.decode()
    page = client.get(team)
    assert BY_TEAM in words(page)
    assert f'<a href="{team}contact/">change the contact</a>' in page.content.decode()


@pytest.mark.parametrize(
    "after",
    [
        lambda talk: TalkContact.objects.update(email="right@school.example"),
        lambda talk: TalkContact.objects.all().delete(),
        lambda talk: TalkContact.objects.update(state="took_over"),
        lambda talk: TalkContact.objects.update(named_at=NOW - timedelta(days=30)),
        lambda talk: TalkRequest.objects.update(state="declined", state_reason="Full"),
    ],
)
def test_nothing_is_said_once_it_is_put_right_or_over(client, handed_over, after):
    refused_letter(COLLEAGUE, kind="contact_asked", key="contact_asked:1", talk=handed_over)

    after(handed_over)

    sign_in(client, "coordinator")
    assert BY_LINK not in words(client.get(link(handed_over)))
    assert BY_TEAM not in words(client.get(f"/team/talks/{handed_over.pk}/"))


def test_page_that_hands_over_does_not_claim_that_the_colleague_was_written_to(client, handed_over):
    page = f"{link(handed_over)}hand-over/"
    assert "We have written to ewan.orr@school.example" in words(client.get(page))

    refused_letter(COLLEAGUE, kind="contact_asked", key="contact_asked:1", talk=handed_over)

    told = client.get(page)
    assert f"{COLLEAGUE} refused our e-mail, so your colleague has not heard" in words(told)
    assert "We have written to" not in words(told)
    assert f'value="{COLLEAGUE}"' in told.content.decode()
    assert "Do not hand it over" in words(told)

    typed = {"next-contact_name": "Ewan Orr", "next-contact_email": "e.orr@school.example"}
    client.post(page, typed)
    assert "We have written to e.orr@school.example" in words(client.get(page))
