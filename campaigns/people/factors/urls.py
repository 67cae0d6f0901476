"""The addresses under /accounts/second-step/, under allauth's names where it has one."""

from django.urls import path

from campaigns.people.factors import give_views, views

urlpatterns = [
    path("", views.index, name="mfa_index"),
    path("sign-in/", give_views.at_sign_in, name="mfa_authenticate"),
    path("again/", give_views.again, name="mfa_reauthenticate"),
    path("app/", views.app, name="mfa_activate_totp"),
    path("passkey/", views.passkey, name="mfa_add_webauthn"),
    path("codes/", views.codes, name="mfa_view_recovery_codes"),
    path("codes/new/", views.new_codes, name="mfa_generate_recovery_codes"),
    path("<int:pk>/remove/", views.remove, name="second_step_remove"),
]
