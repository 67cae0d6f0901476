"""Who is in the team. Signing in has its own list, urls.py."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
