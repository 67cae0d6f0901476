"""A mail is a row and a job.

It is sent once, is never lost, and never tells of a change that did not happen.
"""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.history.conflicts import Conflict
from campaigns.mail import letters
from campaigns.mail.tasks import GIVE_UP_AFTER, WAITS, send_mail
from campaigns.mail.write import LONGEST_JOB, look_again, requeue_mails, stop_mail, write_mail
from campaigns.models import Mail
from tests.campaigns.mail.sending import jobs, refuse
from tests.campaigns.mail.written import a_mail
from tests.factories import make_member, make_talk_request

pytestmark = pytest.mark.django_db


def test_a_mail_is_written_with_its_job():
    mail = a_mail()

    assert (mail.state, mail.tries, mail.to) == ("waiting", 0, "office@school.example")
    assert [job.args_kwargs["args"] for job in jobs()] == [[mail.pk, 0]]


@pytest.mark.django_db(transaction=True)
def test_a_mail_outside_a_transaction_is_refused():
    letter = letters.receipt(make_talk_request())

    with pytest.raises(RuntimeError, match="in the transaction of its change"):
        write_mail(letter)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_leaves_neither_mail_nor_job():
    @transaction.atomic
    def change_and_fail():
        write_mail(letters.receipt(make_talk_request()))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()

    assert not Mail.objects.exists()
    assert not jobs().exists()


def test_sending_marks_the_mail_and_keeps_its_message_id():
    mail = a_mail()

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    sent = outbox.outbox[0]
    assert (mail.state, mail.tries) == ("sent", 1)
    assert mail.sent_at is not None
    assert (sent.to, sent.subject, sent.body) == (
        ["office@school.example"],
        "We have your request for a talk",
        mail.text,
    )
    assert sent.message()["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@127.0.0.1>")
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert sent.message()["Reply-To"] == "team@demo.example"


def test_a_second_job_for_the_same_attempt_sends_nothing():
    mail = a_mail()

    send_mail.call(mail.pk, 0)
    send_mail.call(mail.pk, 0)
    send_mail.call(mail.pk, 1)

    assert len(outbox.outbox) == 1


def test_a_second_job_beside_a_slow_mail_server_sends_nothing(monkeypatch):
    mail = a_mail()
    sent = []

    def slow(message, **options):
        sent.append(message)
        if len(sent) == 1:
            send_mail.call(mail.pk, 0)  # another worker, while this one still waits for the server

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", slow)

    send_mail.call(mail.pk, 0)

    assert len(sent) == 1


def test_an_attempt_that_another_worker_claims_at_the_same_moment_is_left_to_it(monkeypatch):
    mail = a_mail()

    def claimed_meanwhile(mail, *, now):
        Mail.objects.filter(pk=mail.pk).update(tries=1)
        return now

    monkeypatch.setattr("campaigns.mail.tasks.may_go_at", claimed_meanwhile)

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (outbox.outbox, mail.state, mail.tries) == ([], "waiting", 1)


def test_a_mail_that_is_claimed_while_somebody_stops_it_is_not_stopped(monkeypatch):
    mail = a_mail()

    def claimed_meanwhile(*, now):
        Mail.objects.filter(pk=mail.pk).update(tries=1)
        return set()

    monkeypatch.setattr("campaigns.mail.write.mails_at_work", claimed_meanwhile)

    with pytest.raises(Conflict):
        stop_mail(mail=mail, now=timezone.now(), by=make_member().user)
    mail.refresh_from_db()
    assert (mail.state, mail.stopped_by) == ("waiting", None)


def test_no_transaction_is_open_while_the_mail_server_thinks(monkeypatch, transactional_db):
    mail = a_mail()
    open_then = []
    monkeypatch.setattr(
        "django.core.mail.EmailMultiAlternatives.send",
        lambda message: open_then.append(transaction.get_connection().in_atomic_block),
    )

    send_mail.call(mail.pk, 0)

    assert open_then == [False]


def test_a_failure_is_tried_again_later_and_later(monkeypatch):
    mail = a_mail()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    for attempt in range(3):
        send_mail.call(mail.pk, attempt)

    mail.refresh_from_db()
    again = list(jobs())[1:]
    waits = [round((job.run_after - job.enqueued_at).total_seconds()) for job in again]
    assert (mail.state, mail.tries) == ("waiting", 3)
    assert [job.args_kwargs["args"] for job in again] == [[mail.pk, 1], [mail.pk, 2], [mail.pk, 3]]
    assert waits == [round(wait.total_seconds()) for wait in WAITS[:3]]


def test_a_failure_names_nobody_in_the_log(monkeypatch, caplog):
    mail = a_mail()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    send_mail.call(mail.pk, 0)

    assert "ConnectionRefusedError" in caplog.text
    assert "school" not in caplog.text


def test_it_is_given_up_after_three_days(monkeypatch):
    mail = a_mail()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    Mail.objects.update(written_at=timezone.now() - GIVE_UP_AFTER)

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert mail.state == "given_up"
    assert jobs().count() == 1


def test_a_mail_that_lost_its_job_gets_one_and_only_one():
    mail = a_mail()
    jobs().delete()

    counts = [requeue_mails(now=timezone.now()), requeue_mails(now=timezone.now())]

    assert counts == [1, 0]
    assert [job.args_kwargs["args"] for job in jobs()] == [[mail.pk, 0]]


def test_a_mail_whose_worker_was_killed_gets_a_new_job():
    mail = a_mail()
    Mail.objects.update(tries=1)
    jobs().update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - LONGEST_JOB - timedelta(seconds=1),
    )

    count = requeue_mails(now=timezone.now())

    assert count == 1
    assert jobs().filter(status=TaskResultStatus.READY).get().args_kwargs["args"] == [mail.pk, 1]


def test_a_mail_that_is_being_sent_is_left_alone():
    a_mail()
    jobs().update(status=TaskResultStatus.RUNNING, started_at=timezone.now() - timedelta(seconds=5))

    assert requeue_mails(now=timezone.now()) == 0


def test_what_a_killed_worker_had_in_hand_is_looked_at_again_when_it_is_overdue(monkeypatch):
    """A new worker starts at once, when nobody can tell yet."""
    mail, now = a_mail(), timezone.now()
    Mail.objects.update(tries=1)
    jobs().update(status=TaskResultStatus.RUNNING, started_at=now - timedelta(seconds=5))

    counts = [requeue_mails(now=now), requeue_mails(now=now)]
    again = DBTaskResult.objects.get(task_path=look_again.module_path)
    monkeypatch.setattr("campaigns.mail.write.timezone.now", lambda: again.run_after)
    look_again.call()

    assert (counts, again.run_after) == ([0, 0], now + LONGEST_JOB)
    assert jobs().filter(status=TaskResultStatus.READY).get().args_kwargs["args"] == [mail.pk, 1]


def test_without_anything_in_hand_nobody_looks_again():
    a_mail()

    requeue_mails(now=timezone.now())

    assert not DBTaskResult.objects.filter(task_path=look_again.module_path).exists()


def test_a_sent_mail_is_not_put_back():
    mail = a_mail()
    send_mail.call(mail.pk, 0)
    jobs().delete()

    assert requeue_mails(now=timezone.now()) == 0


def test_the_command_says_how_many(capsys):
    a_mail()
    jobs().delete()

    call_command("requeue_mail")
    call_command("requeue_mail")

    assert (
        capsys.readouterr().out
        == "1 e-mail put back in the queue.\n0 e-mails put back in the queue.\n"
    )
