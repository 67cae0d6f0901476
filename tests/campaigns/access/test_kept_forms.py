"""Nothing typed in a team form is lost when the sign-in ends, on any of the team's addresses."""

from urllib.parse import urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.utils.html import escape

from campaigns.access import kept
from campaigns.access.as_typed import NOT_DONE, NOT_SAVED
from campaigns.access.as_typed_views import GONE
from campaigns.access.kept import WHOSE
from campaigns.models import Change, Place, Session, TalkRequest
from tests.campaigns.access.ended import (
    HTML,
    PAGE,
    come_back,
    drawn,
    every_box,
    place_data,
    post,
    press,
    send,
    waiting,
)
from tests.campaigns.access.every_address import address_of, addresses, is_of_team
from tests.campaigns.access.typed_again import sent, typed
from tests.campaigns.access.typed_rows import TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
OURS = (WHOSE, kept.TYPED, "csrfmiddlewaretoken")
# Buttons: what goes with them is on their page already. test_kept_ticks.py has those with ticks.
BUTTONS = {
    "talk_seen",
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
    "import_answer",
    "import_answer_row",
    "import_check",
    "import_commit",
    "import_remove",
    "import_take",
    "import_forget_name",
    "import_undo",
    "evidence_add_suggested",
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
    "session_column",
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
    "typed_forget",
}
# Steps of one form, which draw it with more boxes; the log's leads to an address of its own.
STEPS = {
    f"session_{form}_{more}"
    for form in ("log", "count", "edit", "correct")
    for more in ("school", "ways", "place")
}
# Sent by a script, which keeps them itself, or sends them again with the next key.
ENTRIES = {"offline_send", "talk_enter_read"}
TAKES_POST = sorted(
    name
    for name, entry in addresses().items()
    if is_of_team(entry) and name not in ENTRIES and kept.keeps_typed(entry.callback)
)


@pytest.fixture
def world(both):
    cache.clear()
    return both.ours


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


@pytest.mark.parametrize("name", sorted(STEPS))
def test_step_of_a_form_stands_as_it_was_typed(client, world, name):
    form = name.rpartition("_")[0]
    data = TYPED[form](world, world) | {"notes": "Qx", "reason": "Qx", "school_1_children": "12"}

    page = come_back(client, world.coordinator, send(client, world, name, data))

    assert page.status_code == 200
    assert escape(NOT_SAVED) in page.content.decode()
    box = "school_1_children" if form == "session_count" else "notes"
    [value] = [*{one["value"] for one in every_box(page) if one["name"] == box and one["on"]}]
    assert value == str(data[box])


@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_button_is_not_carried_out_and_leads_to_its_page_with_a_reason(client, world, name):
    data = TYPED[name](world, world) if name in TYPED else {}
    before = rows()

    page = come_back(client, world.coordinator, send(client, world, name, data))

    assert rows() == before
    if page.status_code == 302:  # else it draws its own page, with what has changed meanwhile
        assert page.url.startswith("/team/")
        assert [str(said) for said in get_messages(page.wsgi_request)] != []


def test_button_says_that_nothing_is_done_on_the_page_where_it_was_pressed(client, world):
    page = come_back(client, world.coordinator, send(client, world, "topic_retire", {}))

    assert page.url == urlsplit(PAGE).path
    assert escape(NOT_DONE) in client.get(page.url).content.decode()
    assert NOT_DONE not in client.get(page.url).content.decode()


def test_one_press_saves_it_and_then_nothing_is_kept(client, world):
    where = send(client, world, "place_add", place_data(world))
    page = come_back(client, world.coordinator, where)

    press(client, "place_add", world, page)

    assert Place.objects.filter(name="Qx School").count() == 1
    assert waiting(world.coordinator) == []
    again = client.get(where, headers=HTML)
    assert (again.status_code, again.url) == (302, address_of("place_add", world))
    assert [str(said) for said in get_messages(again.wsgi_request)][-1] == GONE


def test_what_is_refused_keeps_waiting_until_it_is_saved(client, world):
    where = send(client, world, "place_add", place_data(world) | {"name": ""})
    page = come_back(client, world.coordinator, where)

    refused = press(client, "place_add", world, page)

    assert refused.status_code == 200
    assert len(waiting(world.coordinator)) == 1
    data = sent(drawn(refused, "place_add", world)) | {"name": "Qx School"}
    post(client, "place_add", world, data)
    assert waiting(world.coordinator) == []
