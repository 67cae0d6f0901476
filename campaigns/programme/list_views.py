"""Topics and partners, kept by coordinators. `noun` says which of the two, in the addresses."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, Partner, Topic
from campaigns.programme.list_forms import PartnerForm, SuggestedForm, TopicForm
from campaigns.programme.lists import offer_named_again, remove_named, retire_named
from campaigns.programme.named_by import is_named, talks_about, with_sessions

DEEDS = ("list", "add", "add_suggested", "edit", "retire", "offer_again", "remove")


@dataclass(frozen=True)
class Noun:
    word: str
    model: type[Topic] | type[Partner]
    form: type[PartnerForm]
    lead: str

    @property
    def several(self) -> str:
        return f"{self.word}s"

    @property
    def names(self) -> dict[str, str]:
        """Of its addresses, by what is done there."""
        return {deed: f"campaigns:{self.word}_{deed}" for deed in DEEDS}

    def rows_of(self, member: Membership) -> Any:
        return self.model.objects.filter(campaign=member.campaign)


NOUNS = {
    noun.word: noun
    for noun in (
        Noun("topic", Topic, TopicForm, "What talks are about. Each session names one or more."),
        Noun("partner", Partner, PartnerForm, "Who else gave a session. A session may name some."),
    )
}


@require_safe
@team(may_keep_programme)
def named_list(request: HttpRequest, member: Membership, noun: str) -> HttpResponse:
    kept = NOUNS[noun]
    suggested = SuggestedForm(model=kept.model, campaign=member.campaign)
    return list_page(request, member, kept, suggested)


@require_POST
@team(may_keep_programme)
def named_add_suggested(request: HttpRequest, member: Membership, noun: str) -> HttpResponse:
    """Pressed twice, the second press finds them on the list, which is what was wanted."""
    kept = NOUNS[noun]
    form = SuggestedForm(request.POST, model=kept.model, campaign=member.campaign)
    if form.is_valid():
        added = form.save(by=member.user)
        messages.success(request, f"Added: {', '.join(row.name for row in added)}.")
    elif form.errors and request.POST.getlist("names"):
        messages.info(request, "They are on the list already.")
    else:
        return list_page(request, member, kept, form)
    return redirect(kept.names["list"])


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def named_add(request: HttpRequest, member: Membership, noun: str) -> HttpResponse:
    kept = NOUNS[noun]
    posted = request.POST if request.method == "POST" else None
    return edited(request, member, kept, kept.form(posted, campaign=member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def named_edit(request: HttpRequest, member: Membership, pk: int, noun: str) -> HttpResponse:
    kept = NOUNS[noun]
    row = get_object_or_404(with_sessions(kept.rows_of(member)), pk=pk)
    posted = request.POST if request.method == "POST" else None
    return edited(request, member, kept, kept.form(posted, campaign=member.campaign, row=row))


@require_POST
@team(may_keep_programme)
def named_retire(request: HttpRequest, member: Membership, pk: int, noun: str) -> HttpResponse:
    kept = NOUNS[noun]
    row = get_object_or_404(kept.rows_of(member), pk=pk)
    retire_named(row, by=member.user)
    messages.success(request, f"“{row.name}” is no longer offered. What names it keeps it.")
    return redirect(kept.names["list"])


@require_POST
@team(may_keep_programme)
def named_offer_again(request: HttpRequest, member: Membership, pk: int, noun: str) -> HttpResponse:
    kept = NOUNS[noun]
    row = get_object_or_404(kept.rows_of(member), pk=pk)
    offer_named_again(row, by=member.user)
    messages.success(request, f"“{row.name}” is offered again.")
    return redirect(kept.names["list"])


@require_POST
@team(may_keep_programme)
def named_remove(request: HttpRequest, member: Membership, pk: int, noun: str) -> HttpResponse:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    kept = NOUNS[noun]
    row = kept.rows_of(member).filter(pk=pk).first()
    if row is None and kept.model.objects.filter(pk=pk).exists():
        raise Http404
    try:
        if row:
            remove_named(row, by=member.user)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect(kept.names["edit"], pk)
    messages.success(request, "Removed.")
    return redirect(kept.names["list"])


def list_page(
    request: HttpRequest, member: Membership, noun: Noun, suggested: SuggestedForm
) -> HttpResponse:
    rows = list(with_sessions(noun.rows_of(member)))
    told = {
        "noun": noun,
        "offered": [row for row in rows if row.is_offered],
        "retired": [row for row in rows if not row.is_offered],
        "suggested": suggested if suggested.missing else None,
    }
    return render(request, "campaigns/programme/list.html", told)


def edited(request: HttpRequest, member: Membership, noun: Noun, form: PartnerForm) -> HttpResponse:
    if form.is_valid():
        try:
            saved = form.save(by=member.user)
        except ValidationError as problem:
            form.add_error("name", problem.messages)
        else:
            messages.success(request, f"“{saved.name}” is saved.")
            return redirect(noun.names["list"])
    row = form.row
    told = {
        "noun": noun,
        "form": form,
        "row": row,
        "may_remove": row is not None and not is_named(row),
        "talks": talks_about(row) if isinstance(row, Topic) and row.is_offered else [],
    }
    return render(request, "campaigns/programme/list_edit.html", told)
