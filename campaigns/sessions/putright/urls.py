"""Corrections, voids, merges and undoing."""

from django.urls import URLPattern, path

from campaigns.sessions.more_urls import with_more
from campaigns.sessions.putright import (
    column_views,
    correction_views,
    merge_views,
    undo_views,
    views,
)

urlpatterns: list[URLPattern] = [
    *with_more("team/sessions/<int:pk>/correct/", views.session_correct, name="session_correct"),
    path("team/sessions/<int:pk>/void/", views.session_void, name="session_void"),
    path("team/sessions/<int:pk>/restore/", views.session_restore, name="session_restore"),
    path("team/sessions/<int:pk>/undo/", undo_views.session_undo, name="session_undo"),
    path("team/sessions/<int:pk>/column/", column_views.session_column, name="session_column"),
    path("team/corrections/", correction_views.correction_list, name="correction_list"),
    path("team/corrections/mine/", correction_views.correction_mine, name="correction_mine"),
    path(
        "team/corrections/<int:pk>/", correction_views.correction_detail, name="correction_detail"
    ),
    path(
        "team/corrections/<int:pk>/confirm/",
        correction_views.correction_confirm,
        name="correction_confirm",
    ),
    path(
        "team/corrections/<int:pk>/decline/",
        correction_views.correction_decline,
        name="correction_decline",
    ),
    path(
        "team/corrections/<int:pk>/withdraw/",
        correction_views.correction_withdraw,
        name="correction_withdraw",
    ),
    path("team/sessions/<int:pk>/join/", merge_views.session_join, name="session_join"),
    path("team/sessions/<int:pk>/unmerge/", merge_views.session_unmerge, name="session_unmerge"),
    path("team/duplicates/", merge_views.duplicate_list, name="duplicate_list"),
    path(
        "team/duplicates/<int:first>/<int:second>/keep-first/",
        merge_views.duplicate_keep_first,
        name="duplicate_keep_first",
    ),
    path(
        "team/duplicates/<int:first>/<int:second>/keep-second/",
        merge_views.duplicate_keep_second,
        name="duplicate_keep_second",
    ),
    path(
        "team/duplicates/<int:first>/<int:second>/keep-both/",
        merge_views.duplicate_keep_both,
        name="duplicate_keep_both",
    ),
]
