"""An officer is in one place at a time, the way there included.

Here it is taken and given back. Whoever takes an officer's time holds that officer's row until the
transaction ends, asks again what else is planned (taken.py), and writes the diary's rows
(entries.py).
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.diaries.entries import Placed, entry_of, settle_ways
from campaigns.diaries.rule import Taken, in_the_way, span
from campaigns.diaries.taken import taken_beside, taken_by_entry, taken_by_session, why_not_free
from campaigns.history.conflicts import Conflict
from campaigns.models import DiaryEntry, Membership, Offer, Place, Session
from campaigns.models.offers import is_over

DAY = timedelta(days=1)


class OfficerIsBusy(Conflict):
    """Somebody else has this officer's time; the text says who is busy, and with what."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A day, a time and whose it would be: what is offered to a school, or planned anew."""

    officer: Membership
    held_on: date
    starts_at: time
    minutes: int
    second_officer: Membership | None = None

    @property
    def begins(self) -> datetime:
        """Wall time, like everything that people agree on."""
        return datetime.combine(self.held_on, self.starts_at)

    @property
    def officers(self) -> list[Membership]:
        return [self.officer, self.second_officer] if self.second_officer else [self.officer]

    def taken(self, *, about: uuid.UUID, place: Place | None) -> Taken:
        begins, ends = span(self.held_on, self.starts_at, self.minutes)
        return Taken(about=about, begins=begins, ends=ends, place=place)


def start_of(day: date) -> datetime:
    """The `now` of a caller who knows only the day.

    Held dates lapse at midnight, so its first moment tells as well which of them are free again.
    """
    return timezone.make_aware(datetime.combine(day, time.min))


def lock_officers(officers: Iterable[Membership]) -> None:
    """Until the transaction ends nobody else takes their time.

    In one order, so that two people never wait for each other. Rows that only point at the officer
    may still be written meanwhile (no_key). On SQLite there is one writer at a time anyway.
    """
    keys = {officer.pk for officer in officers}
    list(
        Membership.objects.select_for_update(no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )


def refuse_planned_twice(
    *,
    officers: Iterable[Membership],
    held_on: date,
    starts_at: time | None,
    minutes: int | None,
    place: Place | None,
    about: uuid.UUID,
    now: datetime,
) -> None:
    """For a form, which names each busy officer beside its field.

    `about` is the key of the talk that is being written: sent twice, it is not in its own way.
    `place` is None online.
    """
    if starts_at is None:
        return
    officers = sorted(officers, key=lambda member: member.pk)
    lock_officers(officers)
    begins, ends = span(held_on, starts_at, minutes)
    new = Taken(about=about, begins=begins, ends=ends, place=place)
    problems = [problem for officer in officers if (problem := why_not_free(officer, new, now=now))]
    if problems:
        raise ValidationError({"officers": problems})


def book_slot(
    *,
    officers: Collection[Membership],
    begins: datetime,
    ends: datetime,
    about: uuid.UUID,
    place: Place | None,
    now: datetime,
    session: Session | None = None,
    offer: Offer | None = None,
) -> None:
    """Takes the time of these officers, or raises OfficerIsBusy. `place` is None online."""
    lock_officers(officers)
    new = Taken(about=about, begins=begins, ends=ends, place=place)
    for officer in sorted(officers, key=lambda member: member.pk):
        own = Q(session=session) if session else Q(offer=offer)
        others = [one for one in taken_beside(officer, new, now=now) if one.about != about]
        if reason := in_the_way(new, others, campaign=officer.campaign):
            raise OfficerIsBusy(f"{officer} {reason}.")
        _write_entries(
            officer, gone=own, new=[entry_of(officer, new, session=session, offer=offer)], now=now
        )


def sync_diary(
    session: Session, *, now: datetime, must_fit: Collection[Membership] | None = None
) -> None:
    """Makes the diary say what the session's row says: to be called after every write of one.

    Officers in `must_fit` (everybody, when it is None) are refused when they are busy. For the
    others what is agreed stands, but without an entry when it meets another one.
    """
    officers = (
        list(session.officers.select_related("campaign", "base", "user"))
        if _takes_time(session, now=now)
        else []
    )
    before = list(
        Membership.objects.filter(diary__session=session).select_related("campaign", "base", "user")
    )
    lock_officers([*officers, *before])
    for officer in before:
        if officer not in officers:
            _write_entries(officer, gone=Q(session=session), new=[], now=now)
    for officer in officers:
        _sync_for(officer, session, is_strict=must_fit is None or officer in must_fit, now=now)


def release(*, session: Session | None = None, offers: Collection[Offer] = ()) -> None:
    """Gives the time back, and lets the officers set out for what comes after from elsewhere."""
    own = Q(session=session) if session else Q(offer__in=offers)
    officers = list(
        Membership.objects.filter(
            pk__in=DiaryEntry.objects.filter(own).values("officer")
        ).select_related("campaign", "base")
    )
    lock_officers(officers)
    for officer in sorted(officers, key=lambda member: member.pk):
        _write_entries(officer, gone=own, new=[], now=None)


def _sync_for(officer: Membership, session: Session, *, is_strict: bool, now: datetime) -> None:
    new = taken_by_session(session)
    others = [one for one in taken_beside(officer, new, now=now) if one.about != new.about]
    reason = in_the_way(new, others, campaign=officer.campaign)
    if reason and is_strict:
        raise OfficerIsBusy(f"{officer} {reason}.")
    meets = any(one.begins < new.ends and new.begins < one.ends for one in others)
    _write_entries(
        officer,
        gone=Q(session=session),
        new=[] if meets else [entry_of(officer, new, session=session)],
        now=now,
    )


def _takes_time(session: Session, *, now: datetime) -> bool:
    return (
        session.is_planned
        and session.starts_at is not None
        and session.held_on >= timezone.localtime(now).date()
    )


def _write_entries(
    officer: Membership, *, gone: Q, new: Sequence[Placed], now: datetime | None
) -> None:
    """For an officer who is locked.

    First `gone` and what has lapsed is deleted, then the times of setting out are settled in one
    statement, then `new` is added: in this order no two entries ever overlap.
    """
    lapsed = Q(pk__in=[])
    if now:
        lapsed = Q(offer__state=Offer.State.HELD) & is_over(now, of="offer__")
    mine = DiaryEntry.objects.filter(officer=officer)
    going = list(mine.filter(gone | lapsed))
    touched = [*going, *(entry for entry, _ in new)]
    if not touched:
        return
    staying = mine.exclude(pk__in=[entry.pk for entry in going]).filter(
        begins_at__lt=max(entry.ends_at for entry in touched) + DAY,
        ends_at__gt=min(entry.begins_at for entry in touched) - DAY,
    )
    rows = staying.select_related(
        "session__place__area", "session__talk_request", "offer__talk_request__place__area"
    )
    old = [(entry, taken_by_entry(entry)) for entry in rows]
    moved = settle_ways([*old, *new], officer=officer)
    try:
        with transaction.atomic():
            mine.filter(pk__in=[entry.pk for entry in going]).delete()
            DiaryEntry.objects.bulk_update([entry for entry in moved if entry.pk], ["leaves_at"])
            DiaryEntry.objects.bulk_create([entry for entry, _ in new])
    except IntegrityError:
        raise OfficerIsBusy(f"{officer} is no longer free at that time.") from None
