"""The log: lists, the form, counts."""

from django.urls import URLPattern, path

from campaigns.sessions import list_views, read_views, write_views
from campaigns.sessions.more_urls import with_more
from campaigns.sessions.new_place_views import adds_place_to_log

urlpatterns: list[URLPattern] = [
    *with_more("team/log/", write_views.session_log, name="session_log", adds=adds_place_to_log),
    path("team/sessions/", list_views.session_list, name="session_list"),
    path("team/sessions/export/", list_views.session_export, name="session_export"),
    path("team/sessions/<int:pk>/", read_views.session_detail, name="session_detail"),
    *with_more("team/sessions/<int:pk>/count/", write_views.session_count, name="session_count"),
    *with_more("team/sessions/<int:pk>/edit/", write_views.session_edit, name="session_edit"),
]
