"""What a phone brings beside what stands there: the same, a plan that it may be, or another figure.

Nothing is written over in silence, and nothing that was typed is dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, Change, Correction, Membership, Session
from campaigns.sessions.copies import changed, copy_of, to_copy
from campaigns.sessions.details import DETAILS, LISTS, Details, details_of
from campaigns.sessions.edit import EditRefused, edit_session, why_not_edit
from campaigns.sessions.likeness import Moment, found_like
from campaigns.sessions.putright.correct import (
    CorrectionRefused,
    propose_correction,
    why_not_correct,
)
from campaigns.sessions.rules import Count
from campaigns.sessions.words import describe, in_words_of
from sextortion_aware.reading.dates import in_words

FROM_A_PHONE = "Typed on a phone without a signal, and sent later"
CHANGED, PROPOSED = "changed", "proposed"  # the change is written, or waits for a coordinator
ATTENDANCE = "Attendance"  # in the history
COUNTS = (Change.Kind.DELIVERED, Change.Kind.EDITED)
EDIT, CORRECT, NO_WAY = "edit", "correct", ""


@dataclass(frozen=True)
class Wanted:
    details: Details
    counts: list[Count]

    @property
    def copy(self) -> dict[str, Any]:
        return to_copy(details=self.details, counts=self.counts)


def plans_like(details: Details, *, campaign: Campaign, today: date) -> list[Session]:
    """Planned sessions that one which was held may be."""
    if details["held_on"] > today:
        return []
    moment = Moment(
        place=details.get("place"),
        held_on=details["held_on"],
        starts_at=details.get("starts_at"),
        stages=details.get("stages", ()),
    )
    return [session for session in found_like(moment, campaign=campaign) if session.is_planned]


def words_of_plan(session: Session) -> str:
    where = session.place.label if session.place else "Online"
    at = f", {session.starts_at:%H:%M}" if session.starts_at else ""
    return f"{session.get_format_display()}, {where}, {in_words(session.held_on)}{at}"


def laid_over(session: Session, typed: Mapping[str, Any]) -> Details:
    """The plan with what was typed of it afresh: a box that was left empty empties nothing, who and
    what stood in a list stays in it, and notes stand below one another.
    """
    planned = details_of(session)
    both: dict[str, Any] = {}
    for detail in DETAILS:
        stood, said = detail.of(planned), detail.of(typed)
        both[detail.name] = said or stood
        if detail.name in (*LISTS, "stages"):
            both[detail.name] = [*stood, *(one for one in said if one not in stood)]
    stood, said = planned.get("notes", ""), typed.get("notes", "")
    both["notes"] = stood if said in stood else "\n".join(filter(None, (stood, said)))
    return cast("Details", both)


def says_the_same(session: Session, wanted: Wanted) -> bool:
    return session.state == Session.State.DELIVERED and not changed(copy_of(session), wanted.copy)


def was_counted_before(session: Session, wanted: Wanted, member: Membership) -> bool:
    """The same person has sent this count, and its answer was lost: whatever was made of the
    session since. The history knows, for a count has no row of its own.
    """
    if session.state != Session.State.DELIVERED:
        return False
    said = in_words_of(details=wanted.details, counts=wanted.counts)[ATTENDANCE]
    is_there = False
    for change in session.changes.filter(fields__has_key=ATTENDANCE).order_by("pk"):
        if change.kind == Change.Kind.UNDONE:
            is_there = False
        elif change.kind in COUNTS and change.by_id == member.user_id:
            is_there |= change.fields[ATTENDANCE][1] == said
    return is_there


def said_of(session: Session, wanted: Wanted) -> list[tuple[str, str, str]]:
    """What differs, as it stands and as it was typed; of a session that was called off the count,
    which it does not have.
    """
    now = describe(session)
    typed = in_words_of(details=wanted.details, counts=wanted.counts)
    return [
        (name, now[name] or "–", typed[name] or "–") for name in now if now[name] != typed[name]
    ]


def who_counted(session: Session, *, member: Membership) -> str:
    if session.state != Session.State.DELIVERED:
        reason = f" {session.state_reason}." if session.state_reason else ""
        return f"This session has no count: {session.get_state_display().lower()}.{reason}"
    entry = session.changes.filter(fields__has_key=ATTENDANCE).select_related("by").last()
    if entry and entry.by_id == member.user_id:
        return "You have counted this session already, with another number."
    who = entry.by.name if entry and entry.by else "Somebody"
    return f"{who} has counted this session already, with another number."


def way_over(session: Session, member: Membership) -> str:
    if not why_not_edit(session=session, member=member, now=timezone.now()):
        return EDIT
    kind = Correction.Kind.FIGURES
    return NO_WAY if why_not_correct(session=session, member=member, kind=kind) else CORRECT


def write_over(session: Session, wanted: Wanted, *, opened: int, member: Membership) -> str:
    """By the rules of the house: an edit while that is open, then a correction."""
    today, now = timezone.localdate(), timezone.now()
    try:
        if way_over(session, member) == EDIT:
            edit_session(
                session=session,
                counts=wanted.counts,
                now=now,
                today=today,
                by=member,
                opened=opened,
                **wanted.details,
            )
            return CHANGED
        if proposed_before(session, wanted, member):
            return PROPOSED
        correction = propose_correction(
            session=session,
            counts=wanted.counts,
            reason=FROM_A_PHONE,
            opened=opened,
            now=now,
            today=today,
            by=member,
            **wanted.details,
        )
    except (EditRefused, CorrectionRefused) as refused:
        raise Conflict(str(refused)) from None
    return PROPOSED if correction.state == Correction.State.PROPOSED else CHANGED


def proposed_before(session: Session, wanted: Wanted, member: Membership) -> bool:
    """The answer was lost, and it is sent once more."""
    waiting = session.corrections.waiting().filter(proposed_by=member.user)
    return any(one.wanted == changed(copy_of(session), wanted.copy) for one in waiting)
