"""A council behind one address asks, an impatient finger presses, and a machine tries: counted in
the database, as on a server.
"""

import json

import pytest
from django.db import connection
from django.test import Client

from campaigns.mail.links import token_of
from campaigns.models import Mail, TalkDraft, TalkRequest
from tests.bench.asking import MANY_MAILBOXES, ONE_MAILBOX, try_as_a_machine
from tests.campaigns.talks.asking.conftest import answered, walk
from tests.factories import make_place
from tests.races import at_once, database_for_threads  # noqa: F401  (a fixture)

IN_DATABASE = pytest.mark.usefixtures("counted_in_database")


@IN_DATABASE
@pytest.mark.django_db
def test_twenty_schools_behind_one_address_go_all_the_way(client, answers):
    for number in range(20):
        school = make_place(name=f"St Mary’s Primary School {number}")
        answers["place"] = {"place": school.label}
        answers["contact"]["contact_email"] = f"office{number}@school.example"
        client.post("/talks/ask/")  # somebody who looked, and began again
        address, _ = walk(client, answers)
        sent = client.post(f"{address}send/")
        assert sent["Location"] == f"{address}sent/"

    talks = list(TalkRequest.objects.all())
    confirmed = [client.post(f"/t/{token_of(talk)}/confirm/").status_code for talk in talks]

    assert confirmed == [302] * 20
    assert TalkRequest.objects.filter(state="submitted").count() == 20
    assert Mail.objects.filter(kind="received").count() == 20


@IN_DATABASE
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["St Mary’s Primary", "St Mary's Primary", "O'Neill's Hall, P.S."])
def test_a_school_with_an_apostrophe_goes_all_the_way(client, answers, name):
    answers["place"] = {"place": make_place(name=name).label}
    answers["contact"]["contact_name"] = "Máire O'Neill"
    answers["contact"]["contact_email"] = "m.o'neill@school.example"

    address, _ = walk(client, answers)
    client.post(f"{address}send/")
    talk = TalkRequest.objects.get()
    client.post(f"/t/{token_of(talk)}/confirm/")

    talk.refresh_from_db()
    received = Mail.objects.get(kind="received")
    page = client.get(f"/t/{token_of(talk)}/").text
    assert (talk.state, talk.place.name, talk.contact_name) == ("submitted", name, "Máire O'Neill")
    assert received.to == "m.o'neill@school.example"
    assert f"Place: {talk.place.label}" in received.text
    assert "&amp;#" not in page + received.html


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads", "counted_in_database")
def test_twenty_presses_at_once_are_one_request_one_letter_and_one_turn(answers):
    address = answered(answers)

    pressed = at_once(*[lambda: Client().post(f"{address}send/")] * 20)

    assert {(one.status_code, one["Location"]) for one in pressed} == {(302, f"{address}sent/")}
    assert (TalkRequest.objects.count(), Mail.objects.count()) == (1, 1)
    assert not TalkDraft.objects.exists()
    assert turns_taken() == [1, 1, 1, 1]


def turns_taken():
    """Of the address, its network, and the mailbox for requests and for letters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM cache")
        counts = [len(json.loads(value)) for (value,) in cursor.fetchall()]
    return [count for count in counts if count]  # one that was given back leaves an empty row


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads", "counted_in_database")
def test_twenty_presses_of_the_button_in_the_letter_are_one(answers, client):
    client.post(f"{answered(answers)}send/")
    link = f"/t/{token_of(TalkRequest.objects.get())}/"

    pressed = at_once(*[lambda: Client().post(f"{link}confirm/")] * 20)

    assert {(one.status_code, one["Location"]) for one in pressed} == {(302, link)}
    assert list(Mail.objects.order_by("pk").values_list("kind", "state")) == [
        ("receipt", "stopped"),
        ("received", "waiting"),
    ]
    assert TalkRequest.objects.get().changes.count() == 2


@IN_DATABASE
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("senders", "mailboxes", "through"),
    [(1, ONE_MAILBOX, 3), (1, MANY_MAILBOXES, 60), (90, ONE_MAILBOX, 3)],
)
def test_a_machine_gets_a_few_letters_out_of_us(answers, senders, mailboxes, through):
    tried = try_as_a_machine(answers, presses=90, senders=senders, mailboxes=mailboxes)

    assert (tried.sent, tried.refused, tried.letters) == (through, 90 - through, through)
