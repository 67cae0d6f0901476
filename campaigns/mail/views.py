"""Every e-mail about a talk: what will go and when, what went, what did not; and the button that
stops one.
"""

from collections.abc import Iterable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_run_queue, may_see_talks, talks_seen_by
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.seen import note_contacts_seen
from campaigns.mail.filter_form import SHOWN, OutboxFilter
from campaigns.mail.outbox import line_of, lines_of, mails_of, words_of
from campaigns.mail.write import stop_mail
from campaigns.models import Mail, Membership

MAILS_A_PAGE = 25


@require_safe
@team(may_run_queue)
def mail_list(request: HttpRequest, member: Membership) -> HttpResponse:
    mails = Mail.objects.filter(talk_request__campaign=member.campaign)
    counts = dict(mails.order_by().values_list("state").annotate(number=Count("pk")))
    form = OutboxFilter(request.GET, counts=counts)
    state = form.wanted_state
    page = Paginator(mails_of(member.campaign, state=state), MAILS_A_PAGE).get_page(
        request.GET.get("page")
    )
    note_seen(request, member, page)
    now = timezone.now()
    told = {
        "form": form,
        "page": page,
        "lines": lines_of(page, now=now),
        "state": state,
        "title": SHOWN[state],
        "given_up": counts.get(Mail.State.GIVEN_UP, 0),
        "refused": counts.get(Mail.State.REFUSED, 0),
        "is_quiet_at_night": settings.QUIET_AT_NIGHT,
        "query": "" if state == Mail.State.WAITING else f"state={state}&",
    }
    return render(request, "campaigns/mail/list.html", told)


@require_safe
@team(may_see_talks)
def mail_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    mail = get_object_or_404(
        mails_seen_by(member).select_related("talk_request__place__area", "stopped_by"), pk=pk
    )
    return show(request, member, mail)


@require_POST
@team(may_run_queue)
def mail_stop(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    mail = get_object_or_404(
        mails_seen_by(member).select_related("talk_request__place__area"), pk=pk
    )
    try:
        stop_mail(mail=mail, now=timezone.now(), by=member.user)
    except Conflict as problem:
        mail.refresh_from_db()
        return show(request, member, mail, problem=str(problem))
    messages.success(request, "This e-mail will not be sent.")
    return redirect("campaigns:mail_detail", mail.pk)


def mails_seen_by(member: Membership) -> QuerySet[Mail]:
    return Mail.objects.filter(talk_request__in=talks_seen_by(member))


def show(
    request: HttpRequest, member: Membership, mail: Mail, *, problem: str = ""
) -> HttpResponse:
    note_seen(request, member, [mail])
    told = {
        "mail": mail,
        "line": line_of(mail, now=timezone.now()),
        "paragraphs": words_of(mail).strip().split("\n\n"),
        "may_stop": mail.state == Mail.State.WAITING and may_run_queue(member),
        "problem": problem,
    }
    return render(
        request,
        "campaigns/mail/detail.html",
        told,
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
    )


def note_seen(request: HttpRequest, member: Membership, mails: Iterable[Mail]) -> None:
    """Each names the school's contact, and stands on the page."""
    about = {mail.talk_request.reference for mail in mails if mail.talk_request}
    if about and request.method != "HEAD":
        note_contacts_seen(by=member.user, campaign=member.campaign, references=about)
