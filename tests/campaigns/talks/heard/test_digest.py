"""The morning's letter: one a day to each person, of what nobody has dealt with."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from campaigns.models import Mail, Membership, Notice, NoticeMail
from campaigns.models.people import Hears
from campaigns.talks.heard.deeds import see_news
from campaigns.talks.heard.digest import next_morning, write_digests
from campaigns.worker import Worker
from tests.campaigns.talks.heard.told import a_set_talk, at, press, written
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)

FAR, NEAR = date(2026, 12, 15), date(2026, 12, 1)


def work():
    Worker().work()


def digest():
    return Mail.objects.get(kind="digest")


@pytest.fixture
def ailsa():
    return make_member()


def test_it_goes_at_half_past_seven_once_with_what_nobody_has_dealt_with(clock, ailsa, settings):
    talk = a_set_talk(held_on=FAR, officers=[ailsa])
    press(talk, "another-time")
    press(talk, "note")

    clock(at(1, 7, 29))
    work()
    early = written("digest")
    clock(at(1, 7, 30))
    work()
    clock(at(1, 12))
    work()

    assert early == []
    assert (digest().subject, digest().state) == (
        "What schools told us: one talk to look at",
        "sent",
    )
    assert digest().text == (
        "Hello Ailsa Reid,\n\n"
        "This is what schools told us, and nobody has dealt with it yet.\n\n"
        f"- {talk.place_label} (BCD2345), Tuesday 15 December 2026 at 10:00: wishes another time; "
        "has added a note. Answer by Wednesday 2 December.\n\n"
        "All of it stands on the page Today:\n\n"
        f"{settings.SITE_URL}/team/\n\n"
        "How you hear of such things you choose here:\n\n"
        f"{settings.SITE_URL}/accounts/\n\n"
        f"Are you not sure that this e-mail is from us? Ask us: {settings.TEAM_EMAIL}\n\n"
        f"{settings.SITE_NAME}\n"
    )


def test_a_worker_that_was_away_sends_one_later_that_morning(clock, ailsa):
    press(a_set_talk(held_on=FAR, officers=[ailsa]), "note")

    clock(at(1, 10, 40))
    work()
    work()

    assert written("digest") == ["ailsa.reid@example.org"]


def test_more_jobs_than_one_send_one(clock, ailsa):
    press(a_set_talk(held_on=FAR, officers=[ailsa]), "note")
    clock(at(1, 7, 31))
    for _ in range(3):
        write_digests.enqueue()

    work()

    assert written("digest") == ["ailsa.reid@example.org"]


@pytest.mark.parametrize("way", ["worker", "requeue_mail"])
def test_a_job_that_was_lost_is_made_again(clock, ailsa, way):
    press(a_set_talk(held_on=FAR, officers=[ailsa]), "note")
    DBTaskResult.objects.all().delete()
    clock(at(1, 9))

    if way != "worker":
        call_command(way, verbosity=0)
    work()

    assert written("digest") == ["ailsa.reid@example.org"]


def test_a_job_that_is_lost_before_its_morning_waits_for_it(clock, ailsa):
    press(a_set_talk(held_on=FAR, officers=[ailsa]), "note")
    DBTaskResult.objects.all().delete()

    work()

    assert written("digest") == []
    job = DBTaskResult.objects.get(task_path=write_digests.module_path)
    assert job.run_after == at(1, 7, 30)


def test_what_comes_after_it_waits_for_the_next_morning(clock, ailsa):
    talk = a_set_talk(held_on=FAR, officers=[ailsa])
    press(talk, "note")
    clock(at(1, 7, 30))
    work()
    clock(at(1, 9))
    press(talk, "another-time")
    write_digests.enqueue()
    work()
    on_the_day = Mail.objects.filter(kind="digest").count()
    clock(at(2, 7, 30))
    work()

    texts = list(Mail.objects.filter(kind="digest").values_list("text", flat=True))
    assert (on_the_day, len(texts)) == (1, 2)
    assert not DBTaskResult.objects.filter(status="FAILED").exists()
    assert "has added a note" not in texts[1]
    assert "wishes another time" in texts[1]


def test_what_was_dealt_with_before_is_not_in_it(clock, ailsa):
    talk = a_set_talk(held_on=FAR, officers=[ailsa])
    press(talk, "note")
    see_news(talk_request=talk, by=ailsa.user)

    clock(at(1, 7, 30))
    work()

    assert written("digest") == []


def test_what_was_told_at_once_is_not_told_again(clock, ailsa):
    press(a_set_talk(held_on=NEAR, officers=[ailsa]), "note")

    clock(at(1, 7, 30))
    work()

    assert (written("notice"), written("digest")) == (["ailsa.reid@example.org"], [])


def test_nothing_of_a_talk_that_is_over_is_in_it(clock, ailsa):
    Membership.objects.update(hears_near=Hears.MORNING)
    press(a_set_talk(held_on=date(2026, 11, 30), officers=[ailsa]), "note")

    clock(at(1, 7, 30))
    work()

    assert (Notice.objects.count(), written("digest")) == (1, [])


def test_no_weekend_has_one(clock, ailsa):
    clock(at(4, 18))  # a Friday
    press(a_set_talk(held_on=date(2026, 12, 22), officers=[ailsa]), "note")

    assert next_morning(at(4, 18)) == at(7, 7, 30)
    clock(at(5, 9))
    write_digests.enqueue()
    work()
    on_saturday = written("digest")
    clock(at(7, 7, 30))
    work()

    assert (on_saturday, written("digest")) == ([], ["ailsa.reid@example.org"])


def test_it_is_cut_after_fourteen_lines(clock, ailsa):
    for number in range(17):
        day = FAR + timedelta(days=number)
        talk = a_set_talk(held_on=day, officers=[ailsa], reference=f"BCD23{number + 10}")
        press(talk, "note")

    clock(at(1, 7, 30))
    work()

    lines = [line for line in digest().text.splitlines() if line.startswith("- ")]
    assert (len(lines), lines[-1]) == (15, "- and 3 more")
    assert NoticeMail.objects.count() == 17


def test_whoever_wants_none_gets_none(clock, ailsa):
    Membership.objects.update(hears_rest=Hears.TODAY)
    press(a_set_talk(held_on=FAR, officers=[ailsa]), "note")

    assert not DBTaskResult.objects.filter(task_path=write_digests.module_path).exists()
    clock(at(1, 9))
    write_digests.enqueue()
    work()
    assert written("digest") == []


def test_each_member_gets_their_own(clock, ailsa):
    make_member(role="coordinator", name="Bo Kerr")
    press(a_set_talk(held_on=FAR, officers=[ailsa]), "note")

    clock(at(1, 7, 30))
    work()

    assert written("digest") == ["ailsa.reid@example.org", "bo.kerr@example.org"]
