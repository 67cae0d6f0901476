"""Talks for the team, and the school's own page behind its secret link."""

from django.urls import URLPattern, path

from campaigns.talks import (
    answer_views,
    answer_words_views,
    calendar_views,
    called_away_views,
    called_off_views,
    contact_views,
    kind_views,
    leaving_views,
    link_views,
    link_words_views,
    offer_views,
    place_edit_views,
    place_join_views,
    queue_views,
    request_views,
    snow_day_views,
)
from campaigns.talks.heard import urls as heard_urls
from campaigns.talks.not_found import or_contact

urlpatterns: list[URLPattern] = [
    path("team/places/<int:pk>/", place_edit_views.place_edit, name="place_edit"),
    path("team/places/<int:pk>/join/", place_join_views.place_join, name="place_join"),
    path(
        "team/places/<int:first>/join/<int:second>/",
        place_join_views.place_join_pair,
        name="place_join_pair",
    ),
    path("team/talks/", queue_views.talk_list, name="talk_list"),
    path("team/talks/kinds/", kind_views.kind_list, name="kind_list"),
    path("team/talks/kinds/add/", kind_views.kind_add, name="kind_add"),
    path("team/talks/kinds/suggested/", kind_views.kind_add_suggested, name="kind_add_suggested"),
    path("team/talks/kinds/<int:pk>/", kind_views.kind_edit, name="kind_edit"),
    path("team/talks/<int:pk>/", request_views.talk_detail, name="talk_detail"),
    *heard_urls.urlpatterns,
    path("team/talks/<int:pk>/who/", offer_views.talk_who, name="talk_who"),
    path("team/talks/<int:pk>/offer/", offer_views.talk_offer, name="talk_offer"),
    path("team/talks/<int:pk>/confirm/", answer_views.talk_confirm, name="talk_confirm"),
    path("team/talks/<int:pk>/said-no/", answer_views.talk_said_no, name="talk_said_no"),
    path("team/talks/<int:pk>/take-back/", answer_views.talk_take_back, name="talk_take_back"),
    path("team/talks/<int:pk>/decline/", answer_words_views.talk_decline, name="talk_decline"),
    path("team/talks/<int:pk>/question/", answer_words_views.talk_question, name="talk_question"),
    path("team/talks/<int:pk>/wait/", answer_words_views.talk_wait, name="talk_wait"),
    path("team/talks/<int:pk>/note/", answer_words_views.talk_team_note, name="talk_team_note"),
    path(
        "team/talks/<int:pk>/date-stays/",
        answer_words_views.talk_date_stays,
        name="talk_date_stays",
    ),
    path("team/talks/<int:pk>/contact/", contact_views.talk_contact, name="talk_contact"),
    path("team/talks/<int:pk>/owner/", answer_views.talk_owner, name="talk_owner"),
    path("team/talks/<int:pk>/merge/", answer_views.talk_merge, name="talk_merge"),
    path("team/talks/<int:pk>/link/", answer_views.talk_renew_link, name="talk_renew_link"),
    path("team/talks/<int:pk>/called-away/", called_away_views.called_away, name="called_away"),
    path(
        "team/talks/<int:pk>/called-away/take-over/",
        called_away_views.called_away_take_over,
        name="called_away_take_over",
    ),
    path(
        "team/talks/<int:pk>/called-away/new-dates/",
        called_away_views.called_away_new_dates,
        name="called_away_new_dates",
    ),
    path("team/sessions/<int:pk>/cancel/", called_off_views.session_cancel, name="session_cancel"),
    path("team/snow-day/", snow_day_views.snow_day, name="snow_day"),
    path("team/snow-day/move/", snow_day_views.snow_day_move, name="snow_day_move"),
    path("team/leave/", leaving_views.member_leave, name="member_leave"),
    path("team/people/<int:pk>/end/", leaving_views.member_end, name="member_end"),
    path(
        "team/people/<int:pk>/becomes/<slug:role>/",
        leaving_views.member_lower,
        name="member_lower",
    ),
    path("team/diary/feed/", calendar_views.feed, name="feed"),
    path("team/diary/feed/make/", calendar_views.feed_make, name="feed_make"),
    path("team/diary/feed/revoke/", calendar_views.feed_revoke, name="feed_revoke"),
    path("ics/<str:token>.ics", calendar_views.officer_calendar, name="officer_calendar"),
    path("t/<str:token>/talk.ics", calendar_views.talk_calendar, name="talk_calendar"),
    path("t/<str:token>/", link_views.talk_link, name="talk_link"),
    path("t/<str:token>/accept/", link_views.talk_accept, name="talk_accept"),
    path("t/<str:token>/refuse/", link_words_views.talk_refuse, name="talk_refuse"),
    path("t/<str:token>/note/", link_words_views.talk_note, name="talk_note"),
    path("t/<str:token>/answer/", link_words_views.talk_answer, name="talk_answer"),
    path(
        "t/<str:token>/another-time/", link_words_views.talk_another_time, name="talk_another_time"
    ),
    path("t/<str:token>/change/", link_words_views.talk_change, name="talk_change"),
    path("t/<str:token>/hand-over/", contact_views.talk_hand_over, name="talk_hand_over"),
    path(
        "t/<str:token>/hand-over/stop/",
        contact_views.talk_hand_over_stop,
        name="talk_hand_over_stop",
    ),
    path("take-over/<str:token>/", contact_views.talk_take_over, name="talk_take_over"),
    path("t/<str:token>/end/", link_views.talk_end, name="talk_end"),
    path("talks/<slug:slug>/", kind_views.talk_kind, name="talk_kind"),
]

for pattern in urlpatterns:
    if not str(pattern.pattern).startswith("team/"):
        pattern.callback = or_contact(pattern.callback)
