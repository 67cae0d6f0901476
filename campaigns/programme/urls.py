"""What coordinators keep about their programme."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
