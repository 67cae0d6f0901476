"""A restored site writes to nobody twice, and knows nobody who was signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.mail.outbox import lines_of
from campaigns.mail.tasks import queue_job
from campaigns.models import Change, Mail, TalkRequest
from campaigns.privacy.restored import MAY_HAVE_GONE, Settled, settle_restored
from tests.factories import make_mail, make_talk_request

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MADE_AT = datetime(2026, 11, 29, 3, 45, tzinfo=UTC)
BEFORE = MADE_AT - timedelta(hours=1)


def settle(*, began_at=NOW - timedelta(minutes=1)) -> Settled:
    return settle_restored(made_at=MADE_AT, began_at=began_at, now=NOW)


def waiting(key, *, written_at=BEFORE, **columns) -> Mail:
    mail = make_mail(key=key, talk_request=TalkRequest.objects.get(), **columns)
    Mail.objects.filter(pk=mail.pk).update(written_at=written_at)
    queue_job(mail, not_before=mail.send_after, now=NOW)
    return mail


def states() -> dict[str, str]:
    return dict(Mail.objects.values_list("key", "state"))


def test_letter_that_may_have_gone_since_is_stopped_and_a_later_one_waits():
    request = make_talk_request()
    waiting("at once")
    waiting("was due last night", send_after=NOW - timedelta(hours=1))
    waiting("a reminder of next week", send_after=NOW + timedelta(days=7))
    make_mail(key="went", talk_request=request, state="sent", sent_at=BEFORE)

    done = settle()

    assert states() == {
        "at once": "stopped",
        "was due last night": "stopped",
        "a reminder of next week": "waiting",
        "went": "sent",
    }
    assert (done.mails_stopped, done.mails_waiting) == (2, 1)


def test_what_the_restore_itself_writes_is_stopped_however_late_it_would_go():
    """The lost site may have told the same schools that their dates lapsed."""
    make_talk_request()
    tomorrow = NOW + timedelta(days=1)
    waiting("lapsed", written_at=NOW, send_after=tomorrow)

    settle(began_at=NOW - timedelta(seconds=5))

    assert states() == {"lapsed": "stopped"}


def test_only_what_waits_has_a_job_and_that_is_a_new_one():
    make_talk_request()
    waiting("at once")
    later = waiting("later", send_after=NOW + timedelta(days=7))
    old = set(DBTaskResult.objects.values_list("pk", flat=True))
    DBTaskResult.objects.filter(pk=min(old)).update(status=TaskResultStatus.RUNNING)

    settle()

    [job] = DBTaskResult.objects.all()
    assert (job.args_kwargs["args"], job.pk in old) == ([later.pk, 0], False)


def test_history_says_it_for_the_programme_and_for_each_request():
    request = make_talk_request()
    waiting("at once", subject="A date for you")

    settle()

    lines = [(each.kind, each.about, each.by, each.reason) for each in Change.objects.all()]
    assert lines == [
        ("mail_stopped", "", None, MAY_HAVE_GONE),
        (
            "restored_all",
            "Backup of 29 November 2026 at 03:45",
            None,
            "What was entered after it is not here.",
        ),
    ]
    assert request.changes.get().fields == {"E-mail": ["A date for you", ""]}


def test_everybody_signs_in_again():
    SignIn.objects.create(session_key="a" * 32, expire_date=NOW + timedelta(hours=1))

    done = settle()

    assert (done.sign_ins_ended, SignIn.objects.count()) == (1, 0)


def test_run_twice_it_stops_nothing_more():
    make_talk_request()
    waiting("at once")
    waiting("later", send_after=NOW + timedelta(days=7))

    settle()
    again = settle()

    assert (again.mails_stopped, again.mails_waiting) == (0, 1)


def test_outbox_says_of_what_was_stopped_that_it_may_have_gone():
    make_talk_request()
    waiting("at once", subject="A date for you")
    untrue = waiting("untrue", subject="A reminder", state="stopped")

    settle()

    lines = lines_of(Mail.objects.order_by("pk"), now=NOW)
    assert [line.when for line in lines] == [
        "Stopped when a backup was restored: it may have gone before",
        "Stopped: what it said is no longer so",
    ]
    assert lines[1].mail == untrue
