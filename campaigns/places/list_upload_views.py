"""The list of schools is brought in on the site: a file, what it would do, one press."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.places.findings import Findings, compare
from campaigns.places.kept_list import forget_kept, kept, schools_as_json, schools_of_json
from campaigns.places.list_file_views import GONE, UploadPage, upload_page
from campaigns.places.list_upload_form import MOST_ASKED, TakeListForm
from campaigns.places.save import Saved, save_schools
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
@team(may_keep_programme)
def school_list_upload(request: HttpRequest, member: Membership) -> HttpResponse:
    return upload_page(request, member, PAGE)


@require_safe
@team(may_keep_programme)
def school_list_check(request: HttpRequest, member: Membership) -> HttpResponse:
    found = kept(request, member, what=WHAT)
    if found is None:
        messages.error(request, f"{GONE}.")
        return redirect("campaigns:school_list_upload")
    return checked(request, member, *found)


@require_POST
@team(may_keep_programme)
def school_list_save(request: HttpRequest, member: Membership) -> HttpResponse:
    found = kept(request, member, what=WHAT)
    if found is None:
        messages.error(request, f"{GONE}.")
        return redirect("campaigns:school_list_upload")
    name, read = found
    file = schools_of_json(read)
    findings = compare(campaign=member.campaign, file=file)
    today = timezone.localdate()
    form = TakeListForm(
        request.POST, campaign=member.campaign, findings=findings, file=file, today=today
    )
    if not form.is_valid():
        return checked(request, member, name, read, form=form)
    try:
        saved = save_schools(
            campaign=member.campaign,
            file=file,
            file_name=name,
            by=member.user,
            today=today,
            taken=form.taken,
            shown=request.POST.get("shown", ""),
        )
    except Conflict as problem:
        return checked(request, member, name, read, form=form, problem=f"{problem}.")
    forget_kept(request, what=WHAT)
    messages.success(request, words_of(saved))
    return redirect("campaigns:school_list_upload")


def checked(
    request: HttpRequest,
    member: Membership,
    name: str,
    read: Any,
    *,
    form: TakeListForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """With `problem`, what was ticked is kept where the question is still there."""
    file = schools_of_json(read)
    findings = compare(campaign=member.campaign, file=file)
    if form is None or problem:
        form = TakeListForm(
            request.POST if problem else None,
            campaign=member.campaign,
            findings=findings,
            file=file,
            today=timezone.localdate(),
        )
    context = {
        "file_name": name,
        "file": file,
        "findings": findings,
        "form": form,
        "problem": problem,
        "too_many_missing": len(findings.missing) > MOST_ASKED,
        "more_asked": max(0, len(form.asked) - MOST_ASKED),
        "parts": list(parts_of(findings, file)),
    }
    return render(request, "campaigns/places/list_check.html", context)


def parts_of(findings: Findings, file: SchoolFile) -> Iterable[tuple[str, list[str]]]:
    """Each part of the page that only tells: its heading, and its lines."""
    bad = [str(row).capitalize() for row in file.bad]
    bad += [f"and {file.more_bad:,} more"] if file.more_bad else []
    others = [f"{council}: {count:,}" for council, count in (findings.elsewhere or {}).items()]
    missing = [one.place.label for one in findings.missing]
    for heading, lines, count in (
        ("New", [label_of(school) for school in findings.new], None),
        (
            "Changed",
            [f"{one.place.label}: {differences_in_words(one.fields)}" for one in findings.changed],
            None,
        ),
        ("Cannot be read, left out", bad, len(file.bad) + file.more_bad),
        (
            "Now of a council that is not ours",
            [f"{place.label}: now {area}" for place, area in findings.moved_away],
            None,
        ),
        ("Closed on our list, open in this one", [p.label for p in findings.closed], None),
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


def differences_in_words(fields: Any) -> str:
    return "; ".join(
        f"{name.lower()} {before or 'not known'} → {after}"
        for name, (before, after) in fields.items()
    )


def words_of(saved: Saved) -> str:
    said = [f"{saved.created:,} new", f"{saved.updated:,} changed"]
    said += [f"{saved.renamed:,} renamed"] if saved.renamed else []
    said += [f"{saved.closed:,} closed"] if saved.closed else []
    return f"The list is in: {', '.join(said)}."
