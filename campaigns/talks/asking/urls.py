"""A school asks for a talk."""

from django.urls import URLPattern, path

from campaigns.talks.asking import (
    address_view,
    again_view,
    enter_view,
    later_views,
    offered_views,
    read_views,
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
    path("team/talks/enter/read/", read_views.talk_enter_read, name="talk_enter_read"),
    path("talks/", offered_views.talks, name="talks"),
    path("talks/places/", offered_views.talk_place_search, name="talk_place_search"),
    path("talks/ask/", views.talk_ask, name="talk_ask"),
    path("talks/later/<str:token>/", later_views.talk_later, name="talk_later"),
    path("talks/ask/<uuid:draft>/", later_views.talk_draft, name="talk_draft"),
    path("talks/ask/<uuid:draft>/check/", views.talk_check, name="talk_check"),
    path("talks/ask/<uuid:draft>/send/", views.talk_send, name="talk_send"),
    path("talks/ask/<uuid:draft>/sent/", sent_views.talk_sent, name="talk_sent"),
    path("talks/ask/<uuid:draft>/sent/again/", sent_views.talk_sent_again, name="talk_sent_again"),
    path("talks/ask/<uuid:draft>/link/", views.talk_link_again, name="talk_link_again"),
    path("talks/ask/<uuid:draft>/dates/read/", read_views.talk_read_dates, name="talk_read_dates"),
    path("talks/ask/<uuid:draft>/<slug:step>/", views.talk_step, name="talk_step"),
    path("talks/ask/<uuid:draft>/<slug:step>/typing/", later_views.talk_typing, name="talk_typing"),
    path(
        "talks/ask/<uuid:draft>/<slug:step>/later/",
        later_views.talk_mail_link,
        name="talk_mail_link",
    ),
    path("t/<str:token>/confirm/", address_view.talk_confirm_address, name="talk_confirm_address"),
    path("t/<str:token>/again/", again_view.talk_ask_again, name="talk_ask_again"),
]

for pattern in urlpatterns:
    if not str(pattern.pattern).startswith("team/"):
        pattern.callback = or_contact(pattern.callback)
