"""An officer is in one place at a time, the way there included.

Whoever takes an officer's time holds that officer's row until the transaction ends.

What is taken is read from the planned sessions and the held offers themselves. The entries say the
same in times, so that PostgreSQL can refuse what overlaps.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.diaries.rule import USUAL_LENGTH, Taken, in_the_way, sets_out, span
from campaigns.history.conflicts import Conflict
from campaigns.models import DiaryEntry, Membership, Offer, Place, Session
from campaigns.places.travel import travel_minutes

__all__ = [
    "USUAL_LENGTH",
    "OfficerIsBusy",
    "Slot",
    "about_of",
    "as_entries",
    "book_slot",
    "lock_officers",
    "refuse_planned_twice",
    "release",
    "start_of",
    "sync_diary",
    "taken_by",
    "travel_minutes",
    "why_not_free",
]

DAY = timedelta(days=1)
Placed = tuple[DiaryEntry, Taken]


class OfficerIsBusy(Conflict):
    """The text says with what."""


@dataclass(frozen=True, kw_only=True)
class Slot:
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
    """For who knows only the day: held dates lapse at midnight, so it says as well which of them
    are free again.
    """
    return timezone.make_aware(datetime.combine(day, time.min))


def lock_officers(officers: Iterable[Membership]) -> None:
    """In one order, so that two people never wait for each other.

    Rows that only point at the officer may still be written meanwhile (no_key). On SQLite the whole
    transaction is one at a time.
    """
    keys = {officer.pk for officer in officers}
    list(
        Membership.objects.select_for_update(no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )


def taken_by(
    officers: Collection[Membership], *, first: date, last: date, now: datetime
) -> dict[int, list[Taken]]:
    """Officer's pk to everything planned with them or held for a school on these days, and the day
    before for what goes on past midnight. Three queries.
    """
    found: defaultdict[int, list[Taken]] = defaultdict(list)
    keys, days = {officer.pk for officer in officers}, (first - DAY, last + DAY)
    planned = (
        Session.objects.planned()
        .filter(officers__in=keys, held_on__range=days, starts_at__isnull=False)
        .distinct()
    )
    for session in planned.select_related("place__area", "talk_request").prefetch_related(
        "officers"
    ):
        for officer in session.officers.all():
            found[officer.pk].append(_taken_by_session(session))
    held = Offer.objects.held(now).filter(
        Q(officer__in=keys) | Q(second_officer__in=keys), held_on__range=days
    )
    for offer in held.select_related("talk_request__place__area"):
        for key in filter(None, (offer.officer_id, offer.second_officer_id)):
            found[key].append(_taken_by_offer(offer))
    return found


def why_not_free(officer: Membership, new: Taken, *, now: datetime) -> str:
    """A sentence without its full stop; empty when the officer is free.

    It holds nothing and may be out of date when read: `book` asks again.
    """
    first, last = timezone.localtime(new.begins).date(), timezone.localtime(new.ends).date()
    others = taken_by([officer], first=first, last=last, now=now)[officer.pk]
    reason = in_the_way(new, others, campaign=officer.campaign)
    return f"{officer} {reason}" if reason else ""


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

    `about` is the talk that is being written: sent twice, it is not in its own way. `place` is None
    online.
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
        others = [one for one in _others(officer, new, now=now) if one.about != about]
        if reason := in_the_way(new, others, campaign=officer.campaign):
            raise OfficerIsBusy(f"{officer} {reason}.")
        _write_entries(
            officer, gone=own, new=[_entry(officer, new, session=session, offer=offer)], now=now
        )


def sync_diary(
    session: Session, *, now: datetime, must_fit: Collection[Membership] | None = None
) -> None:
    """The diary says of this session what its row says: call it after every write of one.

    Who `must_fit` (all, when nobody is named) is refused when busy. Of the others what stood before
    may stand, without an entry when it meets another one.
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
    """Their officers' time is free, and who comes after sets out from what is now before."""
    own = Q(session=session) if session else Q(offer__in=offers)
    officers = list(
        Membership.objects.filter(
            pk__in=DiaryEntry.objects.filter(own).values("officer")
        ).select_related("campaign", "base")
    )
    lock_officers(officers)
    for officer in sorted(officers, key=lambda member: member.pk):
        _write_entries(officer, gone=own, new=[], now=None)


def as_entries(
    officer: Membership, rows: Iterable[Session | Offer]
) -> tuple[list[DiaryEntry], list[str]]:
    """Of all that takes this officer's time, the first come first: the entries, and in words what
    cannot have one because it meets another.
    """
    kept: list[Placed] = []
    clashes = []
    for row in rows:
        new = _taken_by_session(row) if isinstance(row, Session) else _taken_by_offer(row)
        others = [taken for _, taken in kept if taken.about != new.about]
        if reason := in_the_way(new, others, campaign=officer.campaign):
            clashes.append(
                f"{row.held_on:%Y-%m-%d} {row.starts_at:%H:%M} {new.label or 'online'}: "
                f"{officer} {reason}"
            )
        if not any(one.begins < new.ends and new.begins < one.ends for one in others):
            kept.append(
                _entry(
                    officer,
                    new,
                    **({"session": row} if isinstance(row, Session) else {"offer": row}),
                )
            )
    _settle(kept, officer=officer)
    return [entry for entry, _ in kept], clashes


def about_of(session: Session) -> uuid.UUID:
    request = getattr(session, "talk_request", None)
    return request.draft_key if request else session.client_id


def _sync_for(officer: Membership, session: Session, *, is_strict: bool, now: datetime) -> None:
    new = _taken_by_session(session)
    others = [one for one in _others(officer, new, now=now) if one.about != new.about]
    reason = in_the_way(new, others, campaign=officer.campaign)
    if reason and is_strict:
        raise OfficerIsBusy(f"{officer} {reason}.")
    meets = any(one.begins < new.ends and new.begins < one.ends for one in others)
    _write_entries(
        officer,
        gone=Q(session=session),
        new=[] if meets else [_entry(officer, new, session=session)],
        now=now,
    )


def _takes_time(session: Session, *, now: datetime) -> bool:
    return (
        session.is_planned
        and session.starts_at is not None
        and session.held_on >= timezone.localtime(now).date()
    )


def _others(officer: Membership, new: Taken, *, now: datetime) -> list[Taken]:
    return taken_by(
        [officer],
        first=timezone.localtime(new.begins).date(),
        last=timezone.localtime(new.ends).date(),
        now=now,
    )[officer.pk]


def _taken_by_session(session: Session) -> Taken:
    begins, ends = span(session.held_on, session.starts_at or time.min, session.minutes)
    place = None if session.is_online else session.place
    return Taken(
        about=about_of(session),
        begins=begins,
        ends=ends,
        place=place,
        label=place.label if place else "",
    )


def _taken_by_offer(offer: Offer) -> Taken:
    begins, ends = span(offer.held_on, offer.starts_at, offer.minutes)
    request = offer.talk_request
    return Taken(
        about=request.draft_key,
        begins=begins,
        ends=ends,
        place=request.place,
        label=request.place_label,
        is_offer=True,
    )


def _entry(
    officer: Membership, new: Taken, *, session: Session | None = None, offer: Offer | None = None
) -> Placed:
    return DiaryEntry(
        officer=officer,
        about=new.about,
        session=session,
        offer=offer,
        begins_at=new.begins,
        ends_at=new.ends,
    ), new


def _write_entries(
    officer: Membership, *, gone: Q, new: Sequence[Placed], now: datetime | None
) -> None:
    """The officer is held.

    What goes goes first, then everybody's way is settled in one statement, then comes what is new:
    so no two ever overlap.
    """
    lapsed = Q(offer__state=Offer.State.HELD, offer__lapses_at__lte=now) if now else Q(pk__in=[])
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
    old = [(entry, _taken_by_entry(entry)) for entry in rows]
    moved = _settle([*old, *new], officer=officer)
    try:
        with transaction.atomic():
            mine.filter(pk__in=[entry.pk for entry in going]).delete()
            DiaryEntry.objects.bulk_update([entry for entry in moved if entry.pk], ["leaves_at"])
            DiaryEntry.objects.bulk_create([entry for entry, _ in new])
    except IntegrityError:
        raise OfficerIsBusy(f"{officer} is no longer free at that time.") from None


def _settle(day: Sequence[Placed], *, officer: Membership) -> list[DiaryEntry]:
    """Whose time of setting out is another one now."""
    changed = []
    for entry, taken in day:
        leaves_at = sets_out(
            taken,
            [one for _, one in day if one is not taken],
            campaign=officer.campaign,
            base=officer.base,
        )
        if entry.leaves_at != leaves_at:
            entry.leaves_at = leaves_at
            changed.append(entry)
    return changed


def _taken_by_entry(entry: DiaryEntry) -> Taken:
    place = entry.offer.talk_request.place if entry.offer else None
    if entry.session and not entry.session.is_online:
        place = entry.session.place
    return Taken(about=entry.about, begins=entry.begins_at, ends=entry.ends_at, place=place)
