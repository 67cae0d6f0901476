"""What whoever asked sees when the request is sent.

The school's own link is in the e-mail only: whoever opens it there shows that the address is
theirs.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.history.conflicts import Conflict
from campaigns.mail.links import may_be_shown, token_of
from campaigns.mail.refused import refused_of
from campaigns.mail.team_contact import contact_of
from campaigns.models import TalkRequest
from campaigns.talks.asking.address import send_receipt_again
from campaigns.talks.asking.people_forms import AddressForm
from campaigns.talks.asking.turns import TooOften, came_from
from campaigns.talks.asking.views import too_many
from campaigns.talks.behind_link import last_day
from campaigns.talks.link_views import private

OPEN_FOR = timedelta(days=1)
REFUSED = "That address refused our e-mail. Check it"


@require_safe
def talk_sent(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    talk = find_sent(draft)
    return sent_page(request, talk, address_form(talk))


@require_POST
def talk_sent_again(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The same letter once more, or to the address that was meant. A day later only to the one that
    is kept: this page's address may stand in the history of a computer that many use.
    """
    talk, form = find_sent(draft), AddressForm(request.POST)
    may_change = is_of_today(talk)
    if talk.state == TalkRequest.State.UNCONFIRMED and may_change and not form.is_valid():
        return sent_page(request, talk, form)
    if talk.state == TalkRequest.State.UNCONFIRMED:
        address = form.cleaned_data["contact_email"] if may_change else None
        try:
            send_receipt_again(
                talk_request=talk,
                address=address,
                now=timezone.now(),
                sender=came_from(request),
            )
        except TooOften as problem:
            return too_many(request, problem.seconds, talk.campaign)
        except Conflict:
            pass  # the button in the first letter was pressed meanwhile, and the page says so
    return redirect("campaigns:talk_sent", draft)


def address_form(talk: TalkRequest) -> AddressForm:
    """With what was typed, and what the mail server said to it."""
    typed = {"contact_email": talk.contact_email}
    is_known = talk.state == TalkRequest.State.UNCONFIRMED and is_of_today(talk)
    if not is_known or refused_of(talk) is None:
        return AddressForm(initial=typed)
    form = AddressForm(typed)
    if form.is_valid():
        form.add_error("contact_email", REFUSED)
    return form


def is_of_today(talk: TalkRequest) -> bool:
    """As long as a draft with a link is opened by its address alone."""
    return talk.asked_at > timezone.now() - OPEN_FOR


def find_sent(draft: uuid.UUID) -> TalkRequest:
    talk = TalkRequest.objects.select_related("session", "campaign").filter(draft_key=draft).first()
    if talk is None or timezone.localdate() > last_day(talk):
        raise Http404
    return talk


def sent_page(request: HttpRequest, talk: TalkRequest, form: AddressForm) -> HttpResponse:
    """Once the address is confirmed it tells the reference and nothing more."""
    unconfirmed = talk.state == TalkRequest.State.UNCONFIRMED
    told = {
        "talk": talk,
        "unconfirmed": unconfirmed,
        "latest": talk.mails.order_by("pk").last() if unconfirmed else None,
        "may_change": is_of_today(talk),
        "token": token_of(talk) if unconfirmed and may_be_shown(talk.campaign) else None,
        "sends_mail": bool(settings.EMAIL_HOST),
        "form": form,
        "contact": contact_of(talk.campaign),
    }
    return private(render(request, "campaigns/talks/asking/sent.html", told))
