"""The log: lists, the form, counts."""

from django.urls import URLPattern, path

from campaigns.sessions import read_views, write_views

# The button "Add another school" of a page's form.
MORE = {"adds_school": True}

urlpatterns: list[URLPattern] = [
    path("team/log/", write_views.session_log, name="session_log"),
    path("team/log/school/", write_views.session_log, MORE, name="session_log_school"),
    path("team/sessions/", read_views.session_list, name="session_list"),
    path("team/sessions/<int:pk>/", read_views.session_detail, name="session_detail"),
    path("team/sessions/<int:pk>/count/", write_views.session_count, name="session_count"),
    path(
        "team/sessions/<int:pk>/count/school/",
        write_views.session_count,
        MORE,
        name="session_count_school",
    ),
    path("team/sessions/<int:pk>/edit/", write_views.session_edit, name="session_edit"),
    path(
        "team/sessions/<int:pk>/edit/school/",
        write_views.session_edit,
        MORE,
        name="session_edit_school",
    ),
    path("team/sessions/<int:pk>/cancel/", write_views.session_cancel, name="session_cancel"),
]
