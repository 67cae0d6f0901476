"""What a school types, and its walk from page to page."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from campaigns.models import TalkDraft
from sextortion_aware import settings as real
from tests.factories import make_area, make_campaign, make_place, make_topic

TUESDAY = 1


@pytest.fixture
def answers():
    """What a school types, page by page."""
    place, topic = make_place(), make_topic()
    make_campaign()
    return {
        "place": {"place": place.label},
        "group-1": {"who": "pupils", "stages": "P6 and P7", "expected": "27"},
        "topic": {"topic": topic.pk, "format": "lesson"},
        "dates": {"when_1": "any Tuesday, morning", "when_2": "any Thursday"},
        "room": {"room": "Screen and sound", "arriving": "The gate on Mill Road"},
        "needs": {"needs": [], "more_needs": "", "anything_else": ""},
        "staff": {"staff_stay": "on"},
        "contact": {
            "contact_name": "Morag Bell",
            "contact_role": "Depute head",
            "contact_email": "office@school.example",
            "contact_phone": "01698 000 000",
        },
    }


@pytest.fixture
def firm(answers):
    """Glen Haulage, not on our list: what it typed before it chooses a talk."""
    new_place = {
        "unlisted_place": "Glen Haulage",
        "unlisted_town": "Newhouse",
        "area": make_area().pk,
        "is_school": "no",
    }
    rest = {step: answers[step] for step in ("dates", "room", "needs", "staff", "contact")}
    rest["contact"]["contact_email"] = "office@firm.example"
    first = {"place": {"not_listed": "on"}, "new-place": new_place}
    return {**first, "group-1": {"who": "adults", "expected": "30"}, "rest": rest}


@pytest.fixture
def counted_in_database(settings):
    """As on a server without a Redis."""
    settings.CACHES = real.CACHES
    yield
    caches["default"].clear()


def start(client):
    response = client.post("/talks/ask/")
    return response["Location"].removesuffix("place/")


def walk(client, answers, address=None):
    """Each page as the site leads to it; ends on the page where the answers are checked."""
    address = address or start(client)
    next_page = f"{address}{next(iter(answers))}/"
    for step, typed in answers.items():
        assert next_page == f"{address}{step}/"
        response = client.post(next_page, typed)
        assert response.status_code == 302, response.context["form"].errors
        next_page = response["Location"]
    a_while_ago()
    return address, next_page


def answered(answers):
    """The address of a draft that only needs to be sent: quicker than to walk there."""
    kept = {
        step: {
            name: values if isinstance(values, list) else [str(values)]
            for name, values in typed.items()
        }
        for step, typed in answers.items()
    }
    draft = TalkDraft.objects.create(campaign=make_campaign(), answers=kept)
    a_while_ago()
    return f"/talks/ask/{draft.pk}/"


def a_while_ago():
    """Nobody answers ten pages in three seconds."""
    TalkDraft.objects.update(started_at=timezone.now() - timedelta(minutes=3))


@pytest.fixture
def address(answers):
    """Of a draft whose place is answered."""
    return answered({"place": answers["place"]})
