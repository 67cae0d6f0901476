"""Where the second factor is asked again: files that leave or come in, people and roles."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.access.fresh_file import NOT_TAKEN
from campaigns.access.second_factor import FRESH_FORM_SECONDS, FRESH_SECONDS, GIVEN
from campaigns.models import Change, ImportBatch, Membership
from tests.campaigns.access.every_address import address_of, addresses, is_of_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

AGAIN = "/accounts/second-step/again/"
LOOKING_ASKS = {
    "audit_export",
    "holiday_upload",
    "import_list",
    "member_end",
    "member_lower",
    "person_invite",
    "person_reset_factor",
    "person_role",
    "school_list_upload",
    "session_export",
}
UPLOADS = {"holiday_upload", "import_list", "school_list_upload"}
# A file cannot wait: an upload leads to its own page, which asks.
PRESSING_ASKS = LOOKING_ASKS - UPLOADS - {"audit_export", "session_export"} | {
    "holiday_save",
    "import_commit",
    "import_undo",
    "invitation_again",
    "school_list_save",
}


@pytest.fixture
def world(both):
    return both.ours


def given(client, member, *, seconds_ago):
    client.force_login(member.user)
    session = client.session
    session[GIVEN] = time.time() - seconds_ago
    session.save()


def is_asked(response):
    return response.status_code == 302 and urlsplit(response.url).path == AGAIN


def asks(client, world, method):
    team = [name for name, entry in addresses().items() if is_of_team(entry)]
    return {name for name in team if is_asked(getattr(client, method)(address_of(name, world)))}


def test_exactly_these_addresses_ask_again_when_the_factor_is_old(client, world):
    given(client, world.coordinator, seconds_ago=FRESH_FORM_SECONDS + 60)

    assert asks(client, world, "get") == LOOKING_ASKS
    assert asks(client, world, "post") == PRESSING_ASKS


def test_none_asks_when_it_was_just_given(client, world):
    given(client, world.coordinator, seconds_ago=1)

    assert [is_asked(client.get(address_of(name, world))) for name in LOOKING_ASKS] == [
        False
    ] * len(LOOKING_ASKS)


@pytest.mark.parametrize("name", sorted(LOOKING_ASKS))
def test_afterwards_the_person_is_where_they_were(client, world, name):
    given(client, world.coordinator, seconds_ago=FRESH_SECONDS + 60)

    response = client.get(address_of(name, world))

    assert parse_qs(urlsplit(response.url).query)["next"] == [address_of(name, world)]


def test_form_that_was_opened_in_time_is_taken(client, world):
    given(client, world.coordinator, seconds_ago=FRESH_FORM_SECONDS - 60)

    client.post(address_of("invitation_again", world))

    assert Change.objects.filter(kind="invited_again").exists()


def test_nothing_is_done_before_it_is_given(client, world):
    given(client, world.coordinator, seconds_ago=FRESH_FORM_SECONDS + 60)

    client.post(address_of("invitation_again", world))
    client.post(address_of("import_undo", world))

    assert not Change.objects.filter(kind__in=["invited_again", "undone"]).exists()


@pytest.mark.parametrize("name", sorted(UPLOADS))
def test_file_that_is_sent_too_late_is_not_lost_in_silence(client, world, name):
    given(client, world.coordinator, seconds_ago=FRESH_FORM_SECONDS + 60)
    batches = ImportBatch.objects.count()
    file = SimpleUploadedFile("list.csv", b"Date,Place\n")

    sent = client.post(address_of(name, world), {"file": file})
    asked = client.get(sent.url)
    given_again = client.session
    given_again[GIVEN] = time.time()
    given_again.save()
    page = client.get(sent.url)

    assert (sent.status_code, sent.url) == (302, address_of(name, world))
    assert is_asked(asked)
    assert NOT_TAKEN in page.text
    assert ImportBatch.objects.count() == batches


@pytest.mark.parametrize("name", sorted(UPLOADS))
def test_file_of_whoever_may_not_send_it_is_refused_as_before(client, world, name):
    Membership.objects.filter(pk=world.officer.pk).update(role="viewer")
    given(client, world.officer, seconds_ago=1)

    sent = client.post(address_of(name, world), {"file": SimpleUploadedFile("list.csv", b"a")})

    assert sent.status_code == 403
