"""A real SMTP conversation on loopback, by the real worker."""

import asyncio
from datetime import timedelta
from unittest import mock

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.history.conflicts import Conflict
from campaigns.mail.links import token_of
from campaigns.mail.write import stop_mail
from campaigns.models import Membership
from campaigns.people.invite import invite
from campaigns.talks.leaving import leave
from campaigns.worker import Worker
from tests.campaigns.mail.post import start_post
from tests.campaigns.mail.written import a_mail
from tests.factories import make_member, make_session, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail_server(settings):
    controllers = []

    def start(answer="250 OK"):
        post, controller = start_post(settings, answer)
        controllers.append(controller)
        return post

    yield start
    for controller in controllers:
        controller.stop()


def work():
    """The worker as `make run` starts it, until nothing is left to do."""
    Worker().work()


def test_the_worker_sends_what_was_written(mail_server, settings):
    post = mail_server()
    mail = a_mail()

    work()

    mail.refresh_from_db()
    [(recipients, message)] = post.kept
    plain, html = (
        message.get_body(("plain",)).get_content(),
        message.get_body(("html",)).get_content(),
    )
    link = f"{settings.SITE_URL}/t/{token_of(mail.talk_request)}/"
    assert mail.state == "sent"
    assert recipients == ["office@school.example"]
    assert (message["To"], message["Subject"]) == (
        "office@school.example",
        "We have your request for a talk",
    )
    assert message["Message-ID"] == mail.message_id
    assert plain.splitlines() == mail.text.splitlines()
    assert link in plain.splitlines()
    assert html.count(f'href="{link}"') == 2
    assert html.startswith("<!DOCTYPE html>")


def test_working_twice_sends_once(mail_server):
    post = mail_server()
    a_mail()

    work()
    work()

    assert len(post.kept) == 1


def test_a_refused_mail_waits_and_is_sent_when_the_server_is_well_again(mail_server):
    post = mail_server("451 Try again later")
    mail = a_mail()

    work()

    mail.refresh_from_db()
    assert (post.kept, mail.state, mail.tries) == ([], "waiting", 1)

    post.answer = "250 OK"
    DBTaskResult.objects.update(run_after=timezone.now())
    work()

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("sent", 2)
    assert [message["Message-ID"] for _, message in post.kept] == [mail.message_id]


def test_a_mail_server_that_is_not_there_costs_nothing_but_time(mail_server, settings):
    mail_server()
    settings.EMAIL_PORT = 1  # nobody listens there
    mail = a_mail()

    work()

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 1)
    assert DBTaskResult.objects.ready().count() == 0
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_a_mail_server_that_hangs_is_left_after_a_while(mail_server, settings):
    post = mail_server()
    settings.EMAIL_TIMEOUT = 0.2
    mail, take = a_mail(), post.handle_DATA

    async def hang(server, session, envelope):
        await asyncio.sleep(1)
        return "451 Too late"

    post.handle_DATA = hang
    work()
    mail.refresh_from_db()
    assert (post.kept, mail.state, mail.tries) == ([], "waiting", 1)

    post.handle_DATA = take
    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    mail.refresh_from_db()
    assert (mail.state, [message["Message-ID"] for _, message in post.kept]) == (
        "sent",
        [mail.message_id],
    )


def test_a_stopped_mail_does_not_go(mail_server):
    post, mail = mail_server(), a_mail()
    stop_mail(mail=mail, now=timezone.now(), by=make_user())

    work()

    mail.refresh_from_db()
    assert (post.kept, mail.state) == ([], "stopped")


def test_a_mail_that_the_server_has_in_hand_cannot_be_stopped(mail_server):
    """The button is pressed in the middle of the conversation."""
    post, mail, by, heard = mail_server(), a_mail(), make_user(), []

    def press(message):
        with pytest.raises(Conflict) as refused:
            stop_mail(mail=mail, now=timezone.now(), by=by)
        heard.append(str(refused.value))
        send(message)

    send = EmailMultiAlternatives.send
    with mock.patch.object(EmailMultiAlternatives, "send", press):
        work()

    mail.refresh_from_db()
    assert heard == [
        "It is too late to stop this e-mail: it is being sent, was sent, or was stopped before."
    ]
    assert (mail.state, mail.stopped_by, len(post.kept)) == ("sent", None, 1)


def test_a_mail_that_failed_can_still_be_stopped(mail_server):
    post, mail = mail_server("451 Try again later"), a_mail()
    work()
    stop_mail(mail=mail, now=timezone.now(), by=make_user())

    post.answer = "250 OK"
    DBTaskResult.objects.update(run_after=timezone.now())
    work()

    mail.refresh_from_db()
    assert (post.kept, mail.state, mail.tries) == ([], "stopped", 1)


def test_an_invitation_arrives_and_its_link_lets_somebody_in(mail_server, client):
    post = mail_server()
    administrator = make_member(role="administrator", name="Annis Gray")
    invite(
        campaign=administrator.campaign,
        email="iona.kerr@example.org",
        name="Iona Kerr",
        role="officer",
        by=administrator.user,
        now=timezone.now(),
    )

    work()

    [(recipients, message)] = post.kept
    lines = message.get_body(("plain",)).get_content().splitlines()
    link = next(line for line in lines if "/accounts/invitation/" in line)
    moved = client.get(
        link.removeprefix("http://127.0.0.1:8000"), headers={"Sec-Fetch-Site": "none"}
    )
    password = "seven teapots on a roof"
    joined = client.post(moved["Location"], {"password1": password, "password2": password})
    assert recipients == ["iona.kerr@example.org"]
    assert joined["Location"] == "/team/"
    assert Membership.objects.get(user__name="Iona Kerr").role == "officer"


def test_whoever_takes_over_from_a_colleague_reads_it_in_their_mailbox(mail_server, client):
    post = mail_server()
    administrator = make_member(role="administrator", name="Annis Gray")
    leaver, taker = make_member(name="Lee Ver"), make_member(name="Tam Aker")
    day = timezone.localdate() + timedelta(days=30)
    session = make_session(state="planned", held_on=day, officers=[leaver])
    leave(
        member=leaver,
        becomes=None,
        was="officer",
        choices={f"session-{session.pk}": str(taker.pk)},
        seen=[f"session-{session.pk}"],
        anyway=False,
        by=administrator.user,
        now=timezone.now(),
    )

    work()

    read = {one["Subject"]: (to, one.get_body(("plain",)).get_content()) for to, one in post.kept}
    recipients, words = read["You take over from a colleague"]
    assert recipients == ["tam.aker@example.org"]
    assert f"You give these talks now:\n- {day:%A} {day.day} {day:%B %Y} at 09:30" in (
        words.replace("\r\n", "\n")
    )
    assert len(post.kept) == 2
