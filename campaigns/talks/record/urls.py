"""The record of a talk that was given, behind the school's link."""

from django.urls import URLPattern, path

from campaigns.talks.record import earlier_views, next_views, views

urlpatterns: list[URLPattern] = [
    path("talks/earlier/", earlier_views.earlier_ask, name="earlier_ask"),
    path("talks/earlier/<str:token>/", earlier_views.earlier_list, name="earlier_list"),
    path(
        "talks/earlier/<str:token>/<int:place>/<int:pk>/certificate/",
        earlier_views.earlier_certificate,
        name="earlier_certificate",
    ),
    path(
        "talks/earlier/<str:token>/<int:place>/<int:pk>/evidence/",
        earlier_views.earlier_evidence,
        name="earlier_evidence",
    ),
    path("t/<str:token>/feedback/", views.talk_feedback, name="talk_feedback"),
    path("t/<str:token>/number/", views.talk_number, name="talk_number"),
    path("t/<str:token>/next/", next_views.talk_next, name="talk_next"),
    path("t/<str:token>/certificate/", views.talk_certificate, name="talk_certificate"),
    path("t/<str:token>/evidence/", views.talk_evidence, name="talk_evidence"),
]
