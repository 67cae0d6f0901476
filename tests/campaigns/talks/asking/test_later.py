"""A form that is left for later: kept while it is typed, mailed as a link, and opened by it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.mail.links import hash_of
from campaigns.mail.team_contact import campaign_of
from campaigns.models import Campaign, Mail, TalkDraft, TalkRequest
from campaigns.talks.asking import later_views, views
from campaigns.talks.asking.drafts import KEEP_DRAFTS
from campaigns.talks.asking.later import OPEN_FOR
from tests.campaigns.talks.asking.conftest import answered, start
from tests.campaigns.talks.asking.half_typed import type_on, value
from tests.factories import make_campaign
from tests.html import read

pytestmark = pytest.mark.django_db

OFFICE = "office@school.example"
GONE = ["Nothing can be opened here"]


def mail_link(client, address, step="group-1", **typed):
    return client.post(f"{address}{step}/later/", {"later_email": OFFICE, **typed})


def link():
    return re.search(r"(/talks/later/\S+)", Mail.objects.latest("pk").text).group()


def a_day_later():
    TalkDraft.objects.update(kept_at=timezone.now() - OPEN_FOR - timedelta(minutes=1))


def test_link_is_mailed_with_no_typed_word_and_the_page_is_kept(client, address):
    response = mail_link(client, address, expected="27 spam", stages="spam")

    mail = Mail.objects.get()
    assert read(response.text).h1 == ["The link is on its way"]
    assert (mail.kind, mail.to, mail.send_after) == ("draft_link", OFFICE, None)
    assert "spam" not in f"{mail.subject}{mail.text}{mail.html}{mail.key}"
    assert address.split("/")[3] not in f"{mail.text}{mail.html}{mail.key}"
    assert campaign_of(mail) == make_campaign()
    draft = TalkDraft.objects.get()
    assert draft.link_hash == hash_of(link().split("/")[3])
    assert draft.typing["group-1"] == {"expected": ["27 spam"], "stages": ["spam"]}


@pytest.mark.parametrize("typed", ["", "office at school"])
def test_address_that_is_none_is_told_and_nothing_typed_is_lost(client, address, typed):
    page = client.post(
        f"{address}group-1/later/", {"later_email": typed, "expected": "2", "who": "pupils"}
    )

    assert "<title>Error: Who is the talk for?" in page.text
    assert "details open" in page.text
    assert value(page, "expected") == "2"
    assert not Mail.objects.exists()


def test_check_page_mails_the_link_too(client, answers):
    address = answered(answers)

    wrong = client.post(f"{address}check/later/", {"later_email": "x"})
    mail_link(client, address, "check")

    assert "<title>Error: Check your answers" in wrong.text
    assert Mail.objects.get().to == OFFICE
    assert not TalkRequest.objects.exists()


def test_pressed_twice_it_is_one_letter_and_to_another_address_another_one(client, address):
    for office in (OFFICE, OFFICE, "home@school.example"):
        client.post(f"{address}group-1/later/", {"later_email": office})

    assert [mail.to for mail in Mail.objects.order_by("pk")] == [OFFICE, "home@school.example"]


def test_three_letters_an_hour_go_to_one_mailbox(client, answers):
    statuses = [
        mail_link(client, answered({"place": answers["place"]})).status_code for _ in range(4)
    ]

    assert statuses == [200, 200, 200, 429]


def test_after_a_day_only_the_mailed_link_opens_it(client, address, answers):
    type_on(client, address, "group-1", {"expected": "2"})
    mail_link(client, address, expected="26 +")
    a_day_later()

    shut = [client.get(f"{address}{page}") for page in ("", "group-1/", "check/")]
    shut.append(client.post(f"{address}group-1/", answers["group-1"]))
    asked = client.get(link())
    opened = client.post(link())

    assert [(each.status_code, read(each.text).h1) for each in shut] == [(404, GONE)] * 4
    assert read(asked.text).h1 == ["Go on with your request"]
    assert opened["Location"] != address
    page = client.get(client.get(opened["Location"])["Location"])
    assert value(page, "expected") == "26 +"
    assert client.get(f"{address}group-1/").status_code == 404


def test_link_alone_changes_nothing_until_its_button_is_pressed(client, address):
    mail_link(client, address)
    a_day_later()
    before = TalkDraft.objects.values().get()

    client.get(link())
    client.head(link())

    assert TalkDraft.objects.values().get() == before


def test_link_opens_the_same_address_while_that_is_open(client, address):
    mail_link(client, address)

    assert client.post(link())["Location"] == client.post(link())["Location"] == address


def test_draft_that_has_no_link_stays_open_by_its_address(client, address):
    a_day_later()

    assert client.get(f"{address}group-1/").status_code == 200


def test_work_on_it_keeps_its_address_open(client, address, answers):
    mail_link(client, address)
    TalkDraft.objects.update(kept_at=timezone.now() - OPEN_FOR + timedelta(minutes=1))
    client.post(f"{address}group-1/", answers["group-1"])

    assert TalkDraft.objects.get().kept_at > timezone.now() - timedelta(minutes=1)


def test_when_its_time_is_over_every_address_says_the_same_as_to_a_stranger(client, address):
    mail_link(client, address)
    TalkDraft.objects.update(started_at=timezone.now() - KEEP_DRAFTS - timedelta(seconds=1))
    stranger = f"/talks/ask/{uuid.uuid4()}/"

    pages = [
        client.get(f"{address}place/"),
        client.get(link()),
        client.post(link()),
        client.get("/talks/later/nonsense/"),
        client.get(f"{stranger}place/"),
        client.post(f"{stranger}place/later/", {"later_email": OFFICE}),
        type_on(client, stranger, "place", {"place": "x"}),
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text[page.text.index("<main") :] for page in pages}) == 1
    assert 'href="/talks/"' in pages[0].text


def test_each_page_says_how_long_the_answers_are_kept(client, address):
    draft = TalkDraft.objects.get()
    until = timezone.localtime(draft.started_at + KEEP_DRAFTS)

    page = client.get(f"{address}group-1/").text

    assert f"kept until {until:%A} {until.day} {until:%B} at {until:%H:%M}" in page


def test_nothing_but_the_token_is_a_cookie(client, answers):
    address = start(client)
    client.post(f"{address}place/", answers["place"])
    mail_link(client, address)
    client.get(link())
    client.post(link())

    assert set(client.cookies) == {"csrf"}


def test_a_request_that_was_sent_takes_what_was_half_typed_with_it(client, answers):
    address = answered(answers)
    type_on(client, address, "room", {"room": "The hal"})
    mail_link(client, address, "check")
    opens = link()

    client.post(f"{address}send/")

    assert TalkRequest.objects.get().room == "Screen and sound"
    assert not TalkDraft.objects.exists()
    assert client.get(opens).status_code == 404


def test_pressed_three_times_it_takes_one_turn(client, address, answers):
    for _ in range(3):
        mail_link(client, address)

    others = [
        mail_link(client, answered({"place": answers["place"]})).status_code for _ in range(3)
    ]

    assert others == [200, 200, 429]


@pytest.mark.parametrize("is_sent", [True, False])
@pytest.mark.parametrize(
    ("where", "name", "page"),
    [
        (views, "keep_answer", "room/"),
        (later_views, "send_draft_link", "room/later/"),
        (later_views, "open_again", None),
    ],
)
def test_draft_that_goes_while_a_button_is_pressed(
    client, answers, monkeypatch, where, name, page, is_sent
):
    address = answered(answers)
    mail_link(client, address, "check")
    at = link() if page is None else f"{address}{page}"
    service = getattr(where, name)

    def late(**values):
        if is_sent:
            client.post(f"{address}send/")
        TalkDraft.objects.all().delete()
        return service(**values)

    monkeypatch.setattr(where, name, late)

    response = client.post(at, answers["room"] | {"later_email": OFFICE})

    if is_sent:
        assert response["Location"] == f"{address}sent/"
    else:
        assert (response.status_code, read(response.text).h1) == (404, GONE)


def test_without_a_mail_server_only_the_demonstration_shows_the_link(client, address, settings):
    settings.EMAIL_HOST = ""

    real = mail_link(client, address).text
    Campaign.objects.update(is_demo=True)
    demonstration = mail_link(client, address).text

    assert "/talks/later/" not in real
    assert "This site cannot send e-mail yet" in real
    assert f'href="{link()}"' in demonstration
