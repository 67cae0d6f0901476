"""A coordinator's button and the worker reach for one mail at the same time, with real threads."""

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.diaries.feed import make_feed
from campaigns.history.conflicts import Conflict
from campaigns.mail.tasks import queue_job, send_mail
from campaigns.mail.write import stop_mail
from campaigns.models import Change, Mail
from tests.factories import make_mail, make_member, make_talk_request, make_user
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]


def work_on(mail):
    """As the worker does: the job is taken first, and then the attempt."""
    DBTaskResult.objects.filter(args_kwargs={"args": [mail.pk, 0], "kwargs": {}}).update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now()
    )
    send_mail.call(mail.pk, 0)


def test_stopped_or_sent_and_never_both():
    by, talk = make_user(), make_talk_request()
    mails = [
        make_mail(talk_request=talk, kind="question", key=f"question:{number}")
        for number in range(5)
    ]

    for mail in mails:
        queue_job(mail, not_before=None, now=timezone.now())
        [stopped, _] = at_once(
            lambda mail=mail: stop_mail(mail=mail, now=timezone.now(), by=by),
            lambda mail=mail: work_on(mail),
        )

        mail.refresh_from_db()
        sent = mail.message_id in [message.extra_headers["Message-ID"] for message in outbox.outbox]
        assert (mail.state, isinstance(stopped, Conflict)) == (
            ("sent", True) if sent else ("stopped", False)
        )


def test_stopped_by_eight_at_once_it_is_stopped_once():
    mail, people = make_mail(), [make_user(name=f"Ailsa {number}") for number in range(8)]

    outcomes = at_once(
        *[lambda by=by: stop_mail(mail=mail, now=timezone.now(), by=by) for by in people]
    )

    [winner] = [by for by, outcome in zip(people, outcomes, strict=True) if outcome is None]
    assert [type(outcome) for outcome in outcomes].count(Conflict) == 7
    assert (Mail.objects.get().stopped_by, Change.objects.get().by) == (winner, winner)


def test_made_by_four_at_once_one_address_lives():
    officer = make_member()

    tokens = at_once(*[lambda: make_feed(officer=officer, now=timezone.now())] * 4)

    assert len({token for token in tokens if isinstance(token, str)}) == 4
    assert officer.calendar_feeds.filter(revoked_at=None).count() == 1
