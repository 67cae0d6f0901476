"""The buttons “Seen” and “The date stays”."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_run_queue, may_see_talks
from campaigns.access.team import team
from campaigns.models import Membership
from campaigns.talks.answer_views import save_form
from campaigns.talks.heard.deeds import keep_date, see_news
from campaigns.talks.heard.forms import DateStaysForm
from campaigns.talks.request_views import seen_talk


@require_POST
@team(may_see_talks)
def talk_seen(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Pressed on Today it leads back there."""
    talk = seen_talk(member, pk)
    if see_news(talk_request=talk, by=member.user):
        messages.success(request, "Seen. It is news to nobody on the team any more.")
    else:
        messages.success(request, "Somebody has seen to this already.")
    if "today" in request.POST:
        return redirect("campaigns:home")
    return redirect("campaigns:talk_detail", talk.pk)


@require_POST
@team(may_run_queue)
def talk_date_stays(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    form = DateStaysForm(request.POST)
    return save_form(
        request,
        member,
        pk,
        form,
        "staying",
        lambda talk: keep_date(
            talk_request=talk,
            reason=form.cleaned_data["reason"],
            by=member.user,
            now=timezone.now(),
        ),
        "The date stays. The school gets an e-mail with your words.",
    )
