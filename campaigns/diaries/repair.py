"""The whole diary, made again from the sessions and offers that it tells of.

After an upgrade, after places or the travel rule have changed, or in doubt.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.diaries import book
from campaigns.diaries.entries import as_entries
from campaigns.models import DiaryEntry, Membership, Offer, Session


@dataclass
class Settled:
    entries: int = 0
    added: int = 0
    removed: int = 0
    clashes: list[str] = field(default_factory=list)


def settle_diaries(*, now: datetime) -> Settled:
    """Officer by officer, each in a transaction.

    What was planned first keeps its place: whatever meets it is named, and stays without an entry.
    """
    done = Settled()
    for officer in Membership.objects.select_related("campaign", "base", "user").order_by("pk"):
        _settle_one(officer, done=done, now=now)
    return done


@transaction.atomic
def _settle_one(officer: Membership, *, done: Settled, now: datetime) -> None:
    book.lock_officers([officer])
    mine = DiaryEntry.objects.filter(officer=officer)
    before = {(entry.session_id, entry.offer_id): entry for entry in mine}
    day = timezone.localtime(now).date()
    planned = (
        Session.objects.planned()
        .for_officer(officer)
        .filter(held_on__gte=day, starts_at__isnull=False)
    )
    held = Offer.objects.held(now).filter(Q(officer=officer) | Q(second_officer=officer))
    rows: list[Session | Offer] = [
        *planned.select_related("place__area", "talk_request").order_by("pk")
    ]
    rows += held.select_related("talk_request__place__area").order_by("pk")
    kept, clashes = as_entries(officer, rows)
    mine.delete()
    DiaryEntry.objects.bulk_create(kept)
    after = {(entry.session_id, entry.offer_id) for entry in kept}
    done.entries += len(after)
    done.added += len(after - before.keys())
    done.removed += len(before.keys() - after)
    done.clashes += clashes
