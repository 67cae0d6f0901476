"""A site with nothing in it, and a programme with nothing in it: no page breaks, lies or leads into
a form that can never be sent.
"""

import pytest
from django.urls import reverse

from campaigns.models import TalkDraft, Topic
from tests.campaigns.access.every_address import ROWS, addresses, is_of_team
from tests.factories import make_campaign, make_member, make_talk_kind, make_topic, make_user
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

# By name: every address that names no row.
WITHOUT_ROW = {
    name: entry
    for name, entry in addresses().items()
    if name not in ROWS and not entry.pattern.converters
}
PUBLIC = [name for name, entry in WITHOUT_ROW.items() if not is_of_team(entry)]
TEAM = [name for name, entry in WITHOUT_ROW.items() if is_of_team(entry)]
ROLES = ("viewer", "officer", "coordinator", "administrator")
CANNOT_ASK = "No talk can be asked for"
NOT_SHOWN = {"talk_place_search", "earlier_ask"}  # before there is a programme
MAILBOX = "mailto:team@demo.example"


def address(name):
    return reverse(f"campaigns:{name}")


@pytest.mark.parametrize("with_campaign", [False, True])
def test_public_pages_answer_on_an_empty_site(client, with_campaign):
    if with_campaign:
        make_campaign()

    answers = {
        name: client.get(address(name)).status_code
        for name in PUBLIC
        if with_campaign or name not in NOT_SHOWN
    }

    assert set(answers.values()) <= {200, 405}
    assert {"talks", "talk_ask", "reach"} <= {name for name in answers if answers[name] == 200}
    assert client.get("/sitemap.xml").status_code == 200


@pytest.mark.parametrize("with_campaign", [False, True])
@pytest.mark.parametrize(
    ("page", "method"), [("talks", "get"), ("talk_ask", "get"), ("talk_ask", "post")]
)
def test_school_that_comes_too_early_gets_an_address_and_no_form(
    client, with_campaign, page, method
):
    if with_campaign:
        Topic.objects.create(campaign=make_campaign(), name="Old", is_offered=False)

    response = getattr(client, method)(address(page))

    links = [link["href"] for link in read(response.text).links]
    assert CANNOT_ASK in response.text
    assert MAILBOX in links
    assert address("talk_ask") not in links
    assert "<form" not in response.text
    assert not TalkDraft.objects.exists()


@pytest.mark.parametrize("make", [make_topic, make_talk_kind])
def test_school_can_ask_as_soon_as_there_is_a_topic_or_a_talk(client, make):
    make()

    pages = [client.get(address(page)).text for page in ("talks", "talk_ask")]

    assert [CANNOT_ASK in page for page in pages] == [False, False]
    assert address("talk_ask") in [link["href"] for link in read(pages[0]).links]


def test_reach_of_an_empty_site_claims_nothing(client):
    page = client.get(address("reach")).text

    assert "No talks are in our log yet." in page
    assert "20,000" not in page


def test_team_addresses_of_an_empty_site_lead_to_its_set_up(client):
    client.force_login(make_user())

    answers = {name: client.get(address(name)) for name in TEAM if name != "offline_worker"}

    elsewhere = {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.get("Location") != address("set_up_programme") and answer.status_code != 405
    }
    assert elsewhere == {"set_up_programme": 200}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_an_empty_programme_breaks(client, role):
    client.force_login(make_member(role=role).user)

    answers = {name: client.get(address(name)).status_code for name in TEAM}

    assert set(answers.values()) <= {200, 302, 403, 405}
    assert answers["home"] == 200


@pytest.mark.parametrize(
    ("role", "page", "heading"),
    [
        ("officer", "session_log", "No session can be logged yet"),
        ("coordinator", "session_log", "No session can be logged yet"),
        ("officer", "talk_enter", "No request can be entered yet"),
        ("administrator", "talk_enter", "No request can be entered yet"),
        ("coordinator", "kind_add", "No talk can be put on offer yet"),
    ],
)
def test_who_meets_a_missing_topic_reads_who_can_add_one(client, role, page, heading):
    client.force_login(make_member(role=role).user)

    for method in ("get", "post"):
        response = getattr(client, method)(address(page))
        asks = "Ask your coordinator to add the topics." in response.text
        button = "Add topics</a>" in response.text

        assert read(response.text).h1 == [heading]
        assert (asks, button) == ((True, False) if role == "officer" else (False, True))
        assert "name=held_on" not in response.text


@pytest.mark.parametrize(
    ("page", "heading"), [("session_log", "Log a session"), ("kind_add", "Add a talk")]
)
def test_forms_are_there_as_soon_as_there_is_a_topic(client, page, heading):
    client.force_login(make_member(role="coordinator").user)
    make_topic()

    assert read(client.get(address(page)).text).h1 == [heading]
