"""The school's page behind its link: what it shows in each state. Looking changes nothing."""

import re
from datetime import date

import pytest
from django.apps import apps

from campaigns.models import Mail
from campaigns.talks.answer import decline_talk
from campaigns.talks.confirm import confirm_offer
from tests.campaigns.shown import link, words
from tests.campaigns.talks.links.conftest import offered
from tests.factories import NOW, make_session, make_talk_request

pytestmark = pytest.mark.django_db


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

    assert len(links) == 7  # the requests, and what to read before a talk
    assert every_row() == before


def test_the_page_says_how_to_reach_the_team(client, settings):
    settings.TEAM_EMAIL = "talks@example.org"

    page = " ".join(client.get(link(make_talk_request())).text.split())

    assert (
        'Write to <a href="mailto:talks@example.org">talks@example.org</a> and give your reference.'
        in page
    )
