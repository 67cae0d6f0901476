"""The figures."""

from django.urls import URLPattern, path

from campaigns.reach import views

urlpatterns: list[URLPattern] = [
    path("team/reach/", views.team_reach, name="team_reach"),
    path("reach/", views.public_reach, name="reach"),
]
