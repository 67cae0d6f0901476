"""A confirmed talk is called off: the school gets one e-mail, in the same transaction, without what
the officer wrote for the team.
"""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, Session, TalkRequest
from campaigns.sessions.life import cancel_session, did_not_happen
from tests import factories
from tests.campaigns.shown import words
from tests.campaigns.typed import sign_in
from tests.factories import TODAY
from tests.html import read
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BEGUN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SCHOOL_SAID = "You told us that you cannot have it on this day."
WE_ARE_SORRY = "We are sorry: police work can change a plan, and this time we have to call it off."


def make_confirmed(*, held_on=TOMORROW, starts_at=time(10, 0), officers=(), **request):
    session = factories.make_session(
        state="planned", held_on=held_on, starts_at=starts_at, officers=list(officers)
    )
    return session, factories.make_talk_request(
        **({"state": "confirmed", "session": session} | request)
    )


def call_off(session, *, called_off_by="police", by=None, now=MORNING):
    given = {
        "session": session,
        "called_off_by": called_off_by,
        "reason": "Callum is in court",
        "now": now,
        "today": TODAY,
        "by": by or factories.make_user(name="Bo Kerr"),
    }
    return cancel_session(**given) if session.held_on > TODAY else did_not_happen(**given)


@pytest.mark.parametrize("held_on", [TODAY, TOMORROW])
@pytest.mark.parametrize(
    ("called_off_by", "said", "not_said"),
    [("school", SCHOOL_SAID, WE_ARE_SORRY), ("police", WE_ARE_SORRY, SCHOOL_SAID)],
    ids=["school", "police"],
)
def test_the_school_hears_which_date_and_who_called_it_off(held_on, called_off_by, said, not_said):
    session, talk = make_confirmed(held_on=held_on)

    call_off(session, called_off_by=called_off_by)

    mail = Mail.objects.get()
    assert (mail.key, mail.to, mail.subject, mail.talk_request) == (
        f"called_off:{session.pk}:{session.version}",
        "office@school.example",
        "Your talk is called off",
        talk,
    )
    assert (
        f"Date: {held_on:%A} {held_on.day} November 2026\nTime: 10:00\nWhere: Braeside "
        "Primary School, Wishaw (North Lanarkshire)\nTalk: Sextortion\n"
    ) in mail.text
    assert said in mail.text
    assert not_said not in mail.text


def test_the_mail_says_how_to_ask_again_and_leads_to_the_schools_page(settings):
    session, talk = make_confirmed()

    call_off(session)

    mail = Mail.objects.get()
    links = [f"{settings.SITE_URL}/talks/", f"{settings.SITE_URL}/t/{token_of(talk)}/"]
    assert {link["href"] for link in read(mail.html).links} >= set(links)
    assert all(f"\n\n{link}\n\n" in mail.text for link in links)


@pytest.mark.parametrize("called_off_by", ["school", "police"])
def test_what_the_officer_wrote_is_not_in_the_mail(called_off_by):
    session, _ = make_confirmed()

    call_off(session, called_off_by=called_off_by)

    mail = Mail.objects.get()
    assert "court" in Session.objects.get().state_reason
    assert [
        words
        for words in ("Callum", "court", "Bo Kerr")
        if words in mail.subject + mail.text + mail.html
    ] == []


def test_a_session_without_a_time_is_told_without_one():
    session, _ = make_confirmed(starts_at=None)

    call_off(session)

    assert "Date: Tuesday 24 November 2026\nWhere: Braeside" in Mail.objects.get().text


def test_the_mail_is_of_use_until_the_day_is_over():
    session, _ = make_confirmed()

    call_off(session)

    assert Mail.objects.get().useful_until == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize("end", [did_not_happen, cancel_session])
def test_nothing_is_written_about_the_past(end):
    session, talk = make_confirmed(held_on=YESTERDAY)

    end(
        session=session,
        called_off_by="school",
        reason="Snow",
        now=MORNING,
        today=TODAY,
        by=factories.make_user(),
    )

    talk.refresh_from_db()
    assert (talk.state, Mail.objects.count()) == ("cancelled_by_school", 0)


def test_nothing_is_written_to_a_forgotten_contact():
    session, talk = make_confirmed(contact_email="")

    call_off(session)

    talk.refresh_from_db()
    assert (talk.state, Mail.objects.count()) == ("cancelled_by_police", 0)


@pytest.mark.parametrize("state", ["withdrawn", "cancelled_by_school"])
def test_nothing_is_written_about_a_request_that_has_ended_otherwise(state):
    session, _ = make_confirmed(state=state, state_reason="The school shut")

    call_off(session)

    assert not Mail.objects.exists()


def test_nothing_is_written_about_a_session_that_no_school_asked_for():
    call_off(factories.make_session(state="planned", held_on=TOMORROW))

    assert not Mail.objects.exists()


def test_called_off_again_nothing_more_is_written():
    make_confirmed()
    first, second = Session.objects.get(), Session.objects.get()
    call_off(first)

    with pytest.raises(Conflict):
        call_off(second, called_off_by="school", by=factories.make_user(name="Iain Bell"))

    assert SCHOOL_SAID not in Mail.objects.get().text


@pytest.mark.django_db(transaction=True)
def test_calling_off_that_is_taken_back_leaves_no_mail():
    session, _ = make_confirmed()

    @transaction.atomic
    def call_off_and_fail():
        call_off(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call_off_and_fail()

    assert (Session.objects.get().state, TalkRequest.objects.get().state, Mail.objects.count()) == (
        "planned",
        "confirmed",
        0,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_called_off_by_eight_at_once_it_is_one_mail():
    session, _ = make_confirmed()
    user = factories.make_user()

    outcomes = at_once(*[lambda: call_off(Session.objects.get(pk=session.pk), by=user)] * 8)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [*["Conflict"] * 7, "Session"]
    assert (Mail.objects.count(), Change.objects.filter(session=session).count()) == (1, 1)


@pytest.mark.parametrize(
    ("now", "letters"), [(BEGUN - timedelta(minutes=1), 1), (BEGUN, 0)], ids=["before", "begun"]
)
def test_nothing_is_written_once_the_talk_has_begun(now, letters):
    session, talk = make_confirmed(held_on=TODAY)

    call_off(session, called_off_by="school", now=now)

    talk.refresh_from_db()
    assert (talk.state, Mail.objects.count()) == ("cancelled_by_school", letters)


WRITTEN = "The school gets an e-mail with the date and who called it off."
BEGUN_WORDS = "The school gets no e-mail about this: the talk was to have begun by now."
FORGOTTEN_WORDS = "The school gets no e-mail about this: we no longer keep its address."


@pytest.mark.parametrize(
    ("now", "contact_email", "said", "told"),
    [
        (MORNING, "office@school.example", WRITTEN, "The school gets an e-mail."),
        (BEGUN, "office@school.example", BEGUN_WORDS, "The school gets no e-mail about this. "),
        (MORNING, "", FORGOTTEN_WORDS, "The school gets no e-mail about this. "),
    ],
    ids=["before", "begun", "forgotten"],
)
def test_the_officer_reads_beforehand_and_afterwards_whether_the_school_is_told(
    client, monkeypatch, now, contact_email, said, told
):
    monkeypatch.setattr(timezone, "now", lambda: now)
    officer = factories.make_member()
    session, _ = make_confirmed(held_on=TODAY, officers=[officer], contact_email=contact_email)
    sign_in(client, officer)
    address = f"/team/sessions/{session.pk}/cancel/"

    before = words(client.get(address))
    after = client.post(address, {"called_off_by": "school", "reason": "Flood"}, follow=True)

    assert [one for one in (WRITTEN, BEGUN_WORDS, FORGOTTEN_WORDS) if one in before] == [said]
    assert ("Call the school if it does not know yet." in before) is (said != WRITTEN)
    assert f"Saved: this session did not happen. {told}" in words(after)
    assert Mail.objects.exists() is (said == WRITTEN)


def test_nothing_is_said_of_a_school_where_none_asked(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    officer = factories.make_member()
    session = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    sign_in(client, officer)

    assert (
        "The school"
        not in client.get(f"/team/sessions/{session.pk}/cancel/").text.split("<form")[0]
    )
