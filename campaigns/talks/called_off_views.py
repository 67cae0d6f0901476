"""A planned session is called off, or did not happen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, Session
from campaigns.places.guests import by_name
from campaigns.sessions.edit import may_change_plan
from campaigns.sessions.forms import CallOffForm
from campaigns.sessions.life import may_be_written, school_that_waits
from campaigns.sessions.write_views import FORM_METHODS, back_to
from campaigns.talks.called_off import end_session

IS_WRITTEN = "{School} gets an e-mail."
IS_NOT_WRITTEN = "{School} gets no e-mail about this. Call it if it does not know yet."


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_cancel(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """One page for both: before its day a session is cancelled, on its day or later it did not
    happen.
    """
    session = get_object_or_404(
        Session.objects.in_campaign(member.campaign).select_related("campaign", "place__area"),
        pk=pk,
    )
    if not may_change_plan(session=session, member=member):
        raise PermissionDenied
    today, now = timezone.localdate(), timezone.now()
    is_over = session.held_on <= today
    if not session.is_planned:
        return back_to(
            request, session, "Somebody else has already said what became of this session."
        )
    school = school_that_waits(session)
    is_told = bool(school and may_be_written(school, session=session, now=now))
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_session(
                session=session,
                called_off_by=form.cleaned_data["called_off_by"],
                reason=form.cleaned_data["reason"],
                now=now,
                today=today,
                by=member.user,
            )
        except Conflict as lost:
            return back_to(request, session, str(lost))
        saved = "Saved: this session did not happen" if is_over else "Session cancelled"
        if school:
            told = by_name(IS_WRITTEN if is_told else IS_NOT_WRITTEN, school)
            saved = f"{saved}. {told}"
        messages.success(request, saved)
        return redirect("campaigns:session_detail", pk=session.pk)
    return render(
        request,
        "campaigns/sessions/cancel.html",
        {
            "form": form,
            "session": session,
            "is_over": is_over,
            "school": school,
            "is_told": is_told,
        },
    )
