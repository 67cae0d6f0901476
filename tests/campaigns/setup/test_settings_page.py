"""Settings: worked out from the rows, each time."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, Mail, Partner, Topic
from campaigns.setup.missing import OTHERS, STOPPERS, settings_lines
from tests.factories import (
    make_campaign,
    make_carried_figure,
    make_holiday,
    make_member,
    make_partner,
    make_place,
    make_talk_kind,
    make_topic,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

SETTINGS, TODAYS, TEST_MAIL = "/team/settings/", "/team/", "/team/settings/test-mail/"
QUERIES = 15
# Pages of other rooms: each line leads to one as soon as it is there.
ADDRESSES = {
    "area_edit",
    "topic_list",
    "school_list_upload",
    "team_details",
    "mark_edit",
    "carried_edit",
    "place_list",
    "kind_list",
    "partner_list",
    "holiday_list",
    "incident_list",
    "evidence_list",
    "alias_list",
    "people",
    "test_mail",
}


def signed_in(client, role="administrator"):
    member = make_member(role=role, name="Catriona Muir")
    client.force_login(member.user)
    return member


def tasks(response, name):
    return [(task["text"], task["status"]) for task in response.context[name]]


def everything_that_stops_work_is_there():
    make_topic()
    make_place()


def test_empty_programme_says_what_is_missing_and_what_that_stops_first(client):
    signed_in(client)

    response = client.get(SETTINGS)

    assert tasks(response, "stopping") == [("Topics", "Missing"), ("Schools", "Missing")]
    assert tasks(response, "advised") == [
        ("The programme and how people reach it", "Not yet"),
        ("Figure from before this log", "Not yet"),
        ("Talks on offer", "Not yet"),
        ("Partners", "Not yet"),
        ("School holidays", "Not yet"),
        ("People", "1"),
        ("E-mail", "To files"),
    ]
    assert tasks(response, "kept") == [
        ("Council areas", "2"),
        ("Mark", "20,000"),
        ("Places that are no schools", "None"),
        ("Reported incidents", "None"),
        ("The evidence sheet for schools", "None"),
        ("Names remembered for spreadsheets", "None"),
    ]
    page = response.text
    assert page.index("No session can be logged, and no school can ask") < page.index("Worth doing")


def test_what_is_there_moves_down_with_its_number_as_soon_as_it_is_there(client, settings):
    member = signed_in(client)
    everything_that_stops_work_is_there()
    make_partner()
    make_talk_kind()
    make_holiday()
    make_carried_figure()
    make_member()
    Campaign.objects.update(team_name="Safer Communities", team_email="team@example.org")
    Campaign.objects.update(telephone="01698 000000", office_hours="Monday to Friday, 9 to 5")
    settings.EMAIL_HOST = "mail.example.org"
    Mail.objects.create(
        key="test:1",
        message_id="<1@test>",
        kind="other",
        to=member.user.email,
        subject="A test",
        text="Hello",
        state="sent",
        sent_at="2026-11-23T09:00:00Z",
    )

    response = client.get(SETTINGS)

    assert (tasks(response, "stopping"), tasks(response, "advised")) == ([], [])
    assert "Nothing is missing that would stop your work." in response.text
    assert dict(tasks(response, "kept")) == {
        "Council areas": "2",
        "Topics": f"{Topic.objects.count()}",
        "Schools": "1",
        "The programme and how people reach it": "Done",
        "Mark": "20,000",
        "Figure from before this log": "over 20,000",
        "Places that are no schools": "None",
        "Talks on offer": "1",
        "Partners": "1",
        "School holidays": "1",
        "Reported incidents": "None",
        "The evidence sheet for schools": "None",
        "Names remembered for spreadsheets": "None",
        "People": "2",
        "E-mail": "Tested",
    }


def test_what_is_of_another_campaign_or_no_longer_offered_does_not_count(client):
    signed_in(client)
    other = make_campaign(name="Fife", areas=[])
    make_topic(campaign=other)
    make_place(campaign=other)
    Topic.objects.create(campaign=make_campaign(), name="Old", is_offered=False)
    Partner.objects.create(campaign=make_campaign(), name="Old", is_offered=False)

    response = client.get(SETTINGS)

    assert tasks(response, "stopping") == [("Topics", "Missing"), ("Schools", "Missing")]
    assert ("Partners", "Not yet") in tasks(response, "advised")


def test_what_schools_do_not_see_is_not_counted(client):
    signed_in(client)
    everything_that_stops_work_is_there()
    make_place(name="Shut", closed_on=date(2026, 6, 26))
    make_place(name="Town hall", kind="community")
    make_place(name="Old hall", kind="community", closed_on=date(2026, 6, 26))
    make_talk_kind(topic=Topic.objects.create(campaign=make_campaign(), name="Old"))
    Topic.objects.filter(name="Old").update(is_offered=False)

    response = client.get(SETTINGS)

    assert ("Talks on offer", "Not yet") in tasks(response, "advised")
    kept = dict(tasks(response, "kept"))
    assert (kept["Schools"], kept["Places that are no schools"]) == ("1", "1")


def test_address_that_stands_until_the_team_names_one_is_told(client, settings):
    member = signed_in(client)
    settings.TEAM_EMAIL = "talks@lanarkshire.example"
    Campaign.objects.update(telephone="01698 000000", office_hours="9 to 5", team_name="Ours")
    member.campaign.refresh_from_db()

    [none] = [line for line in settings_lines(member) if line.address == "team_details"]
    Campaign.objects.update(team_email="ours@lanarkshire.example")
    member.campaign.refresh_from_db()
    [named] = [line for line in settings_lines(member) if line.address == "team_details"]

    assert none.advice == (
        "Missing: e-mail address. "
        "Until you name an address, schools write to talks@lanarkshire.example."
    )
    assert named.advice == ""


def test_each_state_stands_behind_its_words_whether_there_is_advice_or_not(client):
    signed_in(client)

    page = client.get(SETTINGS).text

    tags = page.split('<strong class="tag')
    assert len(tags) == 16
    assert {part.rsplit("<", 1)[1].split()[0] for part in tags[:-1]} <= {"/div>", "/a>"}
    assert 'href="#test-mail"' in page
    assert 'id="test-mail"' in page


def test_each_line_has_a_page_of_its_own():
    member = make_member(role="administrator")

    named = [line.address for line in settings_lines(member)]

    assert set(named) == ADDRESSES
    assert len(named) == len(ADDRESSES)


def test_page_of_people_is_for_administrators(client):
    signed_in(client, role="coordinator")

    response = client.get(SETTINGS)

    said = [text for name in ("stopping", "advised", "kept") for text, _ in tasks(response, name)]
    assert "People" not in said
    assert "E-mail" in said


@pytest.mark.parametrize("rows", [1, 3])
def test_settings_take_as_many_queries_with_one_row_as_with_three(client, rows):
    signed_in(client)
    for number in range(rows):
        make_topic(name=f"Topic {number}")
        make_partner(name=f"Partner {number}")
    client.get(SETTINGS)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(SETTINGS)

    assert len(asked) == QUERIES


@pytest.mark.parametrize("role", ["viewer", "officer"])
def test_settings_and_their_button_are_for_coordinators(client, role):
    signed_in(client, role=role)

    assert [client.get(SETTINGS).status_code, client.post(TEST_MAIL).status_code] == [403, 403]
    assert "Settings" not in client.get(TODAYS).text
    assert not Mail.objects.exists()


def test_settings_take_no_other_method(client):
    signed_in(client)

    assert [client.post(SETTINGS).status_code, client.get(TEST_MAIL).status_code] == [405, 405]


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_today_says_what_stops_work_and_leads_to_the_settings(client, role):
    signed_in(client, role=role)

    page = client.get(TODAYS).text

    assert "Still to set up" in page
    assert "<strong>Topics.</strong> No session can be logged" in page
    assert [link["href"] for link in read(page).links].count(
        SETTINGS
    ) == 3  # the menu, what is missing, the tile


def test_today_says_nothing_of_it_when_nothing_stops_work(client):
    signed_in(client)
    everything_that_stops_work_is_there()

    page = client.get(TODAYS).text

    assert "Still to set up" not in page
    assert [link["href"] for link in read(page).links].count(SETTINGS) == 2


@pytest.mark.parametrize("role", ["viewer", "officer"])
def test_today_of_others_says_nothing_of_it(client, role):
    signed_in(client, role=role)

    assert "Still to set up" not in client.get(TODAYS).text


def test_what_stops_work_is_asked_in_one_query(client):
    from campaigns.setup.missing import missing

    campaign = make_campaign()

    with CaptureQueriesContext(connection) as asked:
        found = missing(campaign)

    assert len(asked) == 1
    assert [line.words for line in found] == ["Topics", "Schools"]


def test_site_that_others_reach_stops_without_a_mail_server(client, settings):
    signed_in(client)
    settings.SITE_HOST = "talks.example.org"

    response = client.get(SETTINGS)

    assert ("E-mail", "Missing") in tasks(response, "stopping")


def test_nouns_are_named_once():
    names = [noun.words for noun in (*STOPPERS, *OTHERS)]

    assert len(set(names)) == len(names)
