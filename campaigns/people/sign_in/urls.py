"""The addresses under /accounts/, under allauth's names.

Those that it would add (sign-up, e-mail management, codes) are left out on purpose.
"""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from campaigns.access import limits
from campaigns.access.team import signed_in
from campaigns.access.too_many import counted
from campaigns.people import invitation_views
from campaigns.people.account import views as account_views
from campaigns.people.sign_in import views
from campaigns.people.sso import urls as sso_urls

by_address = counted("new password from", limits.NEW_PASSWORDS_BY_ADDRESS)
new_password = by_address(views.NewPassword.as_view())
by_account = counted("change of", limits.CHANGES_BY_ACCOUNT, who=views.account_of)
change_password = signed_in(by_account(views.ChangePassword.as_view()))

urlpatterns = [
    path("", account_views.my_account, name="my_account"),
    path("hears/", account_views.hears_choose, name="hears_choose"),
    path("sign-ins/<int:pk>/end/", account_views.sign_in_end, name="sign_in_end"),
    path("sign-ins/end-others/", account_views.sign_ins_end_others, name="sign_ins_end_others"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("signed-out/", views.signed_out, name="account_signed_out"),
    path("invitation/", invitation_views.invitation_page, name="invitation_page"),
    path("invitation/<str:token>/", invitation_views.invitation, name="invitation"),
    path("second-step/", include("campaigns.people.factors.urls")),
    *sso_urls.urlpatterns,
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("password/change/", change_password, name="account_change_password"),
    path("password/reset/", views.AskForLink.as_view(), name="account_reset_password"),
    path(
        "password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]{1,100})/$",
        new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
