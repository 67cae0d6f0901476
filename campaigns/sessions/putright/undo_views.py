"""The "Undo" button beside the message that something was saved.

What was before is kept in the person's own sign-in, and goes with it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Correction, Membership, Session
from campaigns.sessions.putright import undo
from campaigns.sessions.putright.correct import withdraw_correction
from campaigns.sessions.putright.undo import Before

KEPT = "undo"
TOO_LATE = "This can no longer be undone."


def saved(
    request: HttpRequest,
    member: Membership,
    session: Session,
    text: str,
    *,
    before: Before | None = None,
    correction: Correction | None = None,
) -> HttpResponse:
    """To the session's page, with the message and, when what was before is known for certain, the
    button. `before` is None for a session that is new.
    """
    session.refresh_from_db(fields=["version"])
    waits = correction is not None and correction.state == Correction.State.PROPOSED
    if waits or session.version == (before["version"] + 1 if before else 1):
        entry = {
            "at": timezone.now().timestamp(),
            "by": member.pk,
            "made": session.version,
            "before": before,
            "correction": correction.pk if correction else None,
            "waits": waits,
        }
        request.session[KEPT] = {**_still_good(request), str(session.pk): entry}
        messages.success(
            request, text, extra_tags=reverse("campaigns:session_undo", args=[session.pk])
        )
    else:
        messages.success(request, text)
    return redirect("campaigns:session_detail", pk=session.pk)


@require_POST
@team(may_log)
def session_undo(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    session = get_object_or_404(Session.objects.in_campaign(member.campaign), pk=pk)
    kept = _still_good(request)
    entry = kept.pop(str(session.pk), None)
    request.session[KEPT] = kept
    try:
        if entry is None or entry["by"] != member.pk:
            raise Conflict(TOO_LATE)
        _undo(entry, session=session, member=member)
    except Conflict as lost:
        messages.error(request, str(lost))
    else:
        messages.success(request, "Undone")
    return redirect("campaigns:session_detail", pk=session.pk)


def _undo(entry: dict[str, Any], *, session: Session, member: Membership) -> None:
    if entry["waits"]:
        correction = get_object_or_404(Correction, pk=entry["correction"], session=session)
        withdraw_correction(correction=correction, now=timezone.now(), by=member)
    elif entry["before"] is None:
        undo.take_out(session=session, made=entry["made"], by=member)
    else:
        undo.put_back(
            session=session,
            made=entry["made"],
            before=entry["before"],
            today=timezone.localdate(),
            by=member,
            correction=entry["correction"],
        )


def _still_good(request: HttpRequest) -> dict[str, Any]:
    oldest = timezone.now().timestamp() - undo.WINDOW.total_seconds()
    return {
        pk: entry for pk, entry in request.session.get(KEPT, {}).items() if entry["at"] > oldest
    }
