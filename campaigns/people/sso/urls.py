from django.urls import path

from campaigns.people.sso import views

urlpatterns = [
    path("begin/", views.begin, name="sso_begin"),
    path("join/", views.join, name="sso_join"),
    path("link/", views.link, name="sso_link"),
    path("unlink/", views.take_off, name="sso_unlink"),
    path("again/", views.again, name="sso_again"),
    path("callback/", views.callback, name="sso_callback"),
    path("refused/", views.refused, name="sso_refused"),
    path("resume/", views.resume, name="sso_resume"),
]
