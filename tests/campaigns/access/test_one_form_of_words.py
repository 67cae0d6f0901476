"""A page has at most one form that somebody types words into: what is typed in one would be lost
when the button of another is pressed.
"""

import pytest
from django.core.cache import cache
from django.db import transaction

from campaigns.models import ImportBatch, Session, TalkRequest
from campaigns.models.imports import WAS_IN_THE_LOG
from tests.campaigns.access.every_address import address_of, addresses, is_of_team
from tests.factories import NOW
from tests.forms_of_page import forms_with_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

TEAM = sorted(name for name, entry in addresses().items() if is_of_team(entry))
STATES = [
    *(
        ("talk_detail", TalkRequest, "confirmed", state)
        for state in TalkRequest.State.values
        if state != "unconfirmed"  # it has a page of its own
    ),
    *(("session_detail", Session, "delivered", state) for state in Session.State.values),
    *(
        ("import_detail", ImportBatch, "batch", state)
        for state in ImportBatch.State.values
        if state != "uploaded"  # it leads to its columns
    ),
]


@pytest.fixture
def world(both):
    cache.clear()
    return both.ours


def forms_at(client, address):
    """None where there is no page."""
    page = client.get(address, headers={"accept": "text/html"})
    is_page = page.get("Content-Type", "").startswith("text/html") and page.status_code == 200
    return forms_with_words(page.text) if is_page else None


def test_every_page_of_the_team_has_at_most_one(client, world):
    client.force_login(world.coordinator.user)

    found = {}
    for name in TEAM:
        with transaction.atomic():
            found[name] = forms_at(client, address_of(name, world))
            transaction.set_rollback(True)

    assert {name: forms for name, forms in found.items() if forms and forms[1:]} == {}
    assert sum(forms is not None for forms in found.values()) > 70
    assert sum(bool(forms) for forms in found.values()) > 35


@pytest.mark.parametrize(("name", "model", "noun", "state"), STATES)
def test_page_of_a_row_has_at_most_one_in_whatever_state(client, world, name, model, noun, state):
    client.force_login(world.coordinator.user)
    row = getattr(world, noun)
    told = {"state": state}
    if model is not ImportBatch:
        told["state_reason"] = "" if state in ("planned", "delivered") else "So it is"
    if model is ImportBatch and state in WAS_IN_THE_LOG:
        told |= {"committed_at": NOW, "undone_at": NOW if state == "undone" else None}
    model.objects.filter(pk=row.pk).update(**told)

    forms = forms_at(client, address_of(name, world))

    assert forms is not None
    assert forms[1:] == []
