"""The button “Seen”."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_see_talks
from campaigns.access.team import team
from campaigns.models import Membership
from campaigns.talks.heard.deeds import see_news
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
