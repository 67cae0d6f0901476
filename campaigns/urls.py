"""The addresses of the talks, the reach and the team's side; each noun has its own list."""

from django.urls import URLPattern, URLResolver, include, path

from campaigns import home
from campaigns.access.as_typed_views import typed_forget

app_name = "campaigns"
urlpatterns: list[URLPattern | URLResolver] = [
    path("team/", home.home, name="home"),
    path("team/typed/<str:key>/forget/", typed_forget, name="typed_forget"),
    path("", include("campaigns.sessions.offline.urls")),
    path("", include("campaigns.sessions.putright.urls")),
    path("", include("campaigns.sessions.urls")),
    path("", include("campaigns.spreadsheets.urls")),
    path("", include("campaigns.diaries.urls")),
    path("", include("campaigns.places.urls")),
    path("", include("campaigns.programme.urls")),
    path("", include("campaigns.people.team_urls")),
    path("", include("campaigns.setup.urls")),
    path("", include("campaigns.mail.urls")),
    path("", include("campaigns.audit.urls")),
    path("", include("campaigns.reach.urls")),
    path("", include("campaigns.talks.asking.urls")),  # before talks/<slug>/, which takes any word
    path("", include("campaigns.talks.record.urls")),
    path("", include("campaigns.talks.urls")),
]
