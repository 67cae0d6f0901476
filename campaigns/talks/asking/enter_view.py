"""A request by telephone, straight into the queue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme, may_log, talks_seen_by
from campaigns.access.team import team
from campaigns.models import Membership
from campaigns.places.guests import in_a_sentence
from campaigns.talks.asking.drafts import enter_talk
from campaigns.talks.asking.enter_form import EnterForm
from campaigns.talks.asking.views import can_be_asked


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_log)
def talk_enter(request: HttpRequest, member: Membership) -> HttpResponse:
    """An officer who does not run the queue does not see the request afterwards, and is told its
    reference.
    """
    form = EnterForm(
        request.POST if request.method == "POST" else None,
        campaign=member.campaign,
        today=timezone.localdate(),
    )
    if not can_be_asked(member.campaign):
        cannot = {"cannot": "No request can be entered yet"}
        return render(
            request,
            "campaigns/setup/no_topics.html",
            cannot | {"keeps_programme": may_keep_programme(member)},
        )
    if not form.is_valid():
        return render(request, "campaigns/talks/asking/enter.html", {"form": form})
    talk = enter_talk(
        draft_key=form.cleaned_data["draft_key"],
        campaign=member.campaign,
        asked=form.asked(),
        by=member.user,
    )
    asker = in_a_sentence(talk)
    messages.success(
        request, f"The request {talk.reference} is in the queue. {asker} gets an e-mail."
    )
    if talks_seen_by(member).filter(pk=talk.pk).exists():
        return redirect("campaigns:talk_detail", talk.pk)
    return redirect("campaigns:talk_list")
