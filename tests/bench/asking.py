"""How much a machine gets out of the form to ask for a talk, that stays away from every trap.

    .venv/bin/python -m tests.bench.asking        # DATABASE_URL for PostgreSQL: it makes rows there

It fills the form by writing the draft itself and only presses Send, so it is as quick as can be.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

if __name__ == "__main__":
    os.environ.setdefault("DEBUG", "true")
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")
    import django

    django.setup()

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, CouncilArea, Mail, Place, TalkDraft, TalkRequest, Topic

PRESSES = int(os.environ.get("PRESSES", "1000"))
Mailbox = Callable[[int], str]


def ONE_MAILBOX(number: int) -> str:
    return "office@school.example"


def MANY_MAILBOXES(number: int) -> str:
    return f"office{number}@school.example"


@dataclass(frozen=True, kw_only=True)
class Tried:
    sent: int
    refused: int
    letters: int
    milliseconds: float


def try_as_a_machine(
    answers: Mapping[str, Mapping[str, Any]], *, presses: int, senders: int, mailboxes: Mailbox
) -> Tried:
    campaign, began = Campaign.objects.get(), time.perf_counter()
    before, letters = TalkRequest.objects.count(), Mail.objects.count()
    statuses = []
    for number in range(presses):
        contact = {**answers["contact"], "contact_email": mailboxes(number)}
        draft = TalkDraft.objects.create(
            campaign=campaign, answers=as_kept({**answers, "contact": contact})
        )
        TalkDraft.objects.filter(pk=draft.pk).update(
            started_at=timezone.now() - timedelta(minutes=1)
        )
        address = number % senders
        response = Client(SERVER_NAME=settings.SITE_HOST).post(
            f"/talks/ask/{draft.pk}/send/",
            REMOTE_ADDR=f"198.{18 + address // 65_536}.{address // 256 % 256}.{address % 256}",
        )
        statuses.append(response.status_code)
    assert set(statuses) <= {302, 429}, set(statuses)
    made = TalkRequest.objects.count() - before
    assert made == statuses.count(302), "the form asks something that is not answered here"
    return Tried(
        sent=made,
        refused=statuses.count(429),
        letters=Mail.objects.count() - letters,
        milliseconds=1000 * (time.perf_counter() - began) / presses,
    )


def as_kept(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, list[str]]]:
    return {
        step: {
            name: value if isinstance(value, list) else [str(value)]
            for name, value in typed.items()
        }
        for step, typed in answers.items()
    }


def a_school() -> dict[str, dict[str, Any]]:
    """Rows for one, and what it would type."""
    campaign = Campaign.objects.create(name="Bench of asking", started_on="2015-11-01", mark=20_000)
    area, _ = CouncilArea.objects.get_or_create(name="North Lanarkshire")
    place = Place.objects.create(
        campaign=campaign, area=area, kind="primary", name="Bench Primary School", town="Wishaw"
    )
    topic = Topic.objects.create(campaign=campaign, name="Sextortion")
    return {
        "place": {"place": place.label},
        "group-1": {"who": "pupils", "stages": "P6 and P7", "expected": "27"},
        "topic": {"topic": topic.pk, "format": "lesson"},
        "dates": {"when_1": "any Tuesday, morning", "when_2": "any Thursday"},
        "room": {"room": "Screen and sound", "arriving": "The gate"},
        "needs": {"needs": [], "more_needs": "", "anything_else": ""},
        "staff": {"staff_stay": "on"},
        "contact": {
            "contact_name": "A Machine",
            "contact_role": "Machine",
            "contact_email": "",
            "contact_phone": "",
        },
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    answers = a_school()
    print(f"{PRESSES:,} presses of Send within an hour, each of a request of its own")  # noqa: T201
    for name, senders, mailboxes in (
        ("one address, one mailbox", 1, ONE_MAILBOX),
        ("one address, a mailbox each", 1, MANY_MAILBOXES),
        ("1,000 addresses of four networks, one mailbox", PRESSES, ONE_MAILBOX),
        ("1,000 addresses of four networks, a mailbox each", PRESSES, MANY_MAILBOXES),
    ):
        cache.clear()
        Mail.objects.all().delete()
        TalkRequest.objects.all().delete()
        tried = try_as_a_machine(answers, presses=PRESSES, senders=senders, mailboxes=mailboxes)
        print(  # noqa: T201
            f"{name}: {tried.sent} requests, {tried.letters} letters, {tried.refused} refused, "
            f"{tried.milliseconds:.0f} ms each"
        )


if __name__ == "__main__":
    main()
