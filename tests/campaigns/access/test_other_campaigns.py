"""Two campaigns in one database: nothing of one is shown, found or changed in the other.

Every row that could be given away is there, and is seen from its own campaign: an address that is
new and has no such row in every_address.py fails here.
"""

import re
from copy import copy
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models, transaction

from campaigns.models import Correction, SchoolHoliday
from tests.campaigns.access.every_address import ROWS, TEAM_ROWS, address_of, addresses, is_of_team
from tests.campaigns.access.typed_rows import TYPED
from tests.campaigns.access.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

ADDRESSES = addresses()
TEAM = [name for name, entry in ADDRESSES.items() if is_of_team(entry)]
WORD = "Zetland"
# Pages of the team that name no row: the worker's script, the form's token, the address of a feed.
NAME_NO_ROW = {"offline_worker", "offline_token", "feed"}
CHANGES_BY_ITSELF = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # the number that a form gives itself
    r'|[A-Za-z0-9]{64}(?=")'  # the token of a form
)
NOT_THERE = [{"get": 404, "post": 404}, {"get": 404, "post": 405}, {"get": 405, "post": 404}]
NOBODY = 1_000_000
OF_NOBODY = re.compile(r"\b1\d{6}\b")
# Where a row belongs that names no campaign itself.
OWNERS = ("session", "talk_request", "batch", "kept", "first", "officer", "place")


@pytest.fixture
def ours():
    return make_world(name="Lanarkshire", word="Braes")


@pytest.fixture
def make_theirs():
    return lambda: make_world(name="Islands", word=WORD)


def our_models():
    return apps.get_app_config("campaigns").get_models()


def rows():
    return {
        model._meta.label: list(model.objects.order_by("pk").values()) for model in our_models()
    }


def page_of(client, name, world):
    response = client.get(address_of(name, world))
    page = b"".join(response) if response.streaming else response.content
    return response.status_code, CHANGES_BY_ITSELF.sub("", page.decode())


def statuses_of(client, name, world, *, typed=None):
    """What is done is undone, so that the next address finds the same rows."""
    found = {}
    for method, data in (("get", None), ("post", typed)):
        with transaction.atomic():
            found[method] = getattr(client, method)(address_of(name, world), data).status_code
            transaction.set_rollback(True)
    return found


def campaign_of(row):
    if hasattr(row, "campaign_id"):
        return row.campaign_id
    owners = [getattr(row, name, None) for name in OWNERS]
    return next((campaign_of(owner) for owner in owners if owner), None)


def named_by(row):
    for field in row._meta.get_fields():
        if isinstance(field, models.ManyToManyField):
            yield from getattr(row, field.name).all()
        elif isinstance(field, models.ForeignKey) and getattr(row, field.name):
            yield getattr(row, field.name)


def across():
    """Rows that name one of another campaign."""
    return [
        (row._meta.label, row.pk, other._meta.label)
        for model in our_models()
        for row in model.objects.all()
        for other in named_by(row)
        if None not in (campaign_of(row), campaign_of(other))
        and campaign_of(row) != campaign_of(other)
    ]


def test_every_address_with_a_row_has_one_here():
    named = {name for name, entry in ADDRESSES.items() if entry.pattern.converters}

    assert set(ROWS) == named
    assert set(TEAM_ROWS) == {name for name in named if name in TEAM}


def test_row_of_another_campaign_is_not_there(client, ours, make_theirs):
    theirs = make_theirs()
    # Whoever came from there wrote some of it: that does not make it theirs here.
    Correction.objects.filter(pk=theirs.correction.pk).update(proposed_by=ours.coordinator.user)
    client.force_login(ours.coordinator.user)

    found = {
        name: statuses_of(client, name, theirs, typed=typed_in(name, theirs)) for name in TEAM_ROWS
    }

    assert {name: each for name, each in found.items() if each not in NOT_THERE} == {}


def test_row_is_there_in_its_own_campaign(client, ours, make_theirs):
    theirs = make_theirs()
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


def test_pages_are_the_same_whatever_another_campaign_holds(client, ours, make_theirs):
    client.force_login(ours.coordinator.user)
    before = {name: page_of(client, name, ours) for name in ADDRESSES}

    make_theirs()
    after = {name: page_of(client, name, ours) for name in ADDRESSES}

    assert [name for name in ADDRESSES if before[name] != after[name]] == []
    moved = {name for name, (status, _) in before.items() if status == 302}
    assert moved == {"my_diary", "talk_check"}
    assert {status for status, _ in before.values()} == {200, 302, 405}


def test_pages_show_what_their_own_campaign_holds(client, ours, make_theirs):
    theirs = make_theirs()
    figure = theirs.campaign.carried_figure.value
    client.force_login(theirs.coordinator.user)

    pages = {name: page_of(client, name, theirs) for name in TEAM}

    silent = {name for name, (status, page) in pages.items() if status == 200 and WORD not in page}
    assert silent == NAME_NO_ROW
    assert f"{figure:,}" in pages["team_reach"][1]


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
def test_row_of_another_campaign_cannot_be_named(client, ours, make_theirs, name):
    theirs = make_theirs()
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
