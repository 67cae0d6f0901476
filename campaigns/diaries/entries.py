"""The rows of the diary: what takes an officer's time, as moments, so that PostgreSQL can refuse
what overlaps.

They are made and worked out here; book.py and repair.py write them.
"""

from collections.abc import Iterable, Sequence

from campaigns.diaries.rule import Taken, in_the_way, sets_out
from campaigns.diaries.taken import taken_by_offer, taken_by_session
from campaigns.models import DiaryEntry, Membership, Offer, Session

Placed = tuple[DiaryEntry, Taken]


def as_entries(
    officer: Membership, rows: Iterable[Session | Offer]
) -> tuple[list[DiaryEntry], list[str]]:
    """The entries for all that takes this officer's time, and in words whatever another one is in
    the way of. `rows` come by age: of two at one time the first has the entry.
    """
    kept: list[Placed] = []
    clashes = []
    for row in rows:
        new = taken_by_session(row) if isinstance(row, Session) else taken_by_offer(row)
        others = [taken for _, taken in kept if taken.about != new.about]
        if reason := in_the_way(new, others, campaign=officer.campaign):
            clashes.append(
                f"{row.held_on:%Y-%m-%d} {row.starts_at:%H:%M} {new.label or 'online'}: "
                f"{officer} {reason}"
            )
        if not any(one.begins < new.ends and new.begins < one.ends for one in others):
            session, offer = (row, None) if isinstance(row, Session) else (None, row)
            kept.append(entry_of(officer, new, session=session, offer=offer))
    settle_ways(kept, officer=officer)
    return [entry for entry, _ in kept], clashes


def entry_of(
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


def settle_ways(day: Sequence[Placed], *, officer: Membership) -> list[DiaryEntry]:
    """Works out anew when the officer sets out for each; returns the entries where that changed."""
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
