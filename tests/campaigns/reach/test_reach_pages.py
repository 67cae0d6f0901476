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
    make_member,
    make_session,
)
from tests.html import read

pytestmark = pytest.mark.django_db


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


def test_public_page_says_when_the_mark_was_passed(client, today):
    campaign = make_campaign(mark=30)
    make_attendance(session=make_session(campaign=campaign, held_on=date(2026, 11, 2)), count=40)

    assert "Our log passed 30 on 2 November 2026. The next mark is 5,000." in text_of(
        client.get("/reach/")
    )


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

    blocks = prose(read_words(client.get("/reach/").content.decode()).blocks)

    assert too_long(blocks, 25) == []
    assert average_sentence(blocks) <= 15
    assert readability(blocks) <= 6


@pytest.mark.parametrize("sessions", [1, 3])
def test_public_page_asks_the_database_seven_times(client, sessions):
    make_carried_figure()
    for number in range(sessions):
        make_attendance(session=make_session(held_on=date(2026, 1 + number, 5)))

    with CaptureQueriesContext(connection) as queries:
        client.get("/reach/")

    assert len(queries) == 7


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
