"""From an empty database to the first session."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
