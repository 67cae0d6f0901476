"""Two people at one session: the later one sees what stands there now beside what they typed, and
may save on top of it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from campaigns.access.permissions import may_correct
from campaigns.models import Membership, Session
from campaigns.sessions.copies import counts_of
from campaigns.sessions.count_form import CountForm
from campaigns.sessions.edit import why_not_edit
from campaigns.sessions.forms import DetailsForm, SessionForm
from campaigns.sessions.putright.forms import CorrectForm
from campaigns.sessions.version_field import NO_VERSION, has_seen
from campaigns.sessions.versions import who_changed
from campaigns.sessions.words import describe, describe_counts, in_words_of

COLUMNS = ({"text": "What differs"}, {"text": "As it is now"}, {"text": "What you typed"})
NOTHING_DIFFERS = "It says what you typed."


def is_stale(form: DetailsForm, session: Session) -> bool:
    return form.is_bound and form.fields["opened"].clean(form.data.get("opened")) != session.version


def changed_meanwhile(form: CountForm, *, session: Session, member: Membership) -> str:
    """A sentence for whoever counts: their count writes nothing over,
    so it is told and not asked.
    """
    since = form.cleaned_data["opened"]
    return (
        f" {who_changed(session=session, since=since, by=member.user)}"
        if since not in (NO_VERSION, session.version)
        else ""
    )


def both_versions(form: DetailsForm, *, session: Session, member: Membership) -> dict[str, Any]:
    form.is_valid()
    since = form.cleaned_data["opened"]
    told = who_changed(session=session, since=since, by=member.user)
    has_seen(form, session.version)
    counts = getattr(form, "counts", None)
    typed = in_words_of(
        details=form.details, counts=counts_of(session) if counts is None else counts
    )
    return {"told": told, "columns": COLUMNS, "rows": differing(describe(session), typed)}


def differing(now: dict[str, str], typed: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (name, now[name] or "–", typed[name] or "–") for name in now if now[name] != typed[name]
    ]


def says_it_already(request: HttpRequest, session: Session, both: dict[str, Any]) -> HttpResponse:
    messages.info(request, f"{both['told']} {NOTHING_DIFFERS}")
    return redirect("campaigns:session_detail", pk=session.pk)


def counted_twice(
    request: HttpRequest, member: Membership, session: Session, form: CountForm
) -> HttpResponse:
    """Somebody entered the count first.

    Both are shown; this one may be saved on top, by an edit or by a correction.
    """
    told = who_changed(session=session, since=session.version, by=member.user)
    session = Session.objects.select_related("campaign", "place__area").get(pk=session.pk)
    if session.state != Session.State.DELIVERED:
        messages.error(request, f"{told}{typed_counts(request, session)}")
        return redirect("campaigns:session_detail", pk=session.pk)
    may_edit = not why_not_edit(session=session, member=member, now=timezone.now())
    form_class = SessionForm if may_edit else CorrectForm
    fresh = form_class(
        member=member,
        today=timezone.localdate(),
        session=session,
        initial={name: form.data.get(name, "") for name in form.line_names},
        typed_schools=form.typed_schools(),
    )
    row = (
        "Attendance",
        describe_counts(session.attendances.select_related("place__area")),
        describe_counts(form.counts),
    )
    both = {"told": told, "columns": COLUMNS, "rows": [row]}
    if row[1] == row[2]:  # the same button, pressed twice
        messages.success(request, "Count saved")
        return redirect("campaigns:session_detail", pk=session.pk)
    given = {"form": fresh, "session": session, "both": both, "at_once": may_correct(member)}
    return render(
        request,
        "campaigns/sessions/edit.html" if may_edit else "campaigns/sessions/putright/correct.html",
        given,
    )


def typed_counts(request: HttpRequest, session: Session) -> str:
    """A sentence for a message, so that the numbers are not lost when there is no form for them any
    more.
    """
    form = CountForm(request.POST if request.method == "POST" else None, session=session)
    return f" You typed: {describe_counts(form.counts)}." if form.is_valid() and form.counts else ""
