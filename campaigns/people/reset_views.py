"""An administrator resets the second step of somebody who lost theirs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_people
from campaigns.access.team import memberships_of, team
from campaigns.models import Membership
from campaigns.people.reset import reset_second_step
from campaigns.people.sso.links import links_of
from campaigns.people.team_views import has_gone, member_in
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField


class ResetForm(ServiceForm):
    reason = WordsField(
        max_length=200,
        label="Why",
        help_text="For example, lost the phone; I rang back on the station’s number. It stays in "
        "the history.",
        error_messages={"required": "Enter why, and how you know that it is them"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_people, fresh=True)
def person_reset_factor(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    person = member_in(member.campaign, pk)
    if person.ended_at:
        return has_gone(request, person)
    if person.user_id == member.user_id:
        raise Http404
    is_linked = links_of(person.user).exists()
    form = ResetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reset_second_step(user=person.user, by=member.user, reason=form.cleaned_data["reason"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, done_words(person, was_linked=is_linked))
            return redirect("campaigns:people")
    others = memberships_of(person.user_id).exclude(pk=person.pk).exists()
    told = {
        "form": form,
        "person": person,
        "is_elsewhere_too": others,
        "is_linked": is_linked,
    }
    return render(request, "campaigns/people/reset_factor.html", told)


def done_words(person: Membership, *, was_linked: bool) -> str:
    also = " Single sign-on is taken off too." if was_linked else ""
    first = "" if person.user.has_usable_password() else "sets a password by the e-mail, and "
    return (
        f"The second step of {person} is reset.{also} At the next sign-in {person} {first}is asked "
        "to set up a new one."
    )
