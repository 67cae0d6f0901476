"""Spreadsheets that came in: the list of them, and the upload of another one."""

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from campaigns.access.fresh_file import file_is_told_of
from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.models import ImportBatch, Membership, Topic
from campaigns.spreadsheets.batches import State
from campaigns.spreadsheets.file import LARGEST_FILE, TOO_LARGE
from campaigns.spreadsheets.forms import UploadForm
from campaigns.spreadsheets.uploads import upload
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.files.upload import InMemory, says_too_much, went_over

FORM_METHODS = ["GET", "HEAD", "POST"]
BATCHES_A_PAGE = 20
KINDS = {State.COMMITTED: "good", State.CHECKED: "brand"}


# The token stands in the body, and reading a body of any size to find it would be a trap: it is
# asked for in here, when the length is known.
@csrf_exempt
@require_http_methods(FORM_METHODS)
@file_is_told_of
@team(may_import, fresh=True)
def import_list(request: HttpRequest, member: Membership) -> HttpResponse:
    if request.method == "POST" and says_too_much(request, largest=LARGEST_FILE):
        return refused_as_too_large(request, member)
    request.upload_handlers = [InMemory(request, largest=LARGEST_FILE)]
    answer: HttpResponse = csrf_protect(take_upload)(request, member)
    return answer


def take_upload(request: HttpRequest, member: Membership) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if went_over(request):
        return refused_as_too_large(request, member)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = upload(
                campaign=member.campaign,
                file_name=file.name,
                content=file.read(),
                by=member.user,
            )
        except Unreadable as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("campaigns:import_columns", batch.pk)
    return batches(request, member, form)


def refused_as_too_large(request: HttpRequest, member: Membership) -> HttpResponse:
    form = UploadForm({})
    form.full_clean()
    form.errors["file"] = form.error_class([TOO_LARGE], renderer=form.renderer)
    return batches(request, member, form, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def batches(
    request: HttpRequest, member: Membership, form: UploadForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    if not Topic.objects.filter(campaign=member.campaign, is_offered=True).exists():
        told = {"cannot": "No spreadsheet can be brought in yet", "keeps_programme": True}
        return render(request, "campaigns/setup/no_topics.html", told)
    listed = ImportBatch.objects.in_campaign(member.campaign).select_related("uploaded_by")
    page = Paginator(listed, BATCHES_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"batch": batch, "kind": KINDS.get(State(batch.state), "")} for batch in page]
    return render(
        request,
        "campaigns/spreadsheets/list.html",
        {"form": form, "page": page, "rows": rows},
        status=status,
    )
