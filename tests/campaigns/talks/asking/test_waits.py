"""Seven school days to confirm an address, one reminder, and what an old link still knows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from campaigns.mail.links import token_of
from campaigns.models import Mail, TalkDraft, TalkRequest, UnconfirmedAnswers
from campaigns.talks.asking.address import confirm_address, send_receipt_again
from campaigns.talks.asking.drafts import ask_for_talk, start_draft
from campaigns.talks.asking.waits import remind_to_confirm
from tests.campaigns.privacy.forgetting import EMAIL, NAME, PHONE, asked_by_morag, tonight
from tests.campaigns.privacy.forgetting import left_over as traces
from tests.campaigns.talks.asking.conftest import a_while_ago, answered
from tests.factories import make_campaign, make_forgotten, make_holiday, make_place
from tests.html import read

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 6, 15, 0, tzinfo=UTC)  # its seventh school day is Tuesday 17th


@pytest.fixture
def talk():
    return asked_on_friday()


def asked_on_friday(**place):
    campaign = make_campaign()
    where = make_place(campaign=campaign, **place)
    draft = start_draft(campaign=campaign, now=FRIDAY)
    return ask_for_talk(
        draft_key=draft.pk,
        campaign=campaign,
        asked=asked_by_morag(campaign, where),
        answers={"place": {"place": [str(where.pk)]}, "contact": {"contact_name": [NAME]}},
        now=FRIDAY,
    )


def at_three(day):
    return datetime(2026, 11, day, 3, 15, tzinfo=UTC)


def reminders():
    return [
        (mail.to, mail.state, mail.send_after)
        for mail in Mail.objects.filter(kind="confirm_reminder").order_by("pk")
    ]


def test_letter_and_pages_say_until_when(client, talk):
    letter = Mail.objects.get().text
    sent = client.get(f"/talks/ask/{talk.draft_key}/sent/").content.decode()
    asked = client.get(f"/t/{token_of(talk)}/").content.decode()

    assert talk.confirm_by == date(2026, 11, 17)
    for words in (letter, sent, asked):
        assert "Tuesday 17 November" in " ".join(words.split())
        assert "three days" not in words


def test_days_without_pupils_in_its_council_do_not_count():
    area = make_place(campaign=make_campaign()).area
    make_holiday(area=area, first_on=date(2026, 11, 9), last_on=date(2026, 11, 10))

    assert asked_on_friday().confirm_by == date(2026, 11, 19)


@pytest.mark.parametrize(("night", "left"), [(17, 1), (18, 0)])
def test_it_is_forgotten_whole_in_the_night_after_its_last_day(talk, night, left):
    done = tonight(now=at_three(night))

    assert (TalkRequest.objects.count(), Mail.objects.count(), done.unconfirmed) == (
        left,
        left,
        1 - left,
    )


def test_nobody_can_be_written_to_any_more(talk):
    tonight(now=at_three(18))

    assert not {EMAIL.lower(), PHONE, "depute head of the school"} & {
        trace.lower() for trace in traces() if trace != NAME
    }
    assert [row.answers for row in UnconfirmedAnswers.objects.all()] == [
        {"place": {"place": [str(make_campaign().places.get().pk)]}}
    ]


def test_confirmed_it_keeps_nothing_beside_itself(talk):
    confirm_address(talk_request=talk)

    assert not UnconfirmedAnswers.objects.exists()


def test_a_request_with_history_is_erased_and_keeps_no_night_from_its_work(talk):
    talk.changes.create(campaign=talk.campaign, kind="mail_stopped", by=None)

    tonight(now=at_three(18))

    talk.refresh_from_db()
    assert (talk.state, talk.contact_email, talk.wanted) == ("lapsed", "", "")


def test_one_reminder_goes_after_two_school_days_at_eight(talk):
    for day in (7, 9):
        assert remind_to_confirm(now=at_three(day)) == 0
    assert remind_to_confirm(now=at_three(10)) == 1
    for day in (10, 11, 12, 17):
        Mail.objects.update(state="sent", sent_at=at_three(10) + timedelta(hours=5))
        assert remind_to_confirm(now=at_three(day)) == 0

    mail = Mail.objects.get(kind="confirm_reminder")
    assert mail.send_after == datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
    assert token_of(talk) in mail.text
    assert NAME not in mail.text
    assert mail.useful_until == datetime(2026, 11, 18, 0, 0, tzinfo=UTC)


def test_the_night_writes_the_reminders(talk, monkeypatch, capsys):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at_three(10))

    call_command("remind_to_confirm")

    assert capsys.readouterr().out == "Reminded to confirm: 1.\n"


def test_a_reminder_is_stopped_by_the_button(talk):
    remind_to_confirm(now=at_three(10))

    confirm_address(talk_request=talk, now=at_three(10))

    assert [state for _, state, _ in reminders()] == ["stopped"]
    assert remind_to_confirm(now=at_three(11)) == 0


def test_a_reminder_follows_a_mistyped_address(talk):
    remind_to_confirm(now=at_three(10))

    send_receipt_again(talk_request=talk, address="other@school.example", now=at_three(10))
    remind_to_confirm(now=at_three(11))

    assert [(to, state) for to, state, _ in reminders()] == [
        (EMAIL, "stopped"),
        ("other@school.example", "waiting"),
    ]


def test_a_mailbox_gets_one_reminder_at_a_time(talk):
    asked_on_friday(name="Another school")

    assert remind_to_confirm(now=at_three(10)) == 1
    assert remind_to_confirm(now=at_three(10)) == 0


def test_an_old_link_says_what_became_of_the_request_and_changes_nothing(client, talk):
    token = token_of(talk)
    tonight(now=at_three(18))

    page = client.get(f"/t/{token}/")
    client.head(f"/t/{token}/")

    assert page.status_code == 410
    assert read(page.text).h1 == ["Your request was deleted"]
    for words in ("6 November 2026", "18 November 2026", talk.reference):
        assert words in page.text
    assert NAME not in page.text
    assert client.post(f"/t/{token}/confirm/")["Location"] == f"/t/{token}/"
    assert not TalkDraft.objects.exists()
    assert not TalkRequest.objects.exists()


def test_asking_again_needs_only_the_contact(client, answers):
    address = answered(answers)
    client.post(f"{address}send/")
    token = token_of(TalkRequest.objects.get())
    TalkRequest.objects.update(confirm_by=date(2026, 11, 17))
    tonight(now=at_three(18))

    first = client.post(f"/t/{token}/again/")
    second = client.post(f"/t/{token}/again/")
    contact = client.get(first["Location"])["Location"]
    a_while_ago()
    check = client.post(contact, answers["contact"])["Location"]
    client.post(f"{check.removesuffix('check/')}send/")

    talk = TalkRequest.objects.get()
    assert first["Location"] == second["Location"]
    assert contact.endswith("/contact/")
    assert (talk.place.name, talk.wanted, talk.arriving) == (
        "Braeside Primary School",
        "any Tuesday, morning; any Thursday",
        "The gate on Mill Road",
    )
    assert client.get(client.post(f"/t/{token}/again/")["Location"])["Location"].endswith("/sent/")
    assert TalkDraft.objects.count() == 0


def test_typed_answers_go_first_and_then_all_of_it(client):
    token = make_forgotten()  # on 12 November
    nights = [(11, 26), (11, 27), (12, 1)]

    told = []
    for month, day in nights:
        tonight(now=datetime(2026, month, day, 3, 15, tzinfo=UTC))
        told.append("with the answers you gave" in client.get(f"/t/{token}/").text)
    done = tonight(now=datetime(2027, 5, 12, 3, 15, tzinfo=UTC))

    assert told == [True, False, False]
    assert done.old_answers == 1
    assert client.get(f"/t/{token}/").status_code == 404


def test_unknown_and_mistyped_links_look_alike(client):
    make_forgotten(token="old-link")

    unknown, mistyped = client.get("/t/nonsense/"), client.get("/t/old-lin/")

    assert (unknown.status_code, mistyped.status_code) == (404, 404)
    assert unknown.content == mistyped.content
    assert client.post("/t/nonsense/again/").status_code == 404
