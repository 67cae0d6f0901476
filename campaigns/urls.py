"""The addresses of the talks, the reach and the team's side. One line a page."""

from django.urls import URLPattern, path

from campaigns.views import home, places, queue, reach, session_log, sessions, talk_links, talks

app_name = "campaigns"
urlpatterns: list[URLPattern] = [
    # Today, log and sessions, for the team
    path("team/", home.home, name="home"),
    path("team/log/", session_log.session_log, name="session_log"),
    path("team/sessions/", sessions.session_list, name="session_list"),
    path("team/sessions/<int:pk>/", sessions.session_detail, name="session_detail"),
    path("team/sessions/<int:pk>/count/", session_log.session_count, name="session_count"),
    path("team/sessions/<int:pk>/edit/", session_log.session_edit, name="session_edit"),
    path("team/sessions/<int:pk>/cancel/", session_log.session_cancel, name="session_cancel"),
    path("team/places/search/", places.place_search, name="place_search"),
    # Talks, for the team
    path("team/talks/", queue.talk_list, name="talk_list"),
    path("team/talks/<int:pk>/", queue.talk_detail, name="talk_detail"),
    path("team/talks/<int:pk>/offer/", queue.talk_offer, name="talk_offer"),
    path("team/talks/<int:pk>/confirm/", queue.talk_confirm, name="talk_confirm"),
    path("team/talks/<int:pk>/decline/", queue.talk_decline, name="talk_decline"),
    # Reach, for the team
    path("team/reach/", reach.team_reach, name="team_reach"),
    # Talks, for everybody
    path("talks/", talks.talks, name="talks"),
    path("talks/places/", talks.talk_place_search, name="talk_place_search"),
    path("talks/ask/", talks.talk_ask, name="talk_ask"),
    path("talks/ask/<uuid:draft>/check/", talks.talk_check, name="talk_check"),
    path("talks/ask/<uuid:draft>/send/", talks.talk_send, name="talk_send"),
    path("talks/ask/<uuid:draft>/<slug:step>/", talks.talk_step, name="talk_step"),
    path("t/<str:token>/", talk_links.talk_link, name="talk_link"),
    path("t/<str:token>/accept/", talk_links.talk_accept, name="talk_accept"),
    path("t/<str:token>/refuse/", talk_links.talk_refuse, name="talk_refuse"),
    # Reach, for everybody
    path("reach/", reach.public_reach, name="reach"),
]
