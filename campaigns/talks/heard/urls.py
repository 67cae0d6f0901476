"""What the team does with what it heard from schools."""

from django.urls import URLPattern, path

from campaigns.talks.heard import views

urlpatterns: list[URLPattern] = [
    path("team/talks/<int:pk>/seen/", views.talk_seen, name="talk_seen"),
]
