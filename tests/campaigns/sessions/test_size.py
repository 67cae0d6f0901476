"""How large the log's pages are, in a campaign of the size that Lanarkshire has.

Bytes are the same on every machine, so they are held here; tests/bench/log_form.py has the time.
"""

import re

import pytest
from django.utils import timezone

from campaigns.models import Membership, Topic
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
    return len(re.sub(rb"value=\d+", b"value=99", response.content)) + HASHES


def test_pages_of_the_log_are_at_most_14_kilobytes_with_errors_too(client, pages):
    del pages["edit of two schools"]

    sizes, wrong = {}, WRONG | {"topics": Topic.objects.earliest("pk").pk}
    for name, address in pages.items():
        sizes[name] = size(client.get(address))
        sizes[f"{name}, sent empty"] = size(client.post(address, {"opened": "1"}))
        sizes[f"{name}, with five mistakes"] = size(client.post(address, wrong))

    assert {name: found for name, found in sizes.items() if found > MOST} == {}


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
