"""The search for a place, and the councils' school holidays."""

from django.urls import URLPattern, path

from campaigns.places import holiday_views, search_view

urlpatterns: list[URLPattern] = [
    path("team/places/search/", search_view.place_search, name="place_search"),
    path("team/holidays/", holiday_views.holiday_list, name="holiday_list"),
    path("team/holidays/add/", holiday_views.holiday_add, name="holiday_add"),
    path("team/holidays/<int:pk>/", holiday_views.holiday_edit, name="holiday_edit"),
    path("team/holidays/<int:pk>/remove/", holiday_views.holiday_remove, name="holiday_remove"),
]
