import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.advice.words import average_sentence, prose, readability, too_long
from tests.advice.words import read as read_words
from tests.factories import (
    make_attendance,
    make_campaign,
    make_carried_figure,
    make_earlier_mark,
    make_incidents,
    make_member,
    make_session,
)
from tests.html import read

pytestmark = pytest.mark.django_db
GROUND = ["/team/mark/", "/team/figure-before/", "/team/incidents/"]


def text_of(response) -> str:
    """The words of the main part, without its markup."""
    return " ".join(
        block.text
        for block in read_words(response.content.decode()).blocks
        if "main" in block.where
    )


@pytest.fixture
def today(monkeypatch) -> date:
    day = date(2026, 11, 23)
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    return day


def test_public_page_stands_while_there_is_no_campaign(client):
    response = client.get("/reach/")

    assert response.status_code == 200
    assert "No talks are in our log yet." in text_of(response)


def test_public_page_of_an_empty_log_shows_the_reported_figure_with_its_source(client, today):
    make_carried_figure()

    text = text_of(client.get("/reach/"))

    assert "Over 20,000" in text
    assert "The number comes from Local press, 2016. There is no list behind it." in text
    assert "Month by month" not in text


def test_public_page_tells_log_mark_and_completeness(client, today):
    make_carried_figure()
    make_attendance(session=make_session(held_on=date(2025, 11, 3)), count=4_000)
    for month in range(1, 11):
        make_attendance(
            session=make_session(held_on=date(2026, month, 12)), count=1_000, known="estimated"
        )
    make_session(held_on=date(2026, 11, 2))

    text = text_of(client.get("/reach/"))

    assert "14,000" in text
    assert "From 12 talks since November 2025." in text
    assert "We do not add these two up. Some talks may be in both." in text
    assert "14,000 of 20,000 attendances" in text
    assert "That is 70 in every 100. There are 6,000 to go." in text
    assert "we get there in about June 2027." in text
    assert "The busiest month was November 2025, with 4,000 attendances." in text
    assert "1 of 12 talks has no count yet. So the real total is higher." in text
    assert "71 in every 100 are a best guess." in text


def test_public_page_adds_up_once_the_window_has_an_end(client, today):
    make_carried_figure(ends_on=date(2016, 8, 31))
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=3_214)

    text = text_of(client.get("/reach/"))

    assert "Over 23,214" in text
    assert "We do not add these two up" not in text


def test_marks_passed_are_told_by_the_month_to_the_public_and_by_the_day_to_the_team(client, today):
    campaign = make_campaign(mark=30)
    make_earlier_mark(value=20, until=date(2026, 10, 1))
    make_earlier_mark(value=60, until=date(2026, 11, 1))
    make_attendance(session=make_session(campaign=campaign, held_on=date(2026, 11, 2)), count=40)
    client.force_login(make_member(role="viewer").user)

    public, team = text_of(client.get("/reach/")), text_of(client.get("/team/reach/"))

    assert "Our log passed 30 in November 2026. The next mark is 5,000." in public
    assert "20, until October 2026. Our log passed it in November 2026." in public
    assert "60, until November 2026. Our log has not passed it yet." in public
    assert "2 November" not in public
    assert "Our log passed 30 on 2 November 2026. The next mark is 5,000." in team
    assert "20, until October 2026. Our log passed it on 2 November 2026." in team


def test_a_mark_of_a_few_people_is_not_told_to_the_public(client, today):
    make_earlier_mark(value=9)
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=40)
    client.force_login(make_member(role="viewer").user)

    assert "9, until January 2026" not in text_of(client.get("/reach/"))
    assert "9, until January 2026" in text_of(client.get("/team/reach/"))


@pytest.mark.parametrize("path", ["/reach/", "/team/reach/"])
def test_reported_incidents_stand_as_published_and_are_added_to_nothing(client, today, path):
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=40)
    client.force_login(make_member(role="viewer").user)
    before = client.get(path).context["reach"]
    make_incidents(value=3)
    make_incidents(starts_on=date(2016, 4, 1), ends_on=date(2016, 7, 15), value=14)

    response = client.get(path)

    html = response.content.decode()
    table = html[html.index('<table id="incidents">') :]
    table = table[: table.index("</table>")]
    assert " ".join(re.sub("<[^>]*>", " ", table).split()) == (
        "Reports in each period Period Number What was counted Source "
        "December 2015 to March 2016 3 Reports of blackmail to the police Local press, 2016 "
        "1 April 2016 to 15 July 2016 14 Reports of blackmail to the police Local press, 2016"
    )
    assert response.context["reach"] == before
    assert "These are not part of our reach." in text_of(response)


def test_only_who_keeps_the_ground_of_the_figures_is_led_to_it(client):
    shown = {}
    for role in ("viewer", "officer", "coordinator", "administrator"):
        client.force_login(make_member(role=role, name=f"{role} Reid").user)
        html = client.get("/team/reach/").content.decode()
        shown[role] = [path for path in GROUND if f'href="{path}"' in html]

    assert shown == {"viewer": [], "officer": [], "coordinator": GROUND, "administrator": GROUND}


def test_public_page_withholds_small_numbers_in_table_and_chart(client, today):
    make_attendance(session=make_session(held_on=date(2026, 9, 1)), count=7)
    make_attendance(session=make_session(held_on=date(2026, 10, 1)), count=61)
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=432)

    response = client.get("/reach/")

    html = response.content.decode()
    assert re.findall(r"<td class=\"num\">([^<]*)</td>", html[: html.index("Who came")]) == [
        "Not shown",
        "Not shown",
        "432",
    ]
    assert re.findall(
        r'<rect class="bar"[^>]*height="(\d+)"',
        html[html.index('role="img"') : html.index("Who came")],
    ) == ["0", "0", "200"]
    assert "“Not shown” hides small numbers" in text_of(response)


def test_public_page_of_a_few_people_shows_no_total(client, today):
    make_attendance(count=7)

    text = text_of(client.get("/reach/"))

    assert not re.search(r"\b7\b", text)
    assert "of 20,000" not in text


def test_public_page_says_when_it_is_a_demonstration_and_prefers_the_real_one(client, today):
    make_attendance(
        session=make_session(campaign=make_campaign(name="Demo", is_demo=True)), count=60
    )
    demo = text_of(client.get("/reach/"))
    make_attendance(session=make_session(campaign=make_campaign(name="Real")), count=80)

    real = text_of(client.get("/reach/"))

    assert "This is a demonstration." in demo
    assert "This is a demonstration." not in real
    assert "80" in real


def test_public_page_sets_no_cookie_and_speaks_of_attendances_only(client, today):
    make_attendance(count=60)

    response = client.get("/reach/")

    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "different people" not in text_of(response)
    assert "An attendance is one person at one talk." in text_of(response)


def test_public_page_is_plain_enough_for_a_nine_year_old(client, today):
    make_carried_figure()
    for month, count in [(9, 7), (10, 61), (11, 432)]:
        make_attendance(session=make_session(held_on=date(2026, month, 2)), count=count)
    make_session(held_on=date(2026, 11, 3))
    make_earlier_mark()
    make_incidents()

    blocks = prose(read_words(client.get("/reach/").content.decode()).blocks)

    assert too_long(blocks, 25) == []
    assert average_sentence(blocks) <= 15
    assert readability(blocks) <= 6


@pytest.mark.parametrize("sessions", [1, 3])
def test_public_page_asks_the_database_nine_times(client, sessions):
    make_carried_figure()
    for number in range(sessions):
        make_attendance(session=make_session(held_on=date(2026, 1 + number, 5)))
        make_earlier_mark(value=100 + number)
        make_incidents(counts=f"Reports {number}")

    with CaptureQueriesContext(connection) as queries:
        client.get("/reach/")

    assert len(queries) == 9


@pytest.mark.parametrize("path", ["/reach/", "/team/reach/"])
def test_reach_pages_only_read(client, path):
    client.force_login(make_member().user)

    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/reach/", "/team/reach/"])
def test_reach_pages_are_sound(client, today, path):
    make_carried_figure()
    make_attendance(session=make_session(held_on=date(2026, 9, 1)), count=60)
    client.force_login(make_member().user)

    facts = read(client.get(path).content.decode())

    assert len(facts.h1) == 1
    assert facts.inline == []
    assert facts.other_hosts == []
    assert len(facts.ids) == len(set(facts.ids))
    assert set(facts.referred_ids) <= set(facts.ids)


@pytest.mark.parametrize("role", ["viewer", "officer", "coordinator", "administrator"])
def test_team_page_shows_exact_figures_to_each_role(client, today, role):
    make_carried_figure()
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=7, known="estimated")
    client.force_login(make_member(role=role).user)

    text = text_of(client.get("/team/reach/"))

    assert "7 of 20,000 attendances" in text
    assert "7 of 7 attendances are estimates (100%)." in text


def test_team_page_stands_while_the_log_is_empty(client, today):
    client.force_login(make_member().user)

    assert "No session has been delivered yet." in text_of(client.get("/team/reach/"))


def test_team_page_shows_the_members_own_campaign_only(client, today):
    make_attendance(session=make_session(campaign=make_campaign(name="Ayrshire")), count=4_321)
    client.force_login(make_member().user)

    assert "4,321" not in text_of(client.get("/team/reach/"))


def test_team_page_is_not_for_those_signed_out(client):
    response = client.get("/team/reach/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_team_page_is_not_for_those_in_no_team(client):
    member = make_member()
    client.force_login(member.user)
    member.delete()

    assert client.get("/team/reach/").status_code == 403


def test_settings_keep_the_session_out_of_public_templates():
    processors = settings.TEMPLATES[0]["OPTIONS"]["context_processors"]

    assert not [name for name in processors if "auth" in name or "messages" in name]
