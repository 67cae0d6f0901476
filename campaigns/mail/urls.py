"""The outbox."""

from django.urls import URLPattern, path

from campaigns.mail import views

urlpatterns: list[URLPattern] = [
    path("team/mail/", views.mail_list, name="mail_list"),
    path("team/mail/<int:pk>/", views.mail_detail, name="mail_detail"),
    path("team/mail/<int:pk>/stop/", views.mail_stop, name="mail_stop"),
]
