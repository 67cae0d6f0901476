"""Places, what spreadsheets call them, and the councils' school holidays."""

from django.urls import URLPattern, path

from campaigns.places import (
    alias_views,
    holiday_upload_views,
    holiday_views,
    list_upload_views,
    place_views,
    search_view,
)

urlpatterns: list[URLPattern] = [
    path("team/places/search/", search_view.place_search, name="place_search"),
    path("team/places/", place_views.place_list, name="place_list"),
    path("team/places/add/", place_views.place_add, name="place_add"),
    path("team/places/<int:pk>/close/", place_views.place_close, name="place_close"),
    path("team/places/<int:pk>/reopen/", place_views.place_reopen, name="place_reopen"),
    path("team/places/names/", alias_views.alias_list, name="alias_list"),
    path("team/places/names/<int:pk>/forget/", alias_views.alias_forget, name="alias_forget"),
    path("team/places/list/", list_upload_views.school_list_upload, name="school_list_upload"),
    path("team/places/list/check/", list_upload_views.school_list_check, name="school_list_check"),
    path("team/places/list/save/", list_upload_views.school_list_save, name="school_list_save"),
    path("team/holidays/", holiday_views.holiday_list, name="holiday_list"),
    path("team/holidays/add/", holiday_views.holiday_add, name="holiday_add"),
    path("team/holidays/list/", holiday_upload_views.holiday_upload, name="holiday_upload"),
    path("team/holidays/list/check/", holiday_upload_views.holiday_check, name="holiday_check"),
    path("team/holidays/list/save/", holiday_upload_views.holiday_save, name="holiday_save"),
    path("team/holidays/<int:pk>/", holiday_views.holiday_edit, name="holiday_edit"),
    path("team/holidays/<int:pk>/remove/", holiday_views.holiday_remove, name="holiday_remove"),
]
