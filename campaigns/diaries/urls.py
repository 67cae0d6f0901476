"""Officers' diaries and the week."""

from django.urls import URLPattern, path

from campaigns.diaries import views

urlpatterns: list[URLPattern] = [
    path("team/week/", views.week, name="week"),
    path("team/diary/", views.my_diary, name="my_diary"),
    path("team/diary/<int:pk>/", views.diary, name="diary"),
    path("team/diary/<int:pk>/hours/", views.diary_hours, name="diary_hours"),
    path("team/diary/<int:pk>/usual/", views.diary_usual, name="diary_usual"),
    path("team/diary/<int:pk>/times/", views.diary_time_add, name="diary_time_add"),
    path(
        "team/diary/<int:pk>/times/<int:time>/remove/",
        views.diary_time_remove,
        name="diary_time_remove",
    ),
    path("team/diary/<int:pk>/base/", views.diary_base, name="diary_base"),
    path("team/travel/", views.travel_rule, name="travel_rule"),
]
