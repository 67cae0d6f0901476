"""The address that the link to finish later went to refused it: the pages of the draft say so, and
they stay open, because nobody has that link.
"""

import gc

import pytest
from django.utils import timezone

from campaigns.models import Mail
from campaigns.talks.asking.later import PRESSED_TWICE
from tests.campaigns.mail.post import says, start_post
from tests.campaigns.mail.test_mail_smtp import work
from tests.campaigns.shown import words
from tests.campaigns.talks.asking.conftest import answered
from tests.campaigns.talks.asking.half_typed import value
from tests.campaigns.talks.asking.test_later import OFFICE, a_day_later, mail_link
from tests.campaigns.talks.asking.test_later_elsewhere import mail_elsewhere
from tests.html import read

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Django leaves the socket of a conversation that ended before the first letter.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TOLD = "The link to finish later did not reach you: its address refused our e-mail."


@pytest.fixture
def post(settings):
    post, controller = start_post(settings)
    yield post
    controller.stop()
    gc.collect()


def refuse(post):
    post.handle_RCPT = says("550 5.1.1 No such mailbox")
    work()
    del post.handle_RCPT


def test_page_says_that_the_address_refused_it_and_takes_another_one(client, post, address):
    mail_link(client, address, expected="27 spam")
    assert TOLD not in words(client.get(f"{address}group-1/"))
    refuse(post)

    page = client.get(f"{address}group-1/")
    assert TOLD in words(page)
    assert "details open" in page.text
    assert OFFICE not in page.text  # whoever has the page open may be somebody else
    assert value(page, "expected") == "27 spam"

    client.post(f"{address}group-1/later/", {"later_email": "home@school.example"})
    work()
    assert TOLD not in words(client.get(f"{address}group-1/"))
    assert [to for to, _ in post.kept] == [["home@school.example"]]


def test_page_to_check_the_answers_says_it_too(client, post, answers):
    address = answered(answers)
    mail_link(client, address, "check")
    refuse(post)

    page = client.get(f"{address}check/")

    assert TOLD in words(page)
    assert "details open" in page.text


def test_page_that_said_where_it_goes_says_it_when_it_is_asked_again(client, post, address):
    first = mail_link(client, address)
    assert "it says if the address refused our e-mail" in words(first)
    assert "refused our e-mail before" not in words(first)
    refuse(post)

    page = mail_elsewhere(client, address, OFFICE)

    assert "That address refused our e-mail before" in words(page)
    assert "details open" in page.text


def test_draft_whose_link_was_refused_stays_open_by_its_address(client, post, address):
    mail_link(client, address, expected="27 spam")
    refuse(post)
    a_day_later()

    page = client.get(f"{address}group-1/")

    assert page.status_code == 200
    assert value(page, "expected") == "27 spam"


@pytest.mark.parametrize("state", ["sent", "waiting", "stopped"])
def test_draft_whose_link_may_have_arrived_is_shut_after_a_day(client, address, state):
    mail_link(client, address)
    sent_at = timezone.now() if state == "sent" else None
    Mail.objects.update(state=state, sent_at=sent_at)
    a_day_later()

    page = client.get(f"{address}group-1/")

    assert (page.status_code, read(page.text).h1) == (404, ["Nothing can be opened here"])


def test_another_letter_that_arrived_makes_the_refused_one_good(client, address):
    mail_link(client, address)
    Mail.objects.update(
        state="refused", refused_at=timezone.now(), written_at=timezone.now() - 2 * PRESSED_TWICE
    )
    mail_link(client, address)
    Mail.objects.filter(state="waiting").update(state="sent", sent_at=timezone.now())
    a_day_later()

    assert Mail.objects.count() == 2
    assert client.get(f"{address}group-1/").status_code == 404
