"""The trail of changes."""

from django.urls import URLPattern, path

from campaigns.audit import views

urlpatterns: list[URLPattern] = [
    path("team/audit/", views.audit, name="audit"),
    path("team/audit/export/", views.audit_export, name="audit_export"),
]
