"""A school has its page of changes open while one of us, or a colleague, puts its talk right."""

import pytest

from campaigns.models import Change
from tests.campaigns.shown import link, words
from tests.factories import make_talk_request
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def talk():
    return make_talk_request(expected=27)


@pytest.fixture
def opened(client, talk):
    """What its page sends when nothing is typed."""
    fields = read(client.get(f"{link(talk)}change/").text).fields
    return {field["name"]: field.get("value", "") for field in fields if "name" in field}


def name_of(talk, box):
    return f"{box}_{talk.groups.get().pk}"


def put_right(talk, *, expected=27, stages=("P7",), **details):
    talk.groups.update(expected=expected, stages=stages)
    type(talk).objects.filter(pk=talk.pk).update(**details)


def stands(talk):
    talk.refresh_from_db()
    group = talk.groups.get()
    return talk.room, talk.arriving, talk.access_needs, group.expected, group.stages


def send(client, talk, fields):
    return client.post(f"{link(talk)}change/", fields)


def test_boxes_that_were_not_touched_write_over_nothing(client, talk, opened):
    put_right(talk, room="The hall", access_needs="A loop", expected=90, stages=("P6",))

    answer = send(client, talk, opened | {"arriving": "North gate"})

    assert answer["Location"] == link(talk)
    assert stands(talk) == ("The hall", "North gate", "A loop", 90, ("P6",))
    assert Change.objects.get().fields == {"Arriving": ["", ""]}


@pytest.mark.parametrize(
    ("box", "ours", "typed"),
    [
        ("room", {"room": "The hall"}, "Room 4"),
        ("arriving", {"arriving": "South gate"}, "North gate"),
        ("access_needs", {"access_needs": "A loop"}, "A ramp"),
        ("expected", {"expected": 90}, "31"),
        ("stages", {"stages": ("P6",)}, "P5"),
    ],
)
def test_a_box_that_both_changed_is_told_with_all_that_was_typed(
    client, talk, opened, box, ours, typed
):
    put_right(talk, **ours)
    before = stands(talk)
    name = name_of(talk, box) if box in ("expected", "stages") else box
    also = {"arriving": "By bus"} if box != "arriving" else {"room": "By bus"}

    answer = send(client, talk, opened | also | {name: typed})

    assert answer.status_code == 409
    assert "Your request has changed" in words(answer)
    assert typed in words(answer)
    assert "By bus" in words(answer)
    assert stands(talk) == before
    assert not Change.objects.exists()


def test_who_types_what_stands_there_by_now_agrees(client, talk, opened):
    put_right(talk, room="The hall", expected=90)

    typed = {"room": "The hall", name_of(talk, "expected"): "90", "arriving": "North gate"}

    assert send(client, talk, opened | typed)["Location"] == link(talk)
    assert stands(talk) == ("The hall", "North gate", "", 90, ("P7",))


def test_a_box_is_emptied_on_purpose(client, talk):
    put_right(talk, room="The hall")
    fields = read(client.get(f"{link(talk)}change/").text).fields
    opened = {field["name"]: field.get("value", "") for field in fields if "name" in field}

    send(client, talk, opened | {"room": ""})

    assert stands(talk)[0] == ""


def test_a_page_that_came_back_with_a_mistake_still_knows_what_it_showed(client, talk, opened):
    wrong = send(client, talk, opened | {"arriving": "North gate", name_of(talk, "expected"): "0"})
    put_right(talk, room="The hall")
    stood = wrong.context["form"]["stood"].value()

    send(client, talk, opened | {"arriving": "North gate", "stood": stood})

    assert stood == opened["stood"]
    assert stands(talk)[:2] == ("The hall", "North gate")
