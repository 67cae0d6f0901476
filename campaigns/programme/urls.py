"""What coordinators keep about their programme."""

from django.urls import URLPattern, path

from campaigns.programme import (
    area_views,
    carried_views,
    details_views,
    evidence_views,
    incident_views,
    list_views,
    mark_views,
)


def list_of(noun: str) -> list[URLPattern]:
    """Of topics, or of partners."""
    start, which = f"team/{noun}s/", {"noun": noun}
    views = list_views
    return [
        path(start, views.named_list, which, name=f"{noun}_list"),
        path(f"{start}add/", views.named_add, which, name=f"{noun}_add"),
        path(
            f"{start}add-suggested/",
            views.named_add_suggested,
            which,
            name=f"{noun}_add_suggested",
        ),
        path(f"{start}<int:pk>/", views.named_edit, which, name=f"{noun}_edit"),
        path(f"{start}<int:pk>/retire/", views.named_retire, which, name=f"{noun}_retire"),
        path(
            f"{start}<int:pk>/offer-again/",
            views.named_offer_again,
            which,
            name=f"{noun}_offer_again",
        ),
        path(f"{start}<int:pk>/remove/", views.named_remove, which, name=f"{noun}_remove"),
    ]


urlpatterns: list[URLPattern] = [
    *list_of("topic"),
    *list_of("partner"),
    path("team/areas/", area_views.area_edit, name="area_edit"),
    path("team/details/", details_views.team_details, name="team_details"),
    path("team/mark/", mark_views.mark_edit, name="mark_edit"),
    path("team/figure-before/", carried_views.carried_edit, name="carried_edit"),
    path("team/evidence/", evidence_views.evidence_list, name="evidence_list"),
    path("team/evidence/add/", evidence_views.evidence_add, name="evidence_add"),
    path(
        "team/evidence/suggested/",
        evidence_views.evidence_add_suggested,
        name="evidence_add_suggested",
    ),
    path("team/evidence/<int:pk>/", evidence_views.evidence_edit, name="evidence_edit"),
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
