"""The log and the counts without a signal."""

from django.urls import URLPattern, path

from campaigns.sessions.offline import send_views, views

urlpatterns: list[URLPattern] = [
    path("team/sw.js", views.worker, name="offline_worker"),
    path("team/offline/", views.offline_today, name="offline_today"),
    path("team/log/offline/", views.offline_page, name="offline_page"),
    path("team/log/places/", views.offline_places, name="offline_places"),
    path("team/log/token/", views.offline_token, name="offline_token"),
    path("team/log/send/", send_views.offline_send, name="offline_send"),
]
