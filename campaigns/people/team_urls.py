"""Who is in the team. Signing in has its own list, urls.py; whoever leaves, campaigns/talks/."""

from django.urls import URLPattern, path

from campaigns.people import reset_views, team_views

urlpatterns: list[URLPattern] = [
    path("team/people/", team_views.people, name="people"),
    path("team/people/invite/", team_views.person_invite, name="person_invite"),
    path(
        "team/people/invitations/<int:pk>/again/",
        team_views.invitation_again,
        name="invitation_again",
    ),
    path(
        "team/people/invitations/<int:pk>/withdraw/",
        team_views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("team/people/<int:pk>/role/", team_views.person_role, name="person_role"),
    path(
        "team/people/<int:pk>/second-step/",
        reset_views.person_reset_factor,
        name="person_reset_factor",
    ),
    path("team/campaign/<int:pk>/", team_views.switch_campaign, name="switch_campaign"),
]
