"""The sign-in pages with one small team page behind them, so that these tests depend on no page of
the team's side.
"""

from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_read, may_run_queue
from campaigns.access.team import team
from sextortion_aware import views


@require_safe
@team(may_read)
def home(request, member):
    return HttpResponse(f"{member.user.name} in {member.campaign}")


@require_safe
@team(may_run_queue)
def queue(request, member):
    return HttpResponse("queue")


@require_POST
@team(may_read)
def press(request, member):
    return HttpResponse("pressed")


campaign_pages = [
    path("team/", home, name="home"),
    path("team/queue/", queue),
    path("team/press/", press),
    *(
        path(f"{name}/", home, name=name)
        for name in ("talks", "reach", "session_log", "session_list", "talk_list", "team_reach")
    ),
]
urlpatterns = [
    path("", include("advice.urls")),
    path("", include((campaign_pages, "campaigns"), namespace="campaigns")),
    path("accounts/", include("campaigns.people.sign_in.urls")),
]
handler403, handler404, handler500 = views.forbidden, views.not_found, views.server_error
