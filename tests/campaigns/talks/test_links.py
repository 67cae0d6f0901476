"""The school's page behind its link: what it shows in each state, who may see it, and that looking
changes nothing.
"""

import re
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from campaigns.diaries.book import Slot
from campaigns.mail import letters
from campaigns.mail.links import hash_of
from campaigns.models import Change, Mail, Offer, Session, TalkRequest
from campaigns.talks.answer import decline_talk
from campaigns.talks.confirm import confirm_offer
from tests.campaigns.shown import link, words
from tests.campaigns.talks.offering import offer_date
from tests.factories import NOW, make_member, make_offer, make_session, make_talk_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    """The clock stands still at noon on 23 November 2026, and is moved by hand."""
    clock = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])

    def move(by):
        clock[0] += by

    return move


def offered(**fields):
    talk, officer = make_talk_request(**fields), make_member()
    slot = Slot(officer=officer, held_on=date(2026, 12, 8), starts_at=time(10, 0), minutes=50)
    offer = offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=None,
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )
    talk.refresh_from_db()
    return talk, offer


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("submitted", "We have your request"),
        ("waiting", "Your request is on our waiting list"),
        ("needs_info", "We have a question"),
        ("confirmed", "Your talk is confirmed"),
        ("delivered", "Your talk has been given"),
        ("declined", "We cannot give this talk"),
        ("cancelled_by_police", "This talk is called off"),
        ("cancelled_by_school", "This talk is called off"),
        ("withdrawn", "Your request is withdrawn"),
        ("lapsed", "This talk is called off"),
    ],
)
def test_each_state_is_told_in_plain_words(client, state, heading):
    session = (
        make_session(held_on=date(2026, 12, 8)) if state in ("confirmed", "delivered") else None
    )
    talk = make_talk_request(state=state, state_reason="A reason", session=session)

    page = client.get(link(talk)).content.decode()

    assert re.findall(r"<h1>(.*?)</h1>", page) == [heading]
    assert talk.reference in page


def test_an_offered_date_is_shown_without_the_officers_name(client):
    talk, offer = offered()

    page = words(client.get(link(talk)))

    assert "Tuesday 8 December 2026" in page
    assert "10:00, for 50 minutes" in page
    assert offer.officer.user.name not in page


def test_the_page_tells_nothing_of_the_person_who_asked(client):
    talk, _ = offered()

    page = client.get(link(talk)).content.decode()

    for private in (talk.contact_name, talk.contact_role, talk.contact_email, talk.contact_phone):
        assert private not in page


def test_why_the_police_called_it_off_stays_inside(client):
    talk = make_talk_request(
        state="cancelled_by_police", state_reason="Called off by us: officer in court"
    )

    assert "court" not in words(client.get(link(talk)))


def test_it_is_kept_from_search_engines_and_from_copies(client):
    response = client.get(link(make_talk_request()))

    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_school_accepts(client):
    talk, offer = offered()

    response = client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    talk.refresh_from_db()
    page = words(client.get(response["Location"]))
    assert talk.state == "confirmed"
    assert talk.session.held_on == date(2026, 12, 8)
    assert "Your talk is confirmed" in page
    assert f"{offer.officer.user.name}, Safer Communities officer" in page
    assert Change.objects.get(kind="accepted").by is None


def test_accepting_twice_shows_the_same_page(client):
    talk, offer = offered()

    answers = [client.post(f"{link(talk)}accept/", {"offer": offer.pk}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [link(talk)] * 2
    assert (Session.objects.count(), Mail.objects.filter(key=f"confirmed:{offer.pk}").count()) == (
        1,
        1,
    )


def test_accepting_an_offer_that_was_replaced_is_told_plainly(client):
    talk, old = offered()
    slot = Slot(officer=old.officer, held_on=date(2026, 12, 9), starts_at=time(10, 0), minutes=50)
    offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=old.pk,
        place=None,
        new_place_kind="",
        by=old.made_by,
        now=NOW,
    )

    response = client.post(f"{link(talk)}accept/", {"offer": old.pk})

    talk.refresh_from_db()
    assert response.status_code == 409
    assert "This offer has changed" in words(response)
    assert talk.state == "offered"
    assert not Session.objects.exists()


def test_accepting_a_time_that_was_taken_is_told_plainly(client):
    talk, offer = offered()
    make_session(
        state="planned", held_on=date(2026, 12, 8), starts_at=time(10, 0), officers=[offer.officer]
    )

    response = client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    assert response.status_code == 409
    assert "looking for others" in words(client.get(link(talk)))


def test_a_date_that_has_gone_by_cannot_be_accepted(client, midday):
    talk, offer = offered()
    midday(timedelta(days=16))

    page, answer = (
        words(client.get(link(talk))),
        client.post(f"{link(talk)}accept/", {"offer": offer.pk}),
    )

    assert "Accept this date" not in page
    assert answer.status_code == 409
    assert not Session.objects.exists()


def test_a_school_says_what_would_suit_better(client):
    talk, offer = offered()

    response = client.post(
        f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": "Any Tuesday"}
    )

    talk.refresh_from_db()
    assert response["Location"] == link(talk)
    assert talk.state == "submitted"
    assert Change.objects.get(kind="refused").reason == "Any Tuesday"
    assert "looking for others" in words(client.get(link(talk)))


def test_a_reason_that_is_too_long_comes_back_as_typed(client):
    talk, offer = offered()

    response = client.post(f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": "x" * 301})

    assert "Shorten this to 300 characters or fewer" in words(response)
    assert "x" * 301 in response.content.decode()
    assert Offer.objects.get().state == "held"


def test_saying_no_after_yes_is_told_plainly(client):
    talk, offer = offered()
    client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    assert (
        client.post(f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": ""}).status_code
        == 409
    )


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "²", "9" * 30, None])
@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_an_answer_to_no_offer_is_not_found(client, answer, number):
    talk, _ = offered()

    response = client.post(f"{link(talk)}{answer}/", {} if number is None else {"offer": number})

    assert response.status_code == 404
    assert Offer.objects.get().state == "held"


def test_an_offer_to_another_school_is_not_found(client):
    talk, _ = offered()
    other = make_talk_request(reference="XYZ2345", state="offered")
    offer = make_offer(talk_request=other, officer=make_member(name="Bo Kerr"))

    assert client.post(f"{link(talk)}accept/", {"offer": offer.pk}).status_code == 404
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", ["accept", "refuse"])
def test_answers_are_posts(client, address):
    talk, _ = offered()

    assert client.get(f"{link(talk)}{address}/").status_code == 405


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "🙂"])
def test_an_unknown_link_tells_nothing(client, token):
    make_talk_request()

    answers = [
        client.get(f"/t/{token}/"),
        client.post(f"/t/{token}/accept/"),
        client.post(f"/t/{token}/refuse/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert "Braeside" not in answers[0].content.decode()


def test_the_hash_is_no_link(client):
    talk = make_talk_request()

    assert client.get(f"/t/{talk.token_hash}/").status_code == 404


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_a_link_ends_thirty_days_after_the_talk(client, days, status, midday):
    talk = make_talk_request(state="delivered", session=make_session(held_on=date(2026, 11, 23)))
    midday(timedelta(days=days))

    assert client.get(link(talk)).status_code == status


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_a_link_ends_thirty_days_after_a_request_was_declined(client, days, status, midday):
    talk = make_talk_request()
    midday(timedelta(days=100))
    decline_talk(talk_request=talk, reason="Fully booked", by=make_member().user)
    midday(timedelta(days=days))

    assert client.get(link(talk)).status_code == status


def test_a_request_that_waits_long_keeps_its_link(client, midday):
    talk = make_talk_request()
    midday(timedelta(days=400))

    assert client.get(link(talk)).status_code == 200


def every_row():
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("campaigns").get_models()
    }


def test_a_mail_scanner_changes_nothing(client):
    """It opens every link of every e-mail, more than once."""
    _, offer = offered()
    confirm_offer(offer=offer, by=None, now=NOW)
    declined = make_talk_request(reference="XYZ2345")
    decline_talk(talk_request=declined, reason="Fully booked", by=offer.made_by)
    waiting = make_talk_request(reference="QRS2345")
    links = {
        found
        for mail in Mail.objects.all()
        for found in re.findall(r"https?://[^\s\"<]+", f"{mail.text} {mail.html}")
    }
    links |= {f"http://testserver{link(waiting)}"}
    before = every_row()

    for address in sorted(links) * 2:
        path = "/" + address.split("/", 3)[3]
        assert [client.get(path).status_code, client.head(path).status_code] == [200, 200]

    assert len(links) == 3
    assert every_row() == before


def test_a_link_survives_a_new_secret_key_while_the_old_one_is_kept(client, settings):
    talk = make_talk_request()
    address = link(talk)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another long secret " * 5

    assert link(talk) == address
    assert client.get(address).status_code == 200


def test_after_the_old_key_is_thrown_away_the_next_mail_brings_a_new_link(client, settings):
    talk = make_talk_request()
    settings.SECRET_KEY = "another long secret " * 5

    letter = letters.receipt(talk)

    new_link = next(line for line in letter.text.splitlines() if "/t/" in line)
    assert new_link.startswith(f"{settings.SITE_URL}/t/")
    assert client.get(new_link.removeprefix(settings.SITE_URL)).status_code == 200
    assert TalkRequest.objects.get().token_hash == hash_of(new_link.split("/")[-2])


def test_the_page_says_how_to_reach_the_team(client, settings):
    settings.TEAM_EMAIL = "talks@example.org"

    page = client.get(link(make_talk_request())).text

    assert (
        'Write to <a href="mailto:talks@example.org">talks@example.org</a> and give your reference.'
        in page
    )
