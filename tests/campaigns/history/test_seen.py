"""Whoever looks at a school's contact leaves one line a day, and reads it in any case."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.history.seen import note_contacts_seen
from campaigns.models import Change
from campaigns.privacy.forget import _with_last_news
from tests import broken, factories
from tests.campaigns.typed import sign_in
from tests.races import at_once, database_for_threads  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
MAILS = "/team/mail/"


def lines():
    seen = Change.objects.filter(kind="contact_seen")
    return list(seen.values_list("by__name", "about", "session", "talk_request", "fields"))


def line(reference, name="Catriona Muir"):
    return (name, f"Contact of talk request {reference}", None, None, {})


@pytest.fixture
def coordinator(client):
    member = factories.make_member(role="coordinator", name="Catriona Muir")
    sign_in(client, member)
    return member


def make_talk(reference="BCD2345", **fields):
    return factories.make_talk_request(reference=reference, **fields)


def page_of(talk):
    return f"/team/talks/{talk.pk}/"


def test_page_of_a_request_leaves_one_line_however_often_it_is_read(client, coordinator):
    talk = make_talk()

    pages = [client.get(page_of(talk)).text for _ in range(3)]

    assert all("01698" in page for page in pages)
    assert lines() == [line("BCD2345")]


def test_page_that_comes_back_with_something_to_put_right_shows_the_contact_too(
    client, coordinator
):
    client.post(f"{page_of(make_talk())}owner/", {"owner-owner": "999999"})

    assert lines() == [line("BCD2345")]


def test_another_day_another_request_and_another_person_are_lines_of_their_own(
    client, coordinator, monkeypatch
):
    first, second = make_talk(), make_talk("BCD2346")
    other = factories.make_member(role="administrator", name="Annis Gray")
    for talk in (first, second, first):
        client.get(page_of(talk))
    sign_in(client, other).get(page_of(first))
    assert lines() == [
        line("BCD2345"),
        line("BCD2346"),
        line("BCD2345", "Annis Gray"),
    ]

    factories.set_back(to=timezone.now() - timedelta(days=1))
    client.get(page_of(first))

    assert lines()[-1] == line("BCD2345", "Annis Gray")
    assert len(lines()) == 4


def test_day_ends_at_midnight_of_scotland(monkeypatch):
    talk, user = make_talk(), factories.make_user()
    for hour, minute in ((22, 30), (22, 50), (23, 10)):  # an hour later by its clocks
        now = datetime(2026, 7, 1, hour, minute, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        note_contacts_seen(by=user, campaign=talk.campaign, references=[talk.reference])

    seen = Change.objects.order_by("at").values_list("at", flat=True)
    assert [(at.hour, at.minute) for at in seen] == [(22, 30), (23, 10)]


def test_contact_that_was_erased_is_not_seen(client, coordinator):
    talk = make_talk(contact_email="", state="withdrawn", state_reason="Ill")

    assert client.get(page_of(talk)).status_code == 200
    assert lines() == []


def test_head_shows_nothing_and_leaves_no_line(client, coordinator):
    talk = make_talk()
    mail = factories.make_mail(talk_request=talk)

    for address in (page_of(talk), MAILS, f"{MAILS}{mail.pk}/"):
        assert client.head(address).status_code == 200

    assert lines() == []


def test_whoever_may_not_see_it_leaves_no_line(client):
    sign_in(client, factories.make_member(role="viewer"))

    assert client.get(page_of(make_talk())).status_code == 403
    assert lines() == []


def test_list_of_emails_leaves_a_line_for_each_request_on_the_page(client, coordinator):
    talks = [make_talk(f"BCD234{number}") for number in range(3)]
    for number, talk in enumerate([*talks, talks[0]]):
        factories.make_mail(talk_request=talk, key=f"mail {number}")

    client.get(MAILS)
    client.get(MAILS)

    assert lines() == [line(f"BCD234{number}") for number in range(3)]


def test_page_of_an_email_leaves_a_line(client, coordinator):
    mail = factories.make_mail(talk_request=make_talk())

    client.get(f"{MAILS}{mail.pk}/")

    assert lines() == [line("BCD2345")]


def test_to_be_looked_at_is_no_news_of_a_request(client, coordinator):
    """Or a contact that somebody looks at would never be erased."""
    talk = make_talk()
    before = _with_last_news().get(pk=talk.pk).last_news_at
    client.get(page_of(talk))

    assert lines() == [line("BCD2345")]
    assert _with_last_news().get(pk=talk.pk).last_news_at == before
    assert "Contact seen" not in client.get(page_of(talk)).text


@pytest.mark.django_db(transaction=True)
def test_two_pages_opened_at_once_leave_one_line(database_for_threads):  # noqa: F811
    talk, member = make_talk(), factories.make_member()

    at_once(
        *[
            lambda: note_contacts_seen(
                by=member.user, campaign=talk.campaign, references=[talk.reference]
            )
        ]
        * 4
    )

    assert lines() == [line("BCD2345", member.user.name)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [broken.full, broken.read_only, broken.locked])
def test_contact_is_read_when_no_line_can_be_written(
    database_for_threads,  # noqa: F811
    client,
    coordinator,
    caplog,
    way,
):
    talk = make_talk()
    client.get("/team/")  # the sign-in is saved once a minute, and is now

    with caplog.at_level(logging.ERROR), way("campaigns_change"):
        page = client.get(page_of(talk))

    assert (page.status_code, "01698" in page.text) == (200, True)
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "A contact was seen and no line was written"
    ]
    assert lines() == []
