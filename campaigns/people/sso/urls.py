from django.urls import path

from campaigns.people.sso import views

urlpatterns = [
    path("sso/begin/", views.begin, name="sso_begin"),
    path("sso/join/", views.join, name="sso_join"),
    path("sso/link/", views.link, name="sso_link"),
    path("sso/unlink/", views.take_off, name="sso_unlink"),
    path("sso/again/", views.again, name="sso_again"),
    path("sso/callback/", views.callback, name="sso_callback"),
    path("sso/refused/", views.refused, name="sso_refused"),
    path("sso/resume/", views.resume, name="sso_resume"),
]
