"""A mail server that says never is believed: no second try, and somebody is told to call. One that
says not now is tried again, and so is one that has something against us.
"""

import gc
import logging
from datetime import timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.mail import letters
from campaigns.mail.links import token_of
from campaigns.mail.write import write_mail
from campaigns.models import Mail, TalkRequest
from tests.campaigns.mail.post import says, start_post
from tests.campaigns.mail.test_mail_smtp import work
from tests.campaigns.mail.written import a_mail
from tests.campaigns.shown import words
from tests.factories import make_mail, make_member, make_talk_request
from tests.html import read

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Django leaves the socket of a conversation that ended before the first letter.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ADDRESS = "office@school.example"
CALL = "Their mail server refused this address. Please call them"


def state_of(mail):
    mail.refresh_from_db()
    return mail.state, mail.tries, mail.refused_at is not None


@pytest.mark.parametrize(
    ("handler", "answer"),
    [("handle_RCPT", "550 5.1.1 No such mailbox"), ("handle_DATA", "554 5.7.1 Not wanted")],
)
def test_refusal_for_good_is_not_tried_again_and_names_nobody_in_the_log(
    post, caplog, handler, answer
):
    setattr(post, handler, says(answer))
    mail = a_mail()

    with caplog.at_level(logging.DEBUG):
        work()

    assert state_of(mail) == ("refused", 1, True)
    assert not DBTaskResult.objects.filter(status="READY").exists()
    assert f"Mail {mail.pk} is refused for good" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert [said for said in ours if ADDRESS in said or "mailbox" in said] == []


@pytest.mark.parametrize(
    ("handler", "answer"),
    [
        ("handle_RCPT", "450 4.2.1 Try again later"),
        ("handle_DATA", "451 4.3.0 Try again later"),
        ("handle_MAIL", "550 5.7.60 You may not send as this address"),
        ("handle_EHLO", "550 We do not know you"),
    ],
)
def test_what_is_for_now_or_against_us_is_tried_again(post, handler, answer):
    setattr(post, handler, says(answer))
    if handler == "handle_EHLO":
        post.handle_HELO = says(answer)
    mail = a_mail()

    work()

    assert state_of(mail) == ("waiting", 1, False)
    assert DBTaskResult.objects.filter(status="READY").count() == 1


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Django leaves a socket
def test_server_that_refuses_our_password_is_tried_again(settings):
    """A 535 is about us: the address has said nothing."""
    _, controller = start_post(
        settings,
        authenticator=lambda *asked: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "talks", "wrong"
    mail = a_mail()

    work()
    controller.stop()
    gc.collect()

    assert state_of(mail) == ("waiting", 1, False)


@pytest.mark.parametrize("to", ["a@" + 60 * "ü" + ".de", "a@\u00ad.de", "a@ü" + 70 * "x" + ".de"])
def test_address_that_no_server_can_be_told_is_refused(post, to):
    mail = a_mail()
    Mail.objects.filter(pk=mail.pk).update(to=to)

    work()

    assert state_of(mail) == ("refused", 1, True)
    assert not DBTaskResult.objects.filter(status="READY").exists()
    assert post.kept == []


def test_server_that_hangs_up_is_tried_again(post):
    async def hang_up(server, session, envelope, address, options):
        server.transport.close()
        return "250 OK"

    post.handle_RCPT = hang_up
    mail = a_mail()

    work()

    assert state_of(mail) == ("waiting", 1, False)


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator")
    client.force_login(member.user)
    return member


def refused(talk=None, **columns):
    columns = {"kind": "offered", "key": f"offered:{Mail.objects.count()}"} | columns
    talk = talk or make_talk_request(state="offered")
    return make_mail(
        talk_request=talk, state="refused", refused_at=timezone.now(), tries=1, **columns
    )


def tells_to_call(client, path):
    return "refused" in words(client.get(path)).lower()


def test_team_reads_it_with_the_schools_telephone_on_four_pages(client, coordinator):
    mail = refused()
    talk = mail.talk_request

    pages = {
        path: client.get(path)
        for path in (
            f"/team/mail/{mail.pk}/",
            f"/team/talks/{talk.pk}/",
            "/team/mail/?state=refused",
        )
    }
    assert [path for path, page in pages.items() if CALL not in words(page)] == []
    for path in (f"/team/mail/{mail.pk}/", f"/team/talks/{talk.pk}/"):
        assert "tel:01698000000" in {
            link["href"] for link in read(pages[path].content.decode()).links
        }
        assert f"refused {ADDRESS}. Please call the school" in words(pages[path])
    assert "Address refused our e-mail" in words(client.get("/team/talks/"))
    today = client.get("/team/")
    assert "Please call these schools" in words(today)
    assert f"/team/talks/{talk.pk}/" in {
        link["href"] for link in read(today.content.decode()).links
    }
    assert "Some addresses refused our e-mail." in words(client.get("/team/mail/"))


@pytest.mark.parametrize(
    "mend",
    [
        lambda talk: TalkRequest.objects.update(contact_email="office2@school.example"),
        lambda talk: make_mail(
            talk_request=talk, key="again", state="sent", sent_at=timezone.now()
        ),
    ],
    ids=["another address", "a letter that was taken"],
)
def test_mark_goes_when_the_address_is_another_or_takes_a_letter(client, coordinator, mend):
    talk = refused().talk_request
    paths = ["/team/", "/team/talks/"]
    assert [tells_to_call(client, path) for path in paths] == [True, True]

    mend(talk)

    assert [tells_to_call(client, path) for path in paths] == [False, False]
    page = words(client.get(f"/team/talks/{talk.pk}/"))
    assert f"refused {ADDRESS}" not in page


def test_letter_that_was_taken_before_does_not_take_the_mark_away(client, coordinator):
    talk = refused().talk_request
    before = timezone.now() - timedelta(minutes=5)
    make_mail(talk_request=talk, key="before", state="sent", sent_at=before)

    assert tells_to_call(client, "/team/")


@pytest.mark.parametrize(
    ("state", "kind", "days", "is_told"),
    [
        ("submitted", "thanks", 0, False),
        ("submitted", "question", 20, True),
        ("withdrawn", "withdrawn", 6, True),
        ("withdrawn", "withdrawn", 8, False),
        ("unconfirmed", "receipt", 0, False),
    ],
)
def test_today_names_whom_nobody_would_reach_otherwise(
    client, coordinator, state, kind, days, is_told
):
    talk = make_talk_request()
    TalkRequest.objects.update(state=state, state_reason="x", confirm_by=timezone.localdate())
    mail = refused(talk, kind=kind)
    Mail.objects.filter(pk=mail.pk).update(refused_at=timezone.now() - timedelta(days=days))

    assert ("Please call these schools" in words(client.get("/team/"))) is is_told


def test_other_teams_and_other_officers_are_not_told(client):
    refused()
    client.force_login(make_member(role="officer").user)

    assert "Please call these schools" not in words(client.get("/team/"))


def test_whoever_asked_reads_it_beside_the_box_and_puts_it_right(client, post):
    with transaction.atomic():
        talk = make_talk_request(state="unconfirmed", contact_email="ofice@school.example")
        write_mail(letters.receipt(talk))
    post.handle_RCPT = says("550 5.1.1 No such mailbox")
    work()
    path = f"/talks/ask/{talk.draft_key}/sent/"

    page = client.get(path)
    told = read(page.content.decode())
    assert told.title.startswith("Error: Look in your e-mail")
    assert words(page).count("That address refused our e-mail. Check it") == 2
    assert 'value="ofice@school.example"' in page.content.decode()

    del post.handle_RCPT
    client.post(f"{path}again/", {"contact_email": ADDRESS})
    assert "refused" not in words(client.get(path))
    work()
    assert [to for to, _ in post.kept] == [[ADDRESS]]
    assert "refused" not in words(client.get(path))
    talk.refresh_from_db()
    assert client.get(f"/t/{token_of(talk)}/").status_code == 200
