"""The log without a signal."""

from django.urls import URLPattern, path

from campaigns.sessions.offline import views

urlpatterns: list[URLPattern] = [
    path("team/log/sw.js", views.worker, name="offline_worker"),
    path("team/log/offline/", views.offline_page, name="offline_page"),
    path("team/log/places/", views.offline_places, name="offline_places"),
    path("team/log/token/", views.offline_token, name="offline_token"),
    path("team/log/send/", views.offline_send, name="offline_send"),
]
