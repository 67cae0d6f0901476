"""What a phone sends: a session that was written without a signal, or the count of a plan.

Each answer is a receipt, or says what its officer has to do. docs/decisions/0045-counted-offline.md
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_log
from campaigns.access.team import memberships_of, team
from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Membership, Session
from campaigns.sessions.count_form import CountForm
from campaigns.sessions.edit import edit_session
from campaigns.sessions.life import deliver_session, fill_in_count
from campaigns.sessions.log import log_once
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.offline.asked_views import Asked, asked_of
from campaigns.sessions.offline.entry import (
    IDS,
    Entry,
    NotAnEntry,
    TooLong,
    form_problems,
    owner_of,
    read_entry,
)
from campaigns.sessions.offline.over import (
    Wanted,
    laid_over,
    plans_like,
    said_of,
    says_the_same,
    was_counted_before,
    way_over,
    who_counted,
    words_of_plan,
    write_over,
)
from campaigns.sessions.questions import Confirmed

OF_SOMEBODY_ELSE = "Somebody else wrote this. It is sent when they sign in"
OF_ANOTHER_PROGRAMME = "You wrote this in %s. It is sent when you work there again"
LOGGED_BEFORE = "It was logged before your change. Both are kept: say which is right"
IS_IT_THE_PLAN = "A session is planned there at this time. Is this the one?"
NO_PLAN = "This session is not in this programme any more"
TO_COME = "This session is still to come. Send its count when it has been held"


@require_POST
@team(may_log)
def offline_send(request: HttpRequest, member: Membership) -> HttpResponse:
    """One entry, sent as often as it needs; its answer is the receipt."""
    try:
        entry = read_entry(request.body)
    except (RequestDataTooBig, TooLong):
        return refusal("This is too long to be a session", status=413)
    except NotAnEntry:
        return refusal("This could not be read", status=400)
    if entry.owner != owner_of(member):
        return refusal(whose(entry.owner, member=member), status=409)
    return take_count(entry, member) if entry.plan else take_session(entry, member=member)


def others_of(member: Membership) -> dict[str, str]:
    """The keys of the same person in other programmes, and what these are called."""
    if not member.has_others:
        return {}
    mine = memberships_of(member.user_id).exclude(pk=member.pk).select_related("campaign")
    return {owner_of(other): other.campaign.name for other in mine}


def whose(owner: str, *, member: Membership) -> str:
    programme = others_of(member).get(owner)
    return OF_ANOTHER_PROGRAMME % programme if programme else OF_SOMEBODY_ELSE


def take_session(entry: Entry, *, member: Membership) -> HttpResponse:
    """A second try is answered before the rules are asked: what was right yesterday may name a
    topic that is gone today. Not one that was changed in between.
    """
    first = (
        Session.objects.in_campaign(member.campaign)
        .select_related("campaign", "place__area")
        .filter(client_id=entry.client_id)
        .first()
    )
    if first and not entry.is_edited:
        return logged(entry, first, is_new=False)
    today = timezone.localdate()
    form = LogForm(entry.answers, member=member, today=today, auto_id=IDS)
    if not form.is_valid():
        return problems_of(entry, form)
    if first:
        return settle(entry, first, Wanted(form.details, form.counts), LOGGED_BEFORE, member)
    plans = plans_like(form.details, campaign=member.campaign, today=today)
    if not entry.told_apart.issuperset(plan.pk for plan in plans):
        return ask_which(entry, plans)
    asked = asked_of(form, form.details)
    if asked.waits(entry):
        return ask_again(entry, asked)
    try:
        session, is_new = log_once(
            campaign=member.campaign,
            client_id=entry.client_id,
            counts=form.counts,
            today=today,
            by=member.user,
            device_at=entry.device_at,
            confirmed=replace(asked.confirmed, different_from=plans),
            **form.details,
        )
    except ValidationError as problem:
        form.add_problems(problem)
        return problems_of(entry, form)
    return logged(entry, session, is_new=is_new)


def take_count(entry: Entry, member: Membership) -> HttpResponse:
    """Any officer of the campaign may, as on the usual page. A second try says what stands there
    already, and is answered as counted.
    """
    found = Session.objects.in_campaign(member.campaign).filter(pk=entry.plan or 0)
    session = (
        found.select_related("campaign", "place__area")
        .prefetch_related("talk_request__groups")
        .first()
    )
    if not session:
        return refusal(NO_PLAN, status=404)
    today = timezone.localdate()
    form = (
        LogForm(entry.answers, member=member, today=today, auto_id=IDS)
        if entry.is_whole
        else CountForm(entry.answers, session=session, auto_id=IDS)
    )
    if not form.is_valid():
        return problems_of(entry, form)
    if session.held_on > today:
        return refusal(TO_COME, status=422)
    wanted = wanted_of(session, form)
    asked = asked_of(form, wanted.details)
    if can_be_counted(session) and asked.waits(entry):
        return ask_again(entry, asked)
    try:
        count(entry, session, wanted, asked.confirmed, member)
    except ValidationError as problem:
        return refusal(" ".join(problem.messages), status=422)
    except Conflict:
        stands = Session.objects.select_related("campaign", "place__area").get(pk=session.pk)
        wanted = wanted_of(stands, form)
        if was_counted_before(stands, wanted, member) and not entry.is_edited:
            return logged(entry, stands, is_new=False)
        return settle(entry, stands, wanted, who_counted(stands, member=member), member)
    return logged(entry, session, is_new=True)


def can_be_counted(session: Session) -> bool:
    """Who comes too late is told that, and not asked."""
    return session.is_planned or Session.objects.filter(pk=session.pk).without_figure().exists()


def wanted_of(session: Session, form: LogForm | CountForm) -> Wanted:
    typed: Mapping[str, Any] = form.details if isinstance(form, LogForm) else {}
    return Wanted(laid_over(session, typed), form.counts)


@transaction.atomic
def count(
    entry: Entry, session: Session, wanted: Wanted, confirmed: Confirmed, member: Membership
) -> None:
    today = timezone.localdate()
    save = fill_in_count if session.state == Session.State.DELIVERED else deliver_session
    save(session=session, counts=wanted.counts, today=today, by=member.user, confirmed=confirmed)
    if entry.is_whole:  # what else was typed of it
        edit_session(
            session=session,
            counts=wanted.counts,
            now=timezone.now(),
            today=today,
            by=member,
            **wanted.details,
        )


def settle(
    entry: Entry, session: Session, wanted: Wanted, told: str, member: Membership
) -> HttpResponse:
    """Another figure stands there. It is written over when the officer saw it and wants that, by an
    edit or by a correction; else both are told and nothing is written.
    """
    if says_the_same(session, wanted):
        return logged(entry, session, is_new=False)
    if entry.over is not None and way_over(session, member):
        try:
            outcome = write_over(session, wanted, opened=entry.over, member=member)
        except ValidationError as problem:
            told = " ".join(problem.messages)
        except ChangedMeanwhile as changed:
            session, told = changed.session, str(changed)
        except Conflict as lost:
            told = str(lost)
        else:
            return logged(entry, session, is_new=False, outcome=outcome)
    both = {
        "rows": said_of(session, wanted),
        "way": way_over(session, member),
        "version": session.version,
        "session": address_of(session),
    }
    return refusal(told, status=422, client_id=str(entry.client_id), both=both)


def ask_which(entry: Entry, plans: list[Session]) -> HttpResponse:
    shown = [{"id": plan.pk, "words": words_of_plan(plan)} for plan in plans]
    return refusal(IS_IT_THE_PLAN, status=422, client_id=str(entry.client_id), plans=shown)


def ask_again(entry: Entry, asked: Asked) -> HttpResponse:
    said = {"problems": asked.problems, "confirmed": asked.keys}
    return JsonResponse(said | {"client_id": str(entry.client_id)}, status=422)


def address_of(session: Session) -> str:
    return reverse("campaigns:session_detail", args=[session.pk])


def logged(entry: Entry, session: Session, *, is_new: bool, outcome: str = "") -> HttpResponse:
    said = {
        "client_id": str(entry.client_id),
        "session": address_of(session),
        "outcome": outcome or ("logged" if is_new else "already logged"),
    }
    return JsonResponse(said, status=201 if is_new else 200)


def problems_of(entry: Entry, form: LogForm | CountForm) -> HttpResponse:
    said = {"client_id": str(entry.client_id), "problems": form_problems(form)}
    return JsonResponse(said, status=422)


def refusal(words: str, *, status: int, **more: Any) -> HttpResponse:
    said = {"problems": [{"field": "", "to": "main", "text": words}], **more}
    return JsonResponse(said, status=status)
