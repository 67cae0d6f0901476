"""The addresses of the talks, the reach and the team's side. One line a page."""

from django.urls import URLPattern

app_name = "campaigns"
urlpatterns: list[URLPattern] = [
    # team: today, log, sessions
    # team: talks
    # team: reach
    # public: talks
    # public: reach
]
