"""Pages of two campaigns: none changes as the other fills, and each shows what its own holds."""

import pytest

from tests.campaigns.access.every_address import (
    CHANGES_BY_ITSELF,
    address_of,
    addresses,
    is_of_team,
)
from tests.campaigns.access.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

ADDRESSES = addresses()
TEAM = [name for name, entry in ADDRESSES.items() if is_of_team(entry)]
WORD = "Zetland"
# Pages of the team that name no row: the worker's script, the form's token, the address of a feed,
# and those that show numbers, or boxes for a new row.
NAME_NO_ROW = {
    "offline_worker",
    "offline_token",
    "feed",
    "mark_edit",
    "carried_edit",
    "evidence_add",
    "incident_add",
    "member_leave",
    "person_invite",
    "holiday_upload",
    "school_list_upload",
    "settings",
    "team_details",
    "partner_add",
    "topic_add",
    "travel_rule",
}


@pytest.fixture
def ours():
    return make_world(name="Lanarkshire", word="Braes")


@pytest.fixture
def make_theirs():
    return lambda: make_world(name="Islands", word=WORD)


def page_of(client, name, world):
    response = client.get(address_of(name, world))
    page = b"".join(response) if response.streaming else response.content
    return response.status_code, CHANGES_BY_ITSELF.sub("", page.decode())


def test_pages_are_the_same_whatever_another_campaign_holds(client, ours, make_theirs):
    client.force_login(ours.coordinator.user)
    before = {name: page_of(client, name, ours) for name in ADDRESSES}

    make_theirs()
    after = {name: page_of(client, name, ours) for name in ADDRESSES}

    changed = {name for name in ADDRESSES if before[name] != after[name]}
    assert changed <= {"audit", "audit_export"}  # there stands what was looked at just now
    moved = {name for name, (status, _) in before.items() if status == 302}
    assert moved == {
        "my_diary",
        "talk_check",
        "talk_draft",
        "session_log_place",
        "talk_date_stays",  # no school of theirs wishes another time
        # Nothing waits to be checked, and a programme is there.
        "holiday_check",
        "school_list_check",
        "set_up_programme",
    }
    assert {status for status, _ in before.values()} == {200, 302, 405}


def test_pages_show_what_their_own_campaign_holds(client, ours, make_theirs):
    theirs = make_theirs()
    figure = theirs.campaign.carried_figure.value
    client.force_login(theirs.coordinator.user)

    pages = {name: page_of(client, name, theirs) for name in TEAM}

    silent = {name for name, (status, page) in pages.items() if status == 200 and WORD not in page}
    assert silent == NAME_NO_ROW
    assert f"{figure:,}" in pages["team_reach"][1]
