"""From an empty database to the first session."""

from django.urls import URLPattern, path

from campaigns.setup import first_views, settings_views

urlpatterns: list[URLPattern] = [
    path("team/set-up/programme/", first_views.set_up_programme, name="set_up_programme"),
    path("team/set-up/<str:token>/", first_views.set_up_first, name="set_up_first"),
    path("team/settings/", settings_views.settings_page, name="settings"),
    path("team/settings/test-mail/", settings_views.test_mail, name="test_mail"),
]
