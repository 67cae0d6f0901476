"""The second page: what the programme is."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from campaigns.access.kept import WHOSE, signer
from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, CarriedFigure, Change, CouncilArea, Membership
from campaigns.setup.begin import begin_programme
from tests.campaigns.setup.steps import PROGRAMME, day, errors, programme
from tests.factories import make_campaign, make_member, make_user
from tests.html import read
from tests.races import at_once, database_for_threads

__all__ = ["database_for_threads"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.fixture
def first(client):
    user = make_user(name="Catriona Muir")
    client.force_login(user)
    return user


def test_page_as_it_comes_makes_lanarkshire_with_its_figure_and_its_administrator(client, first):
    shown = client.get(PROGRAMME).context["form"].initial

    response = client.post(PROGRAMME, programme(), follow=True)

    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.started_on, campaign.mark) == (
        "Lanarkshire",
        date(2015, 11, 1),
        20_000,
    )
    assert [area.name for area in campaign.areas.all()] == [
        "North Lanarkshire",
        "South Lanarkshire",
    ]
    figure = CarriedFigure.objects.get(campaign=campaign)
    assert (figure.value, figure.qualifier, figure.starts_on, figure.ends_on, figure.source) == (
        20_000,
        "over",
        date(2015, 11, 1),
        None,
        "Local newspaper report, 2016",
    )
    member = Membership.objects.get()
    assert (member.user, member.campaign, member.role) == (first, campaign, "administrator")
    assert response.redirect_chain == [("/team/settings/", 302)]
    assert {name: shown[name] for name in ("name", "areas", "mark", "value", "source")} == {
        "name": "Lanarkshire",
        "areas": "North Lanarkshire\nSouth Lanarkshire",
        "mark": 20_000,
        "value": 20_000,
        "source": "Local newspaper report, 2016",
    }


def test_what_was_begun_stands_in_the_audit_trail(client, first):
    client.post(PROGRAMME, programme())

    assert [(line.kind, line.about, line.by) for line in Change.objects.order_by("pk")] == [
        ("set_up", "Programme: Lanarkshire", first),
        ("added", "Figure from before the log", first),
        ("added", "Person: Catriona Muir, administrator", first),
    ]
    shown = client.get("/team/audit/").text
    assert [words in shown for words in ("Programme: Lanarkshire", "Person: Catriona Muir")] == [
        True,
        True,
    ]


def test_figure_from_before_can_be_left_out_whatever_stands_in_its_boxes(client, first):
    client.post(PROGRAMME, programme(has_carried="no", value="x", qualifier="", source=""))

    assert Campaign.objects.count() == 1
    assert not CarriedFigure.objects.exists()


def test_figure_can_have_an_end(client, first):
    client.post(PROGRAMME, programme(**day("ends_on", 2016, 6, 24)))

    assert CarriedFigure.objects.get().ends_on == date(2016, 6, 24)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("city of edinburgh\nFIFE\n", ["City of Edinburgh", "Fife"]),
        ("Fife\r\n\r\nfife\r\n Fife ", ["Fife"]),
        ("Argyll & Bute,", ["Argyll and Bute"]),
    ],
)
def test_councils_are_known_by_their_other_spellings(client, first, typed, names):
    client.post(PROGRAMME, programme(areas=typed))

    assert [area.name for area in Campaign.objects.get().areas.all()] == names


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, {"name": ["Enter the name of the programme"]}),
        (
            {"areas": "North Lanarkshire\nAtlantis"},
            {
                "areas": [
                    "“Atlantis” is no council area of Scotland. "
                    "Write one on each line, like North Lanarkshire"
                ]
            },
        ),
        ({"areas": " , \n"}, {"areas": ["Enter at least one council area"]}),
        ({"mark": "0"}, {"mark": ["Enter the mark, 1 or more"]}),
        ({"mark": "10000001"}, {"mark": ["Enter the mark, 10,000,000 at most"]}),
        ({"value": "0"}, {"value": ["Enter the figure, 1 or more"]}),
        ({"value": ""}, {"value": ["Enter the figure"]}),
        ({"qualifier": "under"}, {"qualifier": ["Choose one of the answers listed"]}),
        ({"source": ""}, {"source": ["Enter who said so, and when"]}),
        (
            {"has_carried": ""},
            {"has_carried": ["Answer whether a figure was stated before this log began"]},
        ),
        (
            day("ends_on", 2014, 1, 1),
            {"ends_on": ["The last day must be on or after the first day"]},
        ),
        (
            day("started_on", 2030, 1, 1),
            {"started_on": ["The day it began must be on or before 23 November 2026"]},
        ),
    ],
)
def test_what_is_wrong_is_said_and_kept_and_nothing_is_begun(client, first, changed, expected):
    response = client.post(PROGRAMME, programme(**changed))

    assert errors(response) == expected
    assert not Campaign.objects.exists()
    assert not CouncilArea.objects.exists()


@pytest.mark.parametrize("field", ["name", "areas", "mark", "value", "source", "started_on_day"])
@pytest.mark.parametrize("typed", ["\x00", "x" * 10_000, "\u202e"])
def test_no_box_takes_what_breaks_the_page(client, first, field, typed):
    response = client.post(PROGRAMME, programme(**{field: typed}))

    assert field.removesuffix("_day") in errors(response)
    assert not Campaign.objects.exists()


def test_second_press_leads_home_and_begins_nothing(client, first):
    client.post(PROGRAMME, programme())

    response = client.post(PROGRAMME, programme(name="Another"))

    assert response["Location"] == "/team/"
    assert [campaign.name for campaign in Campaign.objects.all()] == ["Lanarkshire"]


def test_stranger_to_the_team_begins_no_second_programme(client):
    make_campaign()
    client.force_login(make_user())

    answers = [client.get(PROGRAMME), client.post(PROGRAMME, programme(name="Another"))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert read(answers[1].text).h1 == ["You are not in a team yet"]
    assert Campaign.objects.count() == 1


def test_member_has_no_use_for_the_page(client):
    client.force_login(make_member(role="coordinator").user)

    assert client.get(PROGRAMME)["Location"] == "/team/"


def test_signed_out_person_signs_in_first_and_may_come_back(client):
    response = client.post(PROGRAMME, programme())

    assert response["Location"].partition("?")[0] == "/accounts/login/"
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("address", ["/team/", "/team/settings/", "/team/log/", "/team/sessions/"])
def test_who_left_after_the_first_page_is_led_to_the_second(client, first, address):
    assert client.get(address)["Location"] == PROGRAMME


def test_wrong_method_is_refused(client, first):
    assert Client().put(PROGRAMME).status_code == 405
    assert client.delete(PROGRAMME).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_programme(database_for_threads):
    user = make_user()
    jobs = [
        lambda name=name: begin_programme(
            name=name,
            areas=["Fife"],
            started_on=date(2015, 11, 1),
            mark=20_000,
            carried=None,
            by=user,
        )
        for name in ("One", "Two", "Three")
    ]

    outcomes = at_once(*jobs)

    assert len([outcome for outcome in outcomes if isinstance(outcome, Conflict)]) == 2
    assert Campaign.objects.count() == 1
    assert Membership.objects.count() == 1


def test_what_was_typed_when_the_sign_in_had_ended_stands_there_and_makes_nothing(client, first):
    word = signer.sign(str(first.pk))
    client.logout()
    sent = client.post(PROGRAMME, programme(name="Clyde Valley") | {WHOSE: word})
    [where] = parse_qs(urlsplit(sent.url).query)["next"]
    client.force_login(first)

    page = client.get(where)

    assert page.context["form"]["name"].value() == "Clyde Valley"
    assert not Campaign.objects.exists()
