"""Spreadsheets on their way into the log."""

from django.urls import URLPattern, path

from campaigns.spreadsheets import (
    answer_views,
    detail_views,
    mend_views,
    place_views,
    upload_views,
    views,
)

urlpatterns: list[URLPattern] = [
    path("team/import/", upload_views.import_list, name="import_list"),
    path("team/import/<int:pk>/", detail_views.import_detail, name="import_detail"),
    path("team/import/<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("team/import/<int:pk>/read/", views.import_read, name="import_read"),
    path("team/import/<int:pk>/places/", place_views.import_places, name="import_places"),
    path("team/import/<int:pk>/check/", views.import_check, name="import_check"),
    path("team/import/<int:pk>/commit/", views.import_commit, name="import_commit"),
    path("team/import/<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("team/import/<int:pk>/remove/", answer_views.import_remove, name="import_remove"),
    path("team/import/<int:pk>/rows/<int:line>/", mend_views.import_row, name="import_row"),
    path(
        "team/import/<int:pk>/rows/<int:line>/take/", answer_views.import_take, name="import_take"
    ),
    path(
        "team/import/<int:pk>/rows/<int:line>/place/",
        place_views.import_row_place,
        name="import_row_place",
    ),
    path(
        "team/import/<int:pk>/rows/<int:line>/place/add/",
        place_views.import_place_add,
        name="import_place_add",
    ),
    path(
        "team/import/<int:pk>/rows/<int:line>/place/forget/",
        place_views.import_forget_name,
        name="import_forget_name",
    ),
    path(
        "team/import/<int:pk>/all/<slug:reason>/<slug:answer>/",
        answer_views.import_answer,
        name="import_answer",
    ),
    path(
        "team/import/<int:pk>/rows/<int:line>/<slug:reason>/<slug:answer>/",
        answer_views.import_answer,
        name="import_answer_row",
    ),
]
