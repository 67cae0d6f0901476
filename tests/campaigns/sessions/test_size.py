"""How large the log's pages are, in a campaign of the size that Lanarkshire has.

Bytes are the same on every machine, so they are held here; tests/bench/log_form.py has the time.
"""

import re

import pytest
from django.utils import timezone

from campaigns.models import Audience, Membership, Topic
from campaigns.places.field import MOST_TO_CHOOSE_FROM
from tests.campaigns.sessions.real_size import make_real_size
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY
from tests.html import read

pytestmark = pytest.mark.django_db

MOST = 14 * 1024
# Production's names of files are longer by a hash; a page of the log has eight.
HASHES = 8 * 13
WRONG = {
    "opened": "1",
    "place": "Nowhere",
    "format": "lesson",
    "known": "counted",
    "held_on_day": "31",
    "held_on_month": "2",
    "held_on_year": "2026",
    "starts_at": "soon",
    "minutes": "long",
    "count_children": "many",
}
AGAIN = {"client_id": "00000000-0000-4000-8000-000000000000"}
# Left empty, and a note that says too much.
REST = {"format": "", "known": "", "reason": "", "notes": "Phone 07700 900123"}
NUMBERS = {f"count_{audience}": "many" for audience in Audience}


@pytest.fixture
def pages(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    real = make_real_size(today=TODAY)
    sign_in(client, real.officer)
    logged, planned = real.session(held_on=TODAY), real.plan(held_on=TODAY)
    of_schools = real.session(held_on=TODAY, schools=2)
    return {
        "log": "/team/log/",
        "count": f"/team/sessions/{planned.pk}/count/",
        "edit": f"/team/sessions/{logged.pk}/edit/",
        "correct": f"/team/sessions/{logged.pk}/correct/",
        "edit of two schools": f"/team/sessions/{of_schools.pk}/edit/",
    }


def size(response):
    assert response.status_code == 200
    # Rows are numbered as in a campaign: PostgreSQL counts on from test to test.
    numbered = rb'(?<=value=)\d+|(?<=name=whose value=")\d+'
    return len(re.sub(numbered, b"99", response.content)) + HASHES


def test_pages_of_the_log_are_at_most_14_kilobytes_with_errors_too(client, pages):
    del pages["edit of two schools"]

    sizes, wrong = {}, WRONG | {"topics": Topic.objects.earliest("pk").pk}
    for name, address in pages.items():
        sizes[name] = size(client.get(address))
        sizes[f"{name}, sent empty"] = size(client.post(address, {"opened": "1"}))
        sizes[f"{name}, with five mistakes"] = size(client.post(address, wrong, follow=True))

    assert {name: found for name, found in sizes.items() if found > MOST} == {}


@pytest.mark.parametrize("name", ["log", "edit", "correct"])
def test_five_mistakes_and_a_place_of_many_are_within_it(client, pages, name):
    topic = Topic.objects.earliest("pk")
    typed = WRONG | AGAIN | {"place": "Primary", "topics": topic.pk, "reason": "The register came"}

    asked = client.post(pages[name], typed)

    assert asked.text.count("name=place_choice") == MOST_TO_CHOOSE_FROM
    assert len(asked.context["form"].error_summary) == 6  # with officers
    assert size(asked) <= MOST


@pytest.mark.parametrize(
    ("name", "numbers"), [("log", 3), ("count", 6), ("edit", 6), ("correct", 5)]
)
def test_every_box_may_be_wrong(client, pages, name, numbers):
    """And so many of the six numbers; each costs about 250 bytes more."""
    said = dict([*NUMBERS.items()][:numbers])

    answer = client.post(
        pages[name], WRONG | AGAIN | REST | {"count_children": "", **said}, follow=True
    )

    assert size(answer) <= MOST


@pytest.mark.parametrize(
    ("name", "schools"), [("log", 1), ("count", 5), ("edit", 2), ("correct", 2)]
)
def test_another_school_is_within_it(client, pages, name, schools):
    """So many of them; each costs 1.4 KB more."""
    typed = log_data(place="St Ninian’s 200 Primary School", opened="1", reason="")
    for number in range(1, schools):
        typed[f"school_{number}"] = f"St Ninian’s {number} Primary School"
        typed |= {f"school_{number}_{audience}": "25" for audience in Audience}

    answer = client.post(f"{pages[name]}school/", typed)

    assert len(answer.context["form"].schools) == schools
    assert size(answer) <= MOST


@pytest.mark.parametrize("name", ["log", "edit", "correct"])
def test_ways_of_knowing_of_each_number_are_within_it(client, pages, name):
    typed = log_data(place="St Ninian’s 200 Primary School", opened="1", reason="")

    answer = client.post(f"{pages[name]}ways/", typed)

    assert answer.text.count("<select") == len(Audience)
    assert size(answer) <= MOST


def test_question_which_of_many_places_is_meant_is_within_it_too(client, pages):
    officer, topic = Membership.objects.earliest("pk"), Topic.objects.earliest("pk")
    typed = log_data(place="Primary", officers=[officer], topics=[topic])

    asked = client.post(pages["log"], typed)

    assert asked.text.count("name=place_choice") == MOST_TO_CHOOSE_FROM
    assert size(asked) <= MOST


def test_each_school_costs_its_own_lines_only(client, pages):
    none, two = (size(client.get(pages[name])) for name in ("edit", "edit of two schools"))

    assert (two - none) / 3 < 1.9 * 1024  # the two and an empty one


def test_nothing_of_the_log_is_lost_to_be_small(client, pages):
    facts = read(client.get(pages["log"]).text)

    names = [field["name"] for field in facts.fields if "name" in field]
    assert [names.count(name) for name in ("officers", "topics", "partners", "last_place")] == [
        12,
        10,
        8,
        4,
    ]
