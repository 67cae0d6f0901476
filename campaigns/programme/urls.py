"""What coordinators keep about their programme."""

from django.urls import URLPattern, path

from campaigns.programme import carried_views, incident_views, mark_views

urlpatterns: list[URLPattern] = [
    path("team/mark/", mark_views.mark_edit, name="mark_edit"),
    path("team/figure-before/", carried_views.carried_edit, name="carried_edit"),
    path("team/incidents/", incident_views.incident_list, name="incident_list"),
    path("team/incidents/add/", incident_views.incident_add, name="incident_add"),
    path(
        "team/incidents/suggested/",
        incident_views.incident_add_suggested,
        name="incident_add_suggested",
    ),
    path("team/incidents/<int:pk>/", incident_views.incident_edit, name="incident_edit"),
    path("team/incidents/<int:pk>/remove/", incident_views.incident_remove, name="incident_remove"),
]
