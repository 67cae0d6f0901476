"""At the same moment, with real threads and real connections."""

from datetime import date

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, Mail, Notice, NoticeMail, TalkRequest
from campaigns.talks.by_link import ask_for_another_time, call_off
from campaigns.talks.heard.deeds import keep_date, see_news
from campaigns.talks.heard.digest import write_digest
from tests.campaigns.talks.heard.told import a_set_talk, at, press
from tests.factories import make_member
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]
MANY, NOON = 8, at(30, 12, month=11)
NEAR = date(2026, 12, 1)


def told():
    return Notice.objects.count(), Mail.objects.filter(kind="notice").count()


def test_a_school_that_presses_in_several_tabs_makes_one_notice():
    talk = a_set_talk(held_on=NEAR)

    at_once(
        *[
            lambda: ask_for_another_time(talk_request=talk, text="A week later", now=NOON)
            for _ in range(MANY)
        ]
    )

    assert told() == (1, 1)


def test_called_off_in_several_tabs_it_is_one_notice_and_one_mail():
    talk = a_set_talk(held_on=NEAR)

    said = at_once(*[lambda: call_off(talk_request=talk, reason="", now=NOON) for _ in range(MANY)])

    assert [type(one) for one in said].count(Conflict) == MANY - 1
    assert told() == (1, 1)


def test_of_several_who_saw_it_one_did():
    talk = a_set_talk()
    press(talk, "note")
    people = [make_member(name=f"Officer {number}").user for number in range(MANY)]

    said = at_once(*[lambda by=by: see_news(talk_request=talk, by=by) for by in people])

    assert said.count(True) == 1
    first = people[said.index(True)]
    assert (Change.objects.get(kind="seen").by, Notice.objects.get().dealt_by) == (first, first)


def test_of_several_who_keep_the_date_one_writes_to_the_school():
    talk = a_set_talk()
    press(talk, "another-time")
    by = make_member(role="coordinator", name="Bo Kerr").user

    said = at_once(
        *[
            lambda: keep_date(talk_request=talk, reason="None is free", by=by, now=NOON)
            for _ in range(MANY)
        ]
    )

    assert [type(one) for one in said].count(Conflict) == MANY - 1
    assert TalkRequest.objects.get().state == "confirmed"
    assert Mail.objects.filter(kind="date_stays").count() == 1


def test_workers_that_write_the_letters_of_a_morning_at_once_write_one():
    officer = make_member()
    press(a_set_talk(held_on=date(2026, 12, 15), officers=[officer]), "note")

    said = at_once(*[lambda: write_digest(officer.pk, now=at(1, 7, 30)) for _ in range(MANY)])

    assert [one for one in said if isinstance(one, Exception)] == []
    assert (Mail.objects.filter(kind="digest").count(), NoticeMail.objects.count()) == (1, 1)
