"""What a session's page says of corrections, and the ways to put it right that this person has."""

from datetime import datetime, timedelta
from typing import Any

from campaigns.access.permissions import may_correct, may_see_audit, may_see_stages, may_see_talks
from campaigns.models import Correction, Membership, Session
from campaigns.sessions.putright.correct import why_not_correct
from campaigns.sessions.words import without_stages

Kind, State = Correction.Kind, Correction.State
NEWS_FOR, MOST_NEWS = timedelta(days=14), 10
WHAT = {Kind.FIGURES: "Correction", Kind.VOID: "Voiding", Kind.RESTORE: "Restoring"}
BEFORE_AFTER = ({"text": "What"}, {"text": "Before"}, {"text": "After"})


def putting_right(session: Session, *, member: Membership, may_edit: bool) -> dict[str, Any]:
    """One query: the session's corrections.

    An officer who may still edit is not sent to a coordinator for it.
    """
    corrections = list(session.corrections.select_related("proposed_by", "decided_by"))
    waiting = next(
        (correction for correction in corrections if correction.state == State.PROPOSED), None
    )
    may = {kind: not why_not_correct(session=session, member=member, kind=kind) for kind in Kind}
    asks = waiting is None or may_correct(member)
    by_stage, reads_school = may_see_stages(member), may_see_talks(member)
    return {
        "lines": [
            shown(correction, session=session, by_stage=by_stage, reads_school=reads_school)
            for correction in corrections
        ],
        "waiting": waiting,
        "may_decide": waiting is not None and may_correct(member),
        "may_take_back": waiting is not None and waiting.proposed_by_id == member.user_id,
        "may_correct": asks and may[Kind.FIGURES] and not may_edit,
        "may_void": asks and may[Kind.VOID],
        "may_restore": asks and may[Kind.RESTORE],
        "may_see_audit": may_see_audit(member),
        "about": session.pk,
    }


def own_news(member: Membership, *, now: datetime) -> list[Correction]:
    """For Today: what waits, and what was decided in the last days."""
    own = Correction.objects.in_campaign(member.campaign).proposed_by(member.user)
    news = own.waiting_or_decided_since(now - NEWS_FOR)
    return list(news.select_related("session__place__area", "decided_by")[:MOST_NEWS])


def said_by_school(session: Session) -> set[str]:
    """Whoever does not see talks does not read it."""
    return set(session.corrections.by_school().values_list("reason", flat=True))


def shown(
    correction: Correction, *, session: Session, by_stage: bool = True, reads_school: bool = True
) -> dict[str, Any]:
    """One correction for a page: what, by whom, why, and a table of before and after."""
    words = str if by_stage else without_stages
    waits = correction.state == State.PROPOSED
    return {
        "correction": correction,
        "proposed_by": correction.proposed_by.name
        if correction.proposed_by
        else "the school, by its link",
        "reason": correction.reason if reads_school or correction.proposed_by else "",
        "what": WHAT[Kind(correction.kind)],
        "id": f"correction-{correction.pk}",
        "caption": f"Correction {correction.pk}: before and after",
        "columns": BEFORE_AFTER,
        "rows": [
            (name, words(before) or "–", words(after) or "–")
            for name, (before, after) in correction.fields.items()
        ],
        "is_stale": waits and correction.based_on != session.version,
    }
