"""Two campaigns in one database: nothing of one is shown, found or changed in the other.

Every row that could be given away is there, and is seen from its own campaign: an address that is
new and has no such row in every_address.py fails here.
"""

import re
from copy import copy
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import transaction

from campaigns.models import Correction, SchoolHoliday, TalkRequest
from tests.campaigns.access.every_address import (
    CHANGES_BY_ITSELF,
    ROWS,
    TEAM_ROWS,
    address_of,
    addresses,
    is_of_team,
)
from tests.campaigns.access.typed_rows import TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

ADDRESSES = addresses()
TEAM = [name for name, entry in ADDRESSES.items() if is_of_team(entry)]
NOT_THERE = [{"get": 404, "post": 404}, {"get": 404, "post": 405}, {"get": 405, "post": 404}]
NOBODY = 1_000_000
OF_NOBODY = re.compile(r"\b1\d{6}\b")
# Where a row belongs that names no campaign itself.
OWNERS = ("session", "talk_request", "batch", "kept", "first", "officer", "place")


def our_models():
    return apps.get_app_config("campaigns").get_models()


def rows():
    return {
        model._meta.label: list(model.objects.order_by("pk").values()) for model in our_models()
    }


def statuses_of(client, name, world, *, typed=None):
    """What is done is undone, so that the next address finds the same rows."""
    found = {}
    for method, data in (("get", None), ("post", typed)):
        with transaction.atomic():
            found[method] = getattr(client, method)(address_of(name, world), data).status_code
            transaction.set_rollback(True)
    return found


def across():
    """Rows that name one of another campaign."""
    every = {(model, row.pk): row for model in our_models() for row in model.objects.all()}

    def named_by(row):
        for field in row._meta.concrete_fields:
            if key := field.is_relation and getattr(row, field.attname):
                yield field.name, every.get((field.related_model, key))

    def campaign_of(row):
        if hasattr(row, "campaign_id"):
            return row.campaign_id
        owners = dict(named_by(row))
        return next((campaign_of(owners[name]) for name in OWNERS if owners.get(name)), None)

    pairs = [(row, other) for row in every.values() for _, other in named_by(row) if other]
    pairs += [
        (every[field.model, one], every[field.related_model, other])
        for model in our_models()
        for field in model._meta.local_many_to_many
        if field.related_model._meta.app_label == "campaigns"
        for one, other in field.remote_field.through.objects.values_list(
            field.m2m_column_name(), field.m2m_reverse_name()
        )
    ]
    return [
        (row._meta.label, row.pk, other._meta.label)
        for row, other in pairs
        if None not in (campaign_of(row), campaign_of(other))
        and campaign_of(row) != campaign_of(other)
    ]


def test_rows_that_name_another_campaign_are_noticed(both):
    both.ours.planned.topics.add(both.theirs.topic)
    TalkRequest.objects.filter(pk=both.ours.submitted.pk).update(place=both.theirs.place)

    assert {(one, other) for one, _, other in across()} >= {
        ("campaigns.Session", "campaigns.Topic"),
        ("campaigns.TalkRequest", "campaigns.Place"),
    }


def test_every_address_with_a_row_has_one_here():
    named = {name for name, entry in ADDRESSES.items() if entry.pattern.converters}

    assert set(ROWS) == named
    assert set(TEAM_ROWS) == {name for name in named if name in TEAM}


def test_row_of_another_campaign_is_not_there(client, both):
    ours, theirs = both.ours, both.theirs
    # Whoever came from there wrote some of it: that does not make it theirs here.
    Correction.objects.filter(pk=theirs.correction.pk).update(proposed_by=ours.coordinator.user)
    client.force_login(ours.coordinator.user)

    found = {
        name: statuses_of(client, name, theirs, typed=typed_in(name, theirs)) for name in TEAM_ROWS
    }

    assert {name: each for name, each in found.items() if each not in NOT_THERE} == {}


def test_row_is_there_in_its_own_campaign(client, both):
    theirs = both.theirs
    client.force_login(theirs.coordinator.user)

    found = {
        name: statuses_of(client, name, theirs, typed=typed_in(name, theirs)) for name in TEAM_ROWS
    }

    assert {name: each for name, each in found.items() if 404 in each.values()} == {}
    assert {
        name: each for name, each in found.items() if not {200, 302, 409} & {*each.values()}
    } == {}


def typed_in(name, world):
    return TYPED[name](world, world) if name in TYPED else None


def typed_one_by_one(name, own, named):
    """With the rows of `named` in all boxes, and in one at a time: the refusal of one box would
    hide that another takes them.
    """
    right, wrong = TYPED[name](own, own), TYPED[name](own, named)
    boxes = {box.removesuffix("_id") for box in right if right[box] != wrong[box]} - {"client"}
    alone = {
        box: right | {one: wrong[one] for one in (box, f"{box}_id") if one in wrong}
        for box in sorted(boxes)
    }
    return alone if len(alone) < 2 else alone | {"all": wrong}


def of_nobody(row):
    """The same row with a number that no row has."""
    if not isinstance(getattr(row, "pk", None), int):
        return row
    other = copy(row)
    other.pk += NOBODY
    if isinstance(row, SchoolHoliday):
        other.area_id += NOBODY
    return other


def answer_to(client, name, world, typed):
    """What is done is undone. With what changed, and which rows name one of another campaign."""
    before = rows()
    with transaction.atomic():
        response = client.post(address_of(name, world), typed)
        changed, named = rows() != before, across()
        transaction.set_rollback(True)
    page = OF_NOBODY.sub(
        lambda number: str(int(number[0]) - NOBODY), CHANGES_BY_ITSELF.sub("", response.text)
    )
    return (response.status_code, page), changed, named


@pytest.mark.parametrize("name", TYPED)
def test_row_of_another_campaign_cannot_be_named(client, both, name):
    ours, theirs = both.ours, both.theirs
    nobody = replace(
        theirs, **{noun: of_nobody(getattr(theirs, noun)) for noun in theirs.__dataclass_fields__}
    )
    client.force_login(ours.coordinator.user)
    typed, missing = (typed_one_by_one(name, ours, named) for named in (theirs, nobody))

    _, changed, named = answer_to(client, name, ours, TYPED[name](ours, ours))
    assert (changed, named) == (True, [])
    for box, data in typed.items():
        answer = answer_to(client, name, ours, data)
        assert (box, *answer) == (box, *answer_to(client, name, ours, missing[box]))
        assert (box, answer[2]) == (box, [])
    assert Correction.objects.get(pk=theirs.correction.pk).state == "proposed"
