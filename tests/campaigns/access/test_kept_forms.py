"""Nothing typed in a team form is lost when the sign-in ends, on any of the team's addresses."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from campaigns.access import kept
from campaigns.access.as_typed import FILE_GONE, NOT_DONE, NOT_SAVED
from campaigns.access.come_back import GONE
from campaigns.access.kept import IN_SESSION, LONGEST, MOST, WHOSE, signer
from campaigns.access.second_factor import GIVEN
from campaigns.access.team import LONGEST_SIGN_IN_SECONDS
from campaigns.models import Change, Place, Session, TalkRequest
from tests.campaigns.access.every_address import address_of, addresses, is_of_team
from tests.campaigns.access.typed_again import boxes_of, sent, typed
from tests.campaigns.access.typed_rows import TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
HTML = {"accept": "text/html"}
OURS = (WHOSE, kept.TYPED, "csrfmiddlewaretoken")
LOGIN = reverse("account_login")
# Buttons: what goes with them is on their page already, or was ticked there.
BUTTONS = {
    "alias_forget",
    "called_away_new_dates",
    "called_away_take_over",
    "correction_confirm",
    "correction_withdraw",
    "diary_time_remove",
    "diary_usual",
    "duplicate_keep_both",
    "duplicate_keep_first",
    "duplicate_keep_second",
    "feed_make",
    "feed_revoke",
    "holiday_remove",
    "holiday_save",
    "import_check",
    "import_commit",
    "import_take",
    "import_undo",
    "incident_add_suggested",
    "incident_remove",
    "invitation_again",
    "invitation_withdraw",
    "kind_add_suggested",
    "mail_stop",
    "partner_add_suggested",
    "partner_offer_again",
    "partner_remove",
    "partner_retire",
    "place_reopen",
    "school_list_save",
    "session_join",
    "session_undo",
    "session_unmerge",
    "set_up_programme",  # there is a programme: tests/campaigns/setup/ has the form
    "switch_campaign",
    "talk_confirm",
    "talk_merge",
    "talk_renew_link",
    "talk_said_no",
    "talk_take_back",
    "test_mail",
    "topic_add_suggested",
    "topic_offer_again",
    "topic_remove",
    "topic_retire",
}
# Steps of one form, which draw it with more boxes; the log's leads to an address of its own.
STEPS = {
    f"session_{form}_{more}"
    for form in ("log", "count", "edit", "correct")
    for more in ("school", "ways", "place")
}
ENTRIES = {"offline_send"}  # sent by a script, which keeps them itself
TAKES_POST = sorted(
    name
    for name, entry in addresses().items()
    if is_of_team(entry) and name not in ENTRIES and kept.keeps_typed(entry.callback)
)


@pytest.fixture
def world(both):
    cache.clear()
    return both.ours


@pytest.fixture
def sent_as(both):
    return TYPED


def word_of(member):
    return signer.sign(str(member.user_id))


def send(client, world, name, data):
    """Without a sign-in: the address that it is to come back to."""
    client.logout()
    given = {**data, WHOSE: word_of(world.coordinator)}
    response = client.post(address_of(name, world), given, headers={"referer": PAGE})
    if response.status_code != 302:
        return ""
    assert response.url.startswith(LOGIN)
    return parse_qs(urlsplit(response.url).query)["next"][0]


PAGE = "http://testserver/team/sessions/"


def come_back(client, member, where):
    client.force_login(member.user)
    response = client.get(where, headers=HTML)
    is_kept = response.status_code == 302 and "kept=" in response.url
    return client.get(response.url) if is_kept else response


def drawn(response, name, world):
    page = response.content.decode()
    return boxes_of(page, urlsplit(address_of(name, world)).path)


def forms_of_pages(world, client):
    """The addresses that take what is sent, but for those that look alone."""
    for name in TAKES_POST:
        if where := send(client, world, name, TYPED[name](world, world) if name in TYPED else {}):
            yield name, where


def rows():
    """What a deed would have changed."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Session, Place, TalkRequest)
    ] + [Change.objects.exclude(kind="contact_seen").count()]


@pytest.mark.parametrize("name", sorted({*TAKES_POST} - BUTTONS - STEPS))
def test_every_form_stands_as_it_was_typed_and_nothing_is_written(client, world, name):
    right = TYPED[name](world, world) if name in TYPED else {}
    where = send(client, world, name, right)
    if not where:
        return  # takes no form
    first = come_back(client, world.coordinator, where)
    boxes = drawn(first, name, world)
    said = typed(boxes)
    data = {key: value for key, value in sent(boxes).items() if key not in OURS} | said
    before = rows()

    page = come_back(client, world.coordinator, send(client, world, name, data))

    assert page.status_code == 200
    assert escape(NOT_SAVED) in page.content.decode()
    stands = sent(drawn(page, name, world))
    assert {key: stands.get(key) for key in said} == said
    assert rows() == before
