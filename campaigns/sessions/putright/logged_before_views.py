"""The form of a session that is logged already comes once more, with other words: whoever went back
to it is told, sees both, and may keep the change as a change.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from campaigns.access.permissions import may_correct
from campaigns.models import Membership, Session
from campaigns.sessions.details import LISTS
from campaigns.sessions.edit import why_not_edit
from campaigns.sessions.forms import DetailsForm, SessionForm
from campaigns.sessions.putright.both import COLUMNS, differing
from campaigns.sessions.putright.forms import CorrectForm
from campaigns.sessions.words import describe, in_words_of

State = Session.State
TOLD = "This form was saved before. What you have changed in it since is not saved yet."
CANNOT = "This form was saved before, and the session cannot be changed now. You typed: "


def said_otherwise(session: Session, form: SessionForm) -> list[tuple[str, str, str]]:
    """What differs, as it stands and as it was typed now; empty for the same form pressed twice."""
    typed = in_words_of(details=form.details, counts=form.counts)
    return differing(describe(session), typed)


def logged_before(
    request: HttpRequest, member: Membership, session: Session, form: SessionForm
) -> HttpResponse | None:
    """None when it says what stands there."""
    session = Session.objects.select_related("campaign", "place__area").get(pk=session.pk)
    rows = said_otherwise(session, form)
    if not rows:
        return None
    may_edit = not why_not_edit(session=session, member=member, now=timezone.now())
    if not may_edit and session.state != State.DELIVERED:
        typed = "; ".join(f"{name}: {said}" for name, _, said in rows)
        messages.error(request, f"{CANNOT}{typed}.")
        return redirect("campaigns:session_detail", pk=session.pk)
    fresh = changing_form(form, session=session, member=member, may_edit=may_edit)
    both = {"told": TOLD, "columns": COLUMNS, "rows": rows}
    return render(
        request,
        f"campaigns/sessions/{'edit' if may_edit else 'putright/correct'}.html",
        {"form": fresh, "session": session, "both": both, "at_once": may_correct(member)},
    )


def changing_form(
    form: SessionForm, *, session: Session, member: Membership, may_edit: bool
) -> DetailsForm:
    """Of the session as it stands, with what was typed in it."""
    details: dict[str, Any] = {**form.details}
    lists = {name: [row.pk for row in details[name]] for name in LISTS}
    given: dict[str, Any] = {"member": member, "today": timezone.localdate(), "session": session}
    if may_edit and session.is_planned:
        return DetailsForm(**given, initial=details | lists)
    lines = {name: form.data.get(name, "") for name in form.line_names}
    form_class = SessionForm if may_edit else CorrectForm
    initial = details | lists | lines
    return form_class(**given, initial=initial, typed_schools=form.typed_schools())
