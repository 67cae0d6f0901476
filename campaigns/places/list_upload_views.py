"""The list of schools is brought in on the site: a file, what it would do, one press."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.fresh_file import file_is_told_of
from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, Place
from campaigns.places.findings import Findings, compare, described
from campaigns.places.kept_list import Kept, forget_kept, kept, schools_as_json, schools_of_json
from campaigns.places.list_file_views import (
    GONE,
    UploadPage,
    chosen_after,
    upload_page,
    what_is_taken,
)
from campaigns.places.list_upload_form import MOST_ASKED, TakeListForm
from campaigns.places.save import NOT_AS_SHOWN, Saved, save_schools
from campaigns.places.schools_file import BOUNDS, SchoolFile, read_list
from campaigns.places.schools_rows import School

WHAT = "school list"


def read_for(member: Membership, content: bytes, name: str) -> Any:
    areas = frozenset(member.campaign.areas.values_list("name", flat=True))
    return schools_as_json(read_list(content, file_name=name, only_areas=areas))


PAGE = UploadPage(
    what=WHAT,
    template="campaigns/places/list_upload.html",
    help_text=(
        f"CSV or Excel (.xlsx), {BOUNDS.largest // 1_000_000} MB at most, as it is published: "
        "no need to change anything in it."
    ),
    check="campaigns:school_list_check",
    bounds=BOUNDS,
    read=read_for,
)


@csrf_exempt  # upload_page asks for the token
@require_http_methods(["GET", "HEAD", "POST"])
@file_is_told_of
@team(may_keep_programme, fresh=True)
def school_list_upload(request: HttpRequest, member: Membership) -> HttpResponse:
    return upload_page(request, member, PAGE)


@require_safe
@team(may_keep_programme)
def school_list_check(request: HttpRequest, member: Membership) -> HttpResponse:
    found = kept(member, what=WHAT)
    if found is None:
        messages.error(request, f"{GONE}.")
        return redirect("campaigns:school_list_upload")
    return check_page(request, look_at(member, found))


@require_POST
@team(may_keep_programme, fresh=True)
def school_list_save(request: HttpRequest, member: Membership) -> HttpResponse:
    found = kept(member, what=WHAT)
    if found is None:
        messages.error(request, f"{GONE}.")
        return redirect("campaigns:school_list_upload")
    if other := chosen_after(request, found):
        return check_page(request, look_at(member, found), problem=other)
    look = look_at(member, found, request.POST)
    shown = request.POST.get("shown", "")
    if shown != look.findings.digest:
        return check_page(request, look, problem=f"{NOT_AS_SHOWN}.")
    if not (look.form.is_valid() and look.form.takes_something()):
        return check_page(request, look)
    try:
        saved = save_schools(
            campaign=member.campaign,
            file=look.file,
            file_name=found.name,
            by=member.user,
            today=look.today,
            taken=look.form.taken,
            shown=shown,
        )
    except Conflict as problem:
        look = look_at(member, found, request.POST)
        return check_page(request, look, problem=f"{problem}.")
    forget_kept(member, what=WHAT)
    messages.success(request, words_of(saved))
    return redirect("campaigns:place_list")


@dataclass(frozen=True)
class Look:
    """What the list that waits would do now, and what is asked about it."""

    kept: Kept
    file: SchoolFile
    findings: Findings
    form: TakeListForm
    today: date


def look_at(member: Membership, found: Kept, data: Any = None) -> Look:
    file, today = schools_of_json(found.read), timezone.localdate()
    findings = compare(campaign=member.campaign, file=file)
    form = TakeListForm(data, campaign=member.campaign, findings=findings, file=file, today=today)
    return Look(found, file, findings, form, today)


def check_page(request: HttpRequest, look: Look, *, problem: str = "") -> HttpResponse:
    findings = look.findings
    context = {
        "kept": look.kept,
        "file": look.file,
        "findings": findings,
        "form": look.form,
        "problem": problem,
        "too_many_missing": len(findings.missing) > MOST_ASKED,
        "more_asked": max(0, len(look.form.asked) - MOST_ASKED),
        "to_take": what_is_taken(len(findings.new), len(findings.changed)),
        "parts": list(parts_of(look)),
    }
    return render(request, "campaigns/places/list_check.html", context)


def parts_of(look: Look) -> Iterable[tuple[str, list[str]]]:
    """Each part of the page that only tells: its heading, and its lines."""
    findings, file = look.findings, look.file
    closed = [place for place in findings.closing if not place.is_open_on(look.today)]
    bad = [capfirst(str(row)) for row in file.bad]
    bad += [f"and {file.more_bad:,} more"] if file.more_bad else []
    others = [f"{council}: {count:,}" for council, count in (findings.elsewhere or {}).items()]
    missing = [described(one.place) for one in findings.missing]
    for heading, lines, count in (
        ("New", [label_of(school) for school in findings.new], None),
        (
            "Changed",
            [
                f"{described(one.place)}: {differences_in_words(one.fields)}"
                for one in findings.changed
            ],
            None,
        ),
        ("Cannot be read, left out", bad, len(file.bad) + file.more_bad),
        (
            "Now of a council that is not ours",
            [f"{described(place)}: now {area}" for place, area in findings.moved_away],
            None,
        ),
        ("Closed on our list, open in this one", [open_again(place) for place in closed], None),
        ("Not in this list", missing if len(missing) > MOST_ASKED else [], None),
        (
            "Of other councils, left out",
            others,
            sum((findings.elsewhere or {}).values()),
        ),
    ):
        if lines:
            yield f"{heading}: {len(lines) if count is None else count:,}", lines


def label_of(school: School) -> str:
    where = f"{school.name}, {school.town}" if school.town else school.name
    return f"{where} ({school.area}), {school.kind.label.lower()}"


def open_again(place: Place) -> str:
    return format_html(
        '{}. <a href="{}">Open it again under Places</a>',
        described(place),
        reverse("campaigns:place_edit", args=[place.pk]),
    )


def differences_in_words(fields: Any) -> str:
    return "; ".join(
        f"{name.lower()} {before or 'not known'} → {after}"
        for name, (before, after) in fields.items()
    )


def words_of(saved: Saved) -> str:
    said = [f"{saved.created:,} new"] if saved.created else []
    said += [f"{saved.updated:,} changed"] if saved.updated else []
    said += [f"{saved.renamed:,} renamed"] if saved.renamed else []
    said += [f"{saved.closed:,} closed"] if saved.closed else []
    return f"The list is in: {', '.join(said) or 'nothing new'}."
