"""The two buttons of the question that a session's page asks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Correction, Membership, Session
from campaigns.sessions.putright.column import change_column, keep_column
from campaigns.sessions.putright.correct import CorrectionRefused
from campaigns.sessions.putright.undo import what_stands
from campaigns.sessions.putright.undo_views import saved
from campaigns.sessions.putright.views import PROPOSED

KEPT, MOVED = "Noted: it is right as it is", "Put in the other column"


@require_POST
@team(may_log)
def session_column(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    session = get_object_or_404(
        Session.objects.in_campaign(member.campaign).select_related("campaign", "place__area"),
        pk=pk,
    )
    key, before, text = request.POST.get("asked", ""), what_stands(session), KEPT
    correction = None
    try:
        if "keep" in request.POST:
            keep_column(session=session, key=key, by=member)
        else:
            correction = change_column(
                session=session,
                key=key,
                now=timezone.now(),
                today=timezone.localdate(),
                by=member,
            )
            text = _said(correction)
    except (Conflict, CorrectionRefused) as lost:
        messages.error(request, str(lost))
    except ValidationError as problem:
        messages.error(request, f"{'. '.join(problem.messages)}. Edit or correct the session.")
    else:
        return saved(request, member, session, text, before=before, correction=correction)
    return redirect("campaigns:session_detail", pk=session.pk)


def _said(correction: Correction | None) -> str:
    waits = correction is not None and correction.state == Correction.State.PROPOSED
    return PROPOSED if waits else MOVED
