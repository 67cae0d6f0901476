"""The addresses of the talks, the reach and the team's side; each noun has its own list."""

from django.urls import URLPattern, URLResolver, include, path

from campaigns import home
from campaigns.access.as_typed_views import typed_forget
from campaigns.sessions import urls as sessions
from campaigns.talks import urls as talks
from campaigns.talks.asking import urls as asking
from campaigns.talks.record import urls as record
from sextortion_aware.databases.again import tried_again

app_name = "campaigns"
urlpatterns: list[URLPattern | URLResolver] = [
    path("team/", home.home, name="home"),
    path("team/typed/<str:key>/forget/", typed_forget, name="typed_forget"),
    path("", include("campaigns.sessions.offline.urls")),
    path("", include("campaigns.sessions.putright.urls")),
    path("", include(sessions)),
    path("", include("campaigns.spreadsheets.urls")),
    path("", include("campaigns.diaries.urls")),
    path("", include("campaigns.places.urls")),
    path("", include("campaigns.programme.urls")),
    path("", include("campaigns.people.team_urls")),
    path("", include("campaigns.setup.urls")),
    path("", include("campaigns.mail.urls")),
    path("", include("campaigns.audit.urls")),
    path("", include("campaigns.reach.urls")),
    path("", include(asking)),  # before talks/<slug>/, which takes any word
    path("", include(record)),
    path("", include(talks)),
]

# What a press changes here is one transaction, and what it is counted by is counted once.
for pattern in (
    *sessions.urlpatterns,
    *asking.urlpatterns,
    *record.urlpatterns,
    *talks.urlpatterns,
):
    pattern.callback = tried_again(pattern.callback)
