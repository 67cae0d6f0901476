"""A school asks for a talk."""

from django.urls import URLPattern, path

from campaigns.talks.asking import address_view, enter_view, read_views, sent_views, views

urlpatterns: list[URLPattern] = [
    path("team/talks/enter/", enter_view.talk_enter, name="talk_enter"),
    path("team/talks/enter/read/", read_views.talk_enter_read, name="talk_enter_read"),
    path("talks/", views.talks, name="talks"),
    path("talks/places/", views.talk_place_search, name="talk_place_search"),
    path("talks/ask/", views.talk_ask, name="talk_ask"),
    path("talks/ask/<uuid:draft>/check/", views.talk_check, name="talk_check"),
    path("talks/ask/<uuid:draft>/send/", views.talk_send, name="talk_send"),
    path("talks/ask/<uuid:draft>/sent/", sent_views.talk_sent, name="talk_sent"),
    path("talks/ask/<uuid:draft>/sent/again/", sent_views.talk_sent_again, name="talk_sent_again"),
    path("talks/ask/<uuid:draft>/link/", views.talk_link_again, name="talk_link_again"),
    path("talks/ask/<uuid:draft>/dates/read/", read_views.talk_read_dates, name="talk_read_dates"),
    path("talks/ask/<uuid:draft>/<slug:step>/", views.talk_step, name="talk_step"),
    path("t/<str:token>/confirm/", address_view.talk_confirm_address, name="talk_confirm_address"),
]
