"""From the link to a programme: two pages, then the settings."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access import limits
from campaigns.access.as_typed import form_waits
from campaigns.access.inside import comes_from_elsewhere, step_inside
from campaigns.access.team import signed_in
from campaigns.access.too_many import too_many
from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, User
from campaigns.setup.begin import begin_programme, make_first_person
from campaigns.setup.forms import FirstPersonForm, ProgrammeForm
from campaigns.setup.link import is_first_token, is_set_up


@require_http_methods(["GET", "HEAD", "POST"])
def set_up_first(request: HttpRequest, token: str) -> HttpResponse:
    """Who has the link runs the machine. Looking changes nothing: mail scanners open links."""
    if not is_first_token(token):
        if limits.wait_for("set up from", limits.address_of(request), limits.WRONG_BY_ADDRESS):
            return too_many(request)
        raise Http404
    if is_set_up():
        return used(request)
    if comes_from_elsewhere(request):
        return step_inside(request)
    form = FirstPersonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "campaigns/setup/first.html", {"form": form})
    try:
        user = make_first_person(
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password1"],
        )
    except Conflict:
        return used(request)
    adapter, response = get_adapter(), redirect("campaigns:set_up_programme")
    adapter.login(request, user)
    adapter.complete(request, response, user)
    return response


def used(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/setup/used.html", status=HTTPStatus.GONE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@form_waits
def set_up_programme(request: HttpRequest) -> HttpResponse:
    """For somebody with an account and no team, while there is no programme."""
    if Campaign.objects.exists():
        return begun(request)
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate()
    )
    if not form.is_valid():
        return render(request, "campaigns/setup/programme.html", {"form": form})
    try:
        member = begin_programme(
            **{name: form.cleaned_data[name] for name in ("name", "areas", "started_on", "mark")},
            carried=form.carried,
            by=User.objects.get(pk=request.user.pk or 0),
        )
    except Conflict:
        return begun(request)
    messages.success(request, f"{member.campaign} is set up. What is still to do stands below.")
    return redirect("campaigns:settings")


def begun(request: HttpRequest) -> HttpResponse:
    """The second press of a member finds what the first one made."""
    if User.objects.filter(pk=request.user.pk or 0, memberships__isnull=False).exists():
        return redirect("campaigns:home")
    return render(request, "account/no_team.html", status=HTTPStatus.FORBIDDEN)
