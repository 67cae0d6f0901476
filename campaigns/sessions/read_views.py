"""The page of one session. Lists are in list_views.py, writing is in write_views.py."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import (
    may_log,
    may_merge,
    may_read,
    may_see_stages,
    may_see_talks,
    talks_seen_by,
)
from campaigns.access.team import team
from campaigns.mail.quiet import morning_of
from campaigns.models import Change, Membership, Session, TalkRequest, stages_label
from campaigns.models.figure import figure_of, lines_of
from campaigns.sessions.copies import as_counts
from campaigns.sessions.details import said_on_page
from campaigns.sessions.edit import may_change_plan, why_not_edit
from campaigns.sessions.feedback import feedback_for
from campaigns.sessions.putright.column import still_asked
from campaigns.sessions.putright.panel import putting_right, said_by_school
from campaigns.sessions.questions import (
    confirmed_before,
    expected_at,
    far_from_expected,
    key_of,
)
from campaigns.sessions.words import HOW_KNOWN, without_stages
from sextortion_aware.reading.dates import in_words

STATE_KINDS = {"delivered": "good", "planned": "brand"}
WHO_CAME = ({"text": "Audience"}, {"text": "How it is known"}, {"text": "People", "number": True})


@require_safe
@team(may_read)
def session_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    session = get_object_or_404(_whole().in_campaign(member.campaign), pk=pk)
    today, figure = timezone.localdate(), figure_of(session)
    by_stage = may_see_stages(member)
    refusal = why_not_edit(session=session, member=member, now=timezone.now())
    waits = session.needs_count(today=today) or (figure is not None and figure.count is None)
    talk = talk_of(session, member)
    return render(
        request,
        "campaigns/sessions/detail.html",
        {
            "session": session,
            "kind": STATE_KINDS.get(session.state, ""),
            "facts": facts_of(session) + door_of(session, talk),
            "columns": WHO_CAME,
            "counts": [
                (line.whom, HOW_KNOWN[line.known], "–" if line.count is None else f"{line.count:,}")
                for line in lines_of(session, by_stage=by_stage)
            ],
            "total": ("All", "", str(figure)) if figure else None,
            "figure": figure,
            "said": feedback_for(session, member=member),
            "asked": [(key_of(wrong.sentence), wrong) for wrong in still_asked(session)]
            if may_log(member)
            else [],
            "history": history_of(session, member),
            "talk": talk,
            "morning": morning_for(session, now=timezone.now()),
            "merges": list(session.merges.filter(undone_at__isnull=True)),
            "may_merge": may_merge(member),
            "putting_right": putting_right(session, member=member, may_edit=not refusal),
            "may_count": waits and may_log(member),
            "may_edit": not refusal,
            "may_call_off": session.is_planned and may_change_plan(session=session, member=member),
            "why_not": refusal
            if may_log(member) and session.state == Session.State.DELIVERED
            else "",
            "is_over": session.held_on <= today,
        },
    )


def morning_for(session: Session, *, now: datetime) -> str:
    """When its school reads what was just done here, if that is not now."""
    talk = getattr(session, "talk_request", None)
    return morning_of(talk.mails.all(), now=now) if talk else ""


def _whole() -> Any:
    lists = ("attendances__place", "topics", "partners", "officers__user", "changes__by")
    return Session.objects.select_related(
        "campaign", "place__area", "logged_by", "talk_request__feedback"
    ).prefetch_related(*lists)


def facts_of(session: Session) -> list[dict[str, str]]:
    """What is not known is left out."""
    facts = {
        "Date": f"{session.held_on:%A} {in_words(session.held_on)}",
        "Time": when(session),
        "Place": where(session),
        "Kind": session.get_format_display(),
        "Talk": session.talk_request.kind_name if hasattr(session, "talk_request") else "",
        "Topics": ", ".join(topic.name for topic in session.topics.all()),
        "Stages": stages_label(session.stages),
        "Officers": ", ".join(officer.user.name for officer in session.officers.all()),
        "Partners": ", ".join(partner.name for partner in session.partners.all()),
        "Why it does not count"
        if session.state == Session.State.VOIDED
        else "Why it was not held": session.state_reason,
        **said_on_page(session),
        "Please check": still_far_from_expected(session),
        "Notes": session.notes,
    }
    return [{"key": key, "value": value} for key, value in facts.items() if value]


def door_of(session: Session, talk: TalkRequest | None) -> list[dict[str, str]]:
    """What somebody needs who stands before the place; whom to call is said with the request."""
    if talk is None or not session.is_planned:
        return []
    rows = (("The room", talk.room), ("Arriving", talk.arriving))
    return [{"key": key, "value": value} for key, value in rows if value]


def still_far_from_expected(session: Session) -> str:
    """A count that came from a phone without a signal was not asked about."""
    if session.state != Session.State.DELIVERED:
        return ""
    found = far_from_expected(expected_at(session), as_counts(session.attendances.all()))
    confirmed = confirmed_before(session) if found else ""
    return " ".join(sentence for sentence in found if sentence not in confirmed)


def when(session: Session) -> str:
    length = f"{session.minutes} minutes" if session.minutes else ""
    return ", ".join(
        part for part in (f"{session.starts_at:%H:%M}" if session.starts_at else "", length) if part
    )


def where(session: Session) -> str:
    place = session.place.label if session.place else ""
    return " – ".join(part for part in ("Online" if session.is_online else "", place) if part)


def history_of(session: Session, member: Membership) -> list[dict[str, Any]]:
    by_stage = may_see_stages(member)
    hidden = set() if may_see_talks(member) else said_by_school(session)
    lines = [history_line(change, by_stage=by_stage) for change in session.changes.all()]
    return [line | {"reason": ""} if line["reason"] in hidden else line for line in lines]


def history_line(change: Change, *, by_stage: bool) -> dict[str, Any]:
    shown = str if by_stage else without_stages
    return {
        "at": change.at,
        "by": change.by.name if change.by else "The school, by its link",
        "what": change.get_kind_display(),
        "reason": change.reason,
        "fields": [
            {"name": name, "before": shown(before), "after": shown(after)}
            for name, (before, after) in change.fields.items()
        ],
    }


def talk_of(session: Session, member: Membership) -> Any:
    """The request that made this session, for those who may see it: it holds a school's contact."""
    request = getattr(session, "talk_request", None)
    if request is None or not may_see_talks(member):
        return None
    return talks_seen_by(member).filter(pk=request.pk).first()
