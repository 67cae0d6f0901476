"""Coordinators see every e-mail about a talk, and stop one until it goes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.mail import letters
from campaigns.mail.links import token_of
from campaigns.mail.write import LONGEST_JOB, write_mail
from campaigns.models import Change, Mail
from tests.campaigns.shown import words
from tests.campaigns.typed import sign_in
from tests.factories import (
    NOW,
    make_campaign,
    make_mail,
    make_member,
    make_offer,
    make_place,
    make_talk_request,
    make_user,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

SCOTLAND = ZoneInfo("Europe/London")
LIST = "/team/mail/"


def listed(client, state=""):
    return [
        (line.mail.key, line.when) for line in client.get(LIST, {"state": state}).context["lines"]
    ]


@transaction.atomic
def written(letter):
    return write_mail(letter, now=NOW)


def test_what_will_go_stands_in_the_order_in_which_it_goes(client, coordinator):
    talk = make_talk_request()
    make_mail(
        talk_request=talk, key="second", send_after=datetime(2026, 12, 1, 8, 0, tzinfo=SCOTLAND)
    )
    make_mail(talk_request=talk, key="failed", tries=2, send_after=NOW - timedelta(minutes=5))
    make_mail(
        talk_request=talk, key="third", send_after=datetime(2026, 12, 7, 8, 0, tzinfo=SCOTLAND)
    )
    make_mail(talk_request=talk, key="first")

    assert listed(client) == [
        ("failed", "The mail server did not take it. It is tried again; 2 tries so far"),
        ("first", "Goes now"),
        ("second", "Goes on Tuesday 1 December 2026 at 08:00"),
        ("third", "Goes on Monday 7 December 2026 at 08:00"),
    ]


def test_each_other_state_has_its_list(client, coordinator):
    talk = make_talk_request()
    make_mail(talk_request=talk, key="waiting")
    make_mail(
        talk_request=talk,
        key="sent",
        state="sent",
        sent_at=datetime(2026, 11, 20, 9, 5, tzinfo=SCOTLAND),
    )
    make_mail(talk_request=talk, key="given up", state="given_up")
    make_mail(talk_request=talk, key="stopped", state="stopped", stopped_by=coordinator.user)
    make_mail(talk_request=talk, key="stopped by itself", state="stopped")

    assert {state: listed(client, state) for state in ("sent", "given_up", "stopped")} == {
        "sent": [("sent", "Sent on Friday 20 November 2026 at 09:05")],
        "given_up": [("given up", "It could not be sent. Please call them")],
        "stopped": [
            (
                "stopped by itself",
                "Stopped: what it said is no longer so",
            ),
            ("stopped", "Stopped by Catriona Muir"),
        ],
    }


def test_what_could_not_be_sent_is_told_on_every_list(client, coordinator):
    make_mail(state="given_up")

    assert "Some e-mails could not be sent." in words(client.get(LIST))


def test_a_state_that_is_not_one_shows_what_waits(client, coordinator):
    make_mail(key="waiting")

    response = client.get(LIST, {"state": "nonsense"})

    assert ([line.mail.key for line in response.context["lines"]], response.status_code) == (
        ["waiting"],
        200,
    )
    assert "Choose which e-mails to show from the list" in words(response)


def test_another_campaigns_e_mails_are_not_there(client, coordinator):
    other = make_campaign(name="Ayrshire")
    mail = make_mail(
        talk_request=make_talk_request(campaign=other, place=make_place(campaign=other))
    )

    assert listed(client) == []
    assert [
        client.get(f"{LIST}{mail.pk}/").status_code,
        client.post(f"{LIST}{mail.pk}/stop/").status_code,
    ] == [404, 404]


def test_a_password_is_in_no_list(client, coordinator):
    Mail.objects.create(
        kind="password_link",
        key="password_link:1",
        message_id="<1@test>",
        to="ailsa@example.org",
        subject="Set your password",
        text="https://secret",
    )

    assert listed(client) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(client, coordinator, number):
    for place in range(number):
        make_mail(
            talk_request=make_talk_request(reference=f"BCD234{place + 2}"), key=f"receipt:{place}"
        )

    client.get(LIST)  # the first page of a minute is noted with the sign-in

    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)

    # The sign-in, who, as what; how many in each state, how many of these, these; whose contacts
    # were seen today.
    assert len(asked) == 7


def test_a_mail_is_read_but_for_the_schools_own_link(client, coordinator):
    talk = make_talk_request(state="offered")
    mail = written(letters.dates_offered([make_offer(talk_request=talk, officer=coordinator)]))

    response = client.get(f"{LIST}{mail.pk}/")

    assert read(response.content.decode()).h1 == ["We can offer you a date for your talk"]
    assert "Date: Tuesday 8 December 2026" in words(response)
    assert "[here stands the school’s own link]" in words(response)
    assert token_of(talk) in mail.text
    assert token_of(talk) not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["take-over/{}/", "talks/later/{}/", "talks/earlier/{}/", "t/{}/", "t/{}/confirm/"],
)
def test_no_secret_link_of_ours_is_shown(client, coordinator, settings, path):
    secret = "W1sxXQ:1vOabc-_:" + "x" * 43
    mail = make_mail(text=f"Press here:\n\n{settings.SITE_URL}/{path.format(secret)}\n\nHello")

    page = client.get(f"{LIST}{mail.pk}/")

    assert (secret in page.text, "xxx" in page.text) == (False, False)
    assert "[here stands" in words(page)


def test_a_mail_is_stopped_and_the_history_says_so(client, coordinator):
    talk = make_talk_request(state="offered")
    mail = written(letters.dates_offered([make_offer(talk_request=talk, officer=coordinator)]))

    response = client.post(f"{LIST}{mail.pk}/stop/", follow=True)

    mail.refresh_from_db()
    change = Change.objects.get(kind=Change.Kind.MAIL_STOPPED)
    assert (mail.state, mail.stopped_by) == ("stopped", coordinator.user)
    assert (change.by, change.talk_request, change.fields) == (
        coordinator.user,
        talk,
        {"E-mail": ["We can offer you a date for your talk", ""]},
    )
    assert "This e-mail will not be sent." in words(response)
    assert "Stop this e-mail" not in words(response)


@pytest.mark.parametrize("state", ["sent", "given_up", "stopped"])
def test_what_no_longer_waits_cannot_be_stopped(client, coordinator, state):
    mail = make_mail(state=state, sent_at=NOW if state == "sent" else None)

    response = client.post(f"{LIST}{mail.pk}/stop/")

    mail.refresh_from_db()
    assert (response.status_code, mail.state, mail.stopped_by) == (409, state, None)
    assert "It is too late to stop this e-mail" in words(response)
    assert not Change.objects.exclude(kind="contact_seen").exists()


@pytest.mark.parametrize(
    ("minutes", "state", "status"),
    [(9, "waiting", 409), (11, "stopped", 302)],
    ids=["at work", "killed"],
)
def test_a_mail_that_the_worker_has_in_hand_is_too_late(
    client, coordinator, minutes, state, status
):
    mail = written(letters.receipt(make_talk_request()))
    Mail.objects.update(tries=1)
    assert timedelta(minutes=10) == LONGEST_JOB
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=NOW - timedelta(minutes=minutes)
    )

    response = client.post(f"{LIST}{mail.pk}/stop/")

    mail.refresh_from_db()
    assert (mail.state, response.status_code) == (state, status)


def test_an_officer_reads_what_goes_to_their_own_school_and_stops_nothing(client):
    officer = make_member(name="Ailsa Reid")
    sign_in(client, officer)
    talk = make_talk_request(state="offered")
    make_offer(talk_request=talk, officer=officer)
    mine, other = (
        make_mail(talk_request=talk),
        make_mail(talk_request=make_talk_request(reference="XYZ2345"), key="receipt:2"),
    )

    page = client.get(f"{LIST}{mine.pk}/")

    assert page.status_code == 200
    assert "Stop this e-mail" not in words(page)
    assert [
        client.get(f"{LIST}{other.pk}/").status_code,
        client.post(f"{LIST}{mine.pk}/stop/").status_code,
        client.get(LIST).status_code,
    ] == [404, 403, 403]


@pytest.mark.parametrize("address", ["", "{pk}/"])
def test_a_viewer_reads_no_e_mails(client, address):
    sign_in(client, make_member(role="viewer"))

    assert client.get(LIST + address.format(pk=make_mail().pk)).status_code == 403


def test_reading_stops_nothing(client, coordinator):
    mail = make_mail()

    statuses = [
        client.get(f"{LIST}{mail.pk}/stop/").status_code,
        client.head(f"{LIST}{mail.pk}/stop/").status_code,
    ]

    mail.refresh_from_db()
    assert (statuses, mail.state) == ([405, 405], "waiting")


def test_the_request_page_says_when_each_goes_and_leads_to_it(client, coordinator):
    talk = make_talk_request()
    waits = make_mail(
        talk_request=talk,
        kind="reminder",
        subject="A reminder of your talk",
        send_after=NOW + timedelta(days=5),
    )
    make_mail(
        talk_request=talk,
        key="stopped",
        subject="Your talk is confirmed",
        state="stopped",
        stopped_by=make_user(),
    )

    page = client.get(f"/team/talks/{talk.pk}/")

    goes = "Goes on Saturday 28 November 2026 at 12:00"
    assert f"A reminder of your talk {goes} Read it" in words(page)
    assert "Your talk is confirmed Stopped by " in words(page)
    assert f"/team/mail/{waits.pk}/" in {link["href"] for link in read(page.content.decode()).links}
