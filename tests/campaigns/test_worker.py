"""The mail worker, a process of its own, while its database is locked, stopped, silent and cut."""

import sqlite3

import pytest
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.models import Campaign, Mail
from tests.campaigns.line import Line
from tests.campaigns.mail.test_mail_smtp import mail_server  # noqa: F401 -- a fixture
from tests.campaigns.mail.written import a_mail
from tests.processes import python, started, wait_until
from tests.races import database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]

BEGINS, ENDS = "Work waits: the database is away (", "Work goes on: the database is back after "


def another_mail():
    return a_mail(reference="BCD2346", campaign=Campaign.objects.get())


class Locked:
    """SQLite: another process writes and does not come to an end."""

    def url(self):
        return f"sqlite:///{connection.settings_dict['NAME']}"

    def cut(self):
        self.other = sqlite3.connect(
            connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
        )
        self.other.execute("BEGIN EXCLUSIVE")

    def mend(self):
        self.other.execute("ROLLBACK")
        self.other.close()


@pytest.fixture
def database():
    """As the worker reaches it."""
    if connection.vendor == "sqlite":
        yield Locked()
        return
    line = Line()
    yield line
    line.cut()


@pytest.fixture
def work(database, settings, tmp_path):
    def start(*words):
        mail = {"EMAIL_HOST": settings.EMAIL_HOST, "EMAIL_PORT": str(settings.EMAIL_PORT)}
        return started(
            python("-m", "tests.campaigns.queue_worker", *words),
            tmp_path / "log",
            DATABASE_URL=database.url(),
            **mail,
        )

    return start


def state(mail):
    return Mail.objects.values_list("state", flat=True).get(pk=mail.pk)


def wait_until_sent(mail):
    wait_until(lambda: state(mail) == "sent", "the mail to be sent")


def outages(worker):
    return worker.said().count(BEGINS), worker.said().count(ENDS)


def test_mail_worker_outlives_a_database_that_is_away_and_says_so_once(mail_server, work, database):  # noqa: F811
    post, first = mail_server(), a_mail()
    with work() as worker:
        wait_until_sent(first)
        database.cut()
        worker.wait_for_words(BEGINS)
        database.mend()
        second = another_mail()

        wait_until_sent(second)
        worker.wait_for_words(ENDS)

        assert worker.process.poll() is None
        assert outages(worker) == (1, 1)
        assert "Traceback" not in worker.said()
        assert "locked" not in worker.said()
        assert "server closed" not in worker.said()
    assert [message["Message-ID"] for _, message in post.kept] == [
        first.message_id,
        second.message_id,
    ]


def test_mail_worker_starts_while_the_database_is_away(mail_server, work, database):  # noqa: F811
    mail_server()
    mail = a_mail()
    database.cut()
    with work() as worker:
        worker.wait_for_words(BEGINS)
        database.mend()

        wait_until_sent(mail)
        worker.wait_for_words(ENDS)
        assert (worker.process.poll(), outages(worker)) == (None, (1, 1))


def test_mail_worker_stops_when_told_while_the_database_is_away(work, database):
    with work() as worker:
        database.cut()
        worker.wait_for_words(BEGINS)

        worker.process.terminate()
        worker.wait_until_all_gone()
        database.mend()

    assert worker.process.returncode == 0
    assert outages(worker) == (1, 0)


def test_mail_worker_outlives_a_database_that_was_silent_and_then_cut(mail_server, work, database):  # noqa: F811
    if connection.vendor == "sqlite":
        pytest.skip("a file is never silent")
    mail_server()
    with work() as worker:
        wait_until_sent(a_mail())
        database.silent.set()
        later = another_mail()
        database.cut()
        worker.wait_for_words(BEGINS)
        database.mend()

        wait_until_sent(later)
        worker.wait_for_words(ENDS)
        assert (worker.process.poll(), outages(worker)) == (None, (1, 1))


def test_mail_that_has_gone_when_the_database_goes_is_not_sent_again(mail_server, work, database):  # noqa: F811
    post, mail = mail_server(), a_mail()
    take = post.handle_DATA

    async def take_and_cut(server, session, envelope):
        said = await take(server, session, envelope)
        database.cut()
        return said

    post.handle_DATA = take_and_cut
    with work() as worker:
        worker.wait_for_words(BEGINS)
        post.handle_DATA = take
        database.mend()

        wait_until_sent(mail)
        other = another_mail()
        wait_until_sent(other)
    assert [message["Message-ID"] for _, message in post.kept] == [
        mail.message_id,
        other.message_id,
    ]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_mail_that_was_refused_as_the_database_went_is_tried_again_at_once(
    mail_server,  # noqa: F811
    work,
    database,
):
    """Nobody could write down when to try again, so its job is lost, and it needs another."""
    post, mail = mail_server(), a_mail()
    take = post.handle_DATA

    async def refuse_and_cut(server, session, envelope):
        database.cut()
        return "451 Try again later"

    post.handle_DATA = refuse_and_cut
    with work() as worker:
        worker.wait_for_words(BEGINS)
        post.handle_DATA = take
        database.mend()

        wait_until_sent(mail)

    mail.refresh_from_db()
    assert (mail.tries, len(post.kept)) == (2, 1)
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()


def test_failed_job_leaves_its_class_in_the_log_and_none_of_its_words(mail_server, work):  # noqa: F811
    mail_server()
    a_mail()
    with work("fail") as worker:
        worker.wait_for_words("send_mail failed: ValueError")
        wait_until(lambda: DBTaskResult.objects.filter(status="FAILED").exists(), "the job's end")

        assert worker.said() == "send_mail failed: ValueError\n"


@pytest.mark.parametrize("how", ["nothing to do", "take long"])
def test_mail_worker_reports_the_health_of_the_site_whatever_it_does(mail_server, work, how):  # noqa: F811
    mail_server()
    if how == "take long":
        a_mail()
    with work("report", how) as worker:
        if how == "take long":
            worker.wait_for_words("sending")
        before = worker.said().count("reported")

        wait_until(lambda: worker.said().count("reported") > before + 2, "further reports")

        assert worker.process.poll() is None
        worker.process.kill()  # or it would finish what it does


def test_report_that_fails_leaves_its_class_and_the_mail_goes_on(mail_server, work):  # noqa: F811
    mail_server()
    mail = a_mail()
    with work("report badly") as worker:
        worker.wait_for_words("The state of the site could not be told: ValueError")

        wait_until_sent(mail)
        assert "school.example" not in worker.said()
