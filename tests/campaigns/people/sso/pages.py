"""The sign-in pages, with one that stands in for “My account” and one that asks a factor again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from campaigns.access.team import signed_in
from campaigns.people.sso.links import shown_to
from tests.campaigns.people import pages


@signed_in
def my_account(request):
    told = {"sso": shown_to(request.user), "next": request.path}
    return render(request, "account/sso/link.html", told)


def asks_again(request):
    return HttpResponse("asks again")


urlpatterns = [
    *pages.urlpatterns,
    path("accounts/mine/", my_account, name="my_account"),
    path("accounts/again/", asks_again, name="mfa_reauthenticate"),
]
handler403, handler404, handler500 = pages.handler403, pages.handler404, pages.handler500
