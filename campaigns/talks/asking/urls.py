"""A school asks for a talk."""

from django.urls import URLPattern, path

from campaigns.talks.asking import (
    address_view,
    again_view,
    enter_view,
    sent_views,
    unconfirmed_views,
    views,
)
from campaigns.talks.not_found import or_contact

urlpatterns: list[URLPattern] = [
    path("team/talks/enter/", enter_view.talk_enter, name="talk_enter"),
    path(
        "team/talks/unconfirmed/<int:pk>/",
        unconfirmed_views.talk_unconfirmed,
        name="talk_unconfirmed",
    ),
    path(
        "team/talks/unconfirmed/<int:pk>/again/",
        unconfirmed_views.talk_unconfirmed_again,
        name="talk_unconfirmed_again",
    ),
    path(
        "team/talks/unconfirmed/<int:pk>/confirm/",
        unconfirmed_views.talk_unconfirmed_confirm,
        name="talk_unconfirmed_confirm",
    ),
    path("talks/", views.talks, name="talks"),
    path("talks/places/", views.talk_place_search, name="talk_place_search"),
    path("talks/ask/", views.talk_ask, name="talk_ask"),
    path("talks/ask/<uuid:draft>/check/", or_contact(views.talk_check), name="talk_check"),
    path("talks/ask/<uuid:draft>/send/", or_contact(views.talk_send), name="talk_send"),
    path("talks/ask/<uuid:draft>/sent/", or_contact(sent_views.talk_sent), name="talk_sent"),
    path(
        "talks/ask/<uuid:draft>/sent/again/",
        or_contact(sent_views.talk_sent_again),
        name="talk_sent_again",
    ),
    path("talks/ask/<uuid:draft>/link/", or_contact(views.talk_link_again), name="talk_link_again"),
    path("talks/ask/<uuid:draft>/<slug:step>/", or_contact(views.talk_step), name="talk_step"),
    path(
        "t/<str:token>/confirm/",
        or_contact(address_view.talk_confirm_address),
        name="talk_confirm_address",
    ),
    path("t/<str:token>/again/", or_contact(again_view.talk_ask_again), name="talk_ask_again"),
]
