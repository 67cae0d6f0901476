"""A list of school holidays is brought in on the site: a file, what it would do, one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.fresh_file import file_is_told_of
from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.places.kept_list import (
    Kept,
    forget_kept,
    holidays_as_json,
    holidays_of_json,
    kept,
)
from campaigns.places.list_file_views import (
    GONE,
    UploadPage,
    chosen_after,
    upload_page,
    what_is_taken,
)
from campaigns.places.save_holidays import HolidayFindings, compare_holidays, save_holidays
from campaigns.places.term_dates_file import BOUNDS, COLUMNS, Holiday, TermFile, read_dates
from sextortion_aware.reading.dates import in_words

WHAT = "holiday list"


def read_for(member: Membership, content: bytes, name: str) -> Any:
    return holidays_as_json(read_dates(content))


PAGE = UploadPage(
    what=WHAT,
    template="campaigns/places/list_holiday_upload.html",
    help_text=(
        f"CSV or Excel (.xlsx), {BOUNDS.largest // 1_000_000} MB at most. "
        f"A row names the columns: {', '.join(COLUMNS)}."
    ),
    check="campaigns:holiday_check",
    bounds=BOUNDS,
    read=read_for,
)


@csrf_exempt  # upload_page asks for the token
@require_http_methods(["GET", "HEAD", "POST"])
@file_is_told_of
@team(may_keep_programme, fresh=True)
def holiday_upload(request: HttpRequest, member: Membership) -> HttpResponse:
    return upload_page(request, member, PAGE)


@require_safe
@team(may_keep_programme)
def holiday_check(request: HttpRequest, member: Membership) -> HttpResponse:
    found = kept(member, what=WHAT)
    if found is None:
        messages.error(request, f"{GONE}.")
        return redirect("campaigns:holiday_upload")
    return checked(request, member, found)


@require_POST
@team(may_keep_programme, fresh=True)
def holiday_save(request: HttpRequest, member: Membership) -> HttpResponse:
    found = kept(member, what=WHAT)
    if found is None:
        messages.error(request, f"{GONE}.")
        return redirect("campaigns:holiday_upload")
    if other := chosen_after(request, found):
        return checked(request, member, found, problem=other)
    try:
        saved = save_holidays(
            holidays=holidays_of_json(found.read).holidays,
            campaigns=[member.campaign],
            file_name=found.name,
            by=member.user,
            only_areas=areas_of(member),
            shown=request.POST.get("shown", ""),
        )
    except Conflict as problem:
        return checked(request, member, found, problem=f"{problem}.")
    forget_kept(member, what=WHAT)
    taken = what_is_taken(saved.created, saved.updated)
    messages.success(request, f"The holidays are in: {taken or 'nothing new'}.")
    return redirect("campaigns:holiday_list")


def areas_of(member: Membership) -> frozenset[str]:
    return frozenset(member.campaign.areas.values_list("name", flat=True))


def checked(
    request: HttpRequest, member: Membership, found: Kept, *, problem: str = ""
) -> HttpResponse:
    file = holidays_of_json(found.read)
    findings = compare_holidays(holidays=file.holidays, only_areas=areas_of(member))
    context = {
        "kept": found,
        "file": file,
        "findings": findings,
        "problem": problem,
        "to_take": what_is_taken(len(findings.new), len(findings.changed)),
        "parts": parts_of(findings, file),
    }
    return render(request, "campaigns/places/list_holiday_check.html", context)


def parts_of(findings: HolidayFindings, file: TermFile) -> list[tuple[str, list[str]]]:
    bad = [capfirst(str(row)) for row in file.bad]
    bad += [f"and {file.more_bad:,} more"] if file.more_bad else []
    changed = [
        f"{label_of(day)}; before, to {in_words(row.last_on)}" for row, day in findings.changed
    ]
    others = [f"{council}: {count:,}" for council, count in findings.elsewhere.items()]
    parts = (
        (f"New: {len(findings.new):,}", [label_of(day) for day in findings.new]),
        (f"Changed: {len(changed):,}", changed),
        (f"Cannot be read, left out: {len(file.bad) + file.more_bad:,}", bad),
        (f"Of other councils, left out: {sum(findings.elsewhere.values()):,}", others),
    )
    return [(heading, lines) for heading, lines in parts if lines]


def label_of(day: Holiday) -> str:
    where = f"{day.area}, {day.town} only" if day.town else day.area
    days = in_words(day.first_on)
    days += f" to {in_words(day.last_on)}" if day.last_on != day.first_on else ""
    staff = ", staff are in" if day.staff_are_in else ""
    return f"{day.name}, {days} ({where}{staff})"
