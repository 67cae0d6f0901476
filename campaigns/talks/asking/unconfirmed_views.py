"""A request whose address nobody has confirmed yet, found by the reference or the place that a
school gives on the telephone. It is in no queue.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_run_queue, talks_seen_by, unconfirmed_seen_by
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.seen import note_contacts_seen
from campaigns.mail.outbox import lines_of
from campaigns.models import Change, Mail, Membership, TalkRequest
from campaigns.places.guests import by_name
from campaigns.talks.asking.address import confirm_address, send_receipt_again
from campaigns.talks.asking.unconfirmed_forms import LetterForm, SpokenToForm
from campaigns.talks.link_forms import typed_in
from campaigns.talks.request_views import faster
from campaigns.talks.words import asked_in_short, asked_rows

CONFIRM = {
    "address": "campaigns:talk_unconfirmed_confirm",
    "heading": "Confirm it for {school}",
    "button": "Confirm the request",
}
IN_QUEUE = "The request is in the queue. {School} gets an e-mail."
BY_SCHOOL = "{School} has confirmed it meanwhile. The request is in the queue."
BY_US = "One of us has confirmed it meanwhile. The request is in the queue."


@require_safe
@team(may_run_queue)
def talk_unconfirmed(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk = seen_unconfirmed(member, pk)
    return unconfirmed_page(request, member, talk) if talk else confirmed_meanwhile(member, pk)


@require_POST
@team(may_run_queue)
def talk_unconfirmed_again(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """To the address that it has, or as the school spells it on the telephone."""
    talk, form = seen_unconfirmed(member, pk), LetterForm(request.POST)
    if talk is None:
        return confirmed_before(request, member, pk, typed=typed_in(form))
    if not form.is_valid():
        return unconfirmed_page(request, member, talk, writing=form)
    address = form.cleaned_data["contact_email"]
    try:
        send_receipt_again(talk_request=talk, address=address, now=timezone.now(), by=member.user)
    except Conflict:
        return confirmed_before(request, member, pk, typed=address)
    messages.success(request, f"The e-mail goes to {address}.")
    return redirect("campaigns:talk_unconfirmed", talk.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_run_queue)
def talk_unconfirmed_confirm(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """A page of its own, so that no note is lost to “Send the e-mail again”. Pressed twice it is
    once.
    """
    talk = seen_unconfirmed(member, pk)
    form = SpokenToForm(request.POST if request.method == "POST" else None)
    if talk is None:
        return confirmed_before(request, member, pk, typed=typed_in(form))
    if not form.is_valid():
        told = {
            "talk": talk,
            "answer": CONFIRM | {"heading": by_name(CONFIRM["heading"], talk)},
            "form": form,
            "back": "campaigns:talk_unconfirmed",
            "short": asked_in_short(talk, []),
            "asked": asked_rows(talk),
        }
        return render(request, "campaigns/talks/answer.html", told)
    note = form.cleaned_data["note"]
    if not confirm_address(talk_request=talk, by=member.user, note=note, now=timezone.now()):
        return confirmed_before(request, member, pk, typed=note)
    messages.success(request, by_name(IN_QUEUE, talk))
    return redirect("campaigns:talk_detail", talk.pk)


def seen_unconfirmed(member: Membership, pk: int) -> TalkRequest | None:
    whole = unconfirmed_seen_by(member).select_related("campaign", "topic", "place__area", "area")
    mails = Prefetch("mails", Mail.objects.select_related("stopped_by"))
    return whole.prefetch_related("groups", mails).filter(pk=pk).first()


def confirmed_meanwhile(member: Membership, pk: int) -> HttpResponse:
    """By the school, or by the same button."""
    return redirect("campaigns:talk_detail", get_object_or_404(talks_seen_by(member), pk=pk).pk)


def confirmed_before(
    request: HttpRequest, member: Membership, pk: int, *, typed: str
) -> HttpResponse:
    """The note of the same press twice stands in the history already; another can be copied."""
    talk = get_object_or_404(talks_seen_by(member), pk=pk)
    confirmed = talk.changes.filter(kind=Change.Kind.ADDRESS_CONFIRMED)
    if not typed or confirmed.filter(by=member.user, reason=typed).exists():
        return redirect("campaigns:talk_detail", talk.pk)
    by_us = confirmed.filter(by__isnull=False).exists()
    return faster(request, talk, BY_US if by_us else by_name(BY_SCHOOL, talk), typed=typed)


def unconfirmed_page(
    request: HttpRequest, member: Membership, talk: TalkRequest, **typed: Any
) -> HttpResponse:
    """`typed` is a form that came back with something to put right."""
    if request.method != "HEAD":
        note_contacts_seen(by=member.user, campaign=talk.campaign, references=[talk.reference])
    told = {
        "talk": talk,
        "asked": asked_rows(talk),
        "mails": lines_of(talk.mails.all(), now=timezone.now()),
        "writing": LetterForm(initial={"contact_email": talk.contact_email}),
        **typed,
    }
    return render(request, "campaigns/talks/asking/unconfirmed.html", told)
