"""Settings: what is still missing, and the way to everything that a coordinator keeps."""

from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import limits
from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.models import Membership
from campaigns.setup.missing import Line, settings_lines
from campaigns.setup.test_mail import send_test_mail

TEST_MAIL = "test_mail"  # a button of the same page
TO_MAILBOX = "It should come in a minute."
TO_FILE = "It is written to a file in VAR_DIR/mail, because no mail server is set."


@require_safe
@team(may_keep_programme)
def settings_page(request: HttpRequest, member: Membership) -> HttpResponse:
    lines = settings_lines(member)
    told = {
        "campaign": member.campaign,
        "stopping": [task_of(line, kind="bad") for line in lines if line.stops],
        "advised": [task_of(line, kind="brand") for line in lines if line.advice],
        "kept": [task_of(line) for line in lines if not (line.stops or line.advice)],
    }
    return render(request, "campaigns/setup/settings.html", told)


@require_POST
@team(may_keep_programme)
def test_mail(request: HttpRequest, member: Membership) -> HttpResponse:
    email = member.user.email
    if wait := limits.wait_for("test mail", email, limits.LINKS_BY_ACCOUNT):
        return too_many_tests(request, wait)
    send_test_mail(member=member)
    where = TO_MAILBOX if settings.EMAIL_HOST else TO_FILE
    messages.success(request, f"An e-mail to {email} is in the queue. {where}")
    return redirect("campaigns:settings")


def too_many_tests(request: HttpRequest, seconds: int) -> HttpResponse:
    told = {"minutes": ceil(seconds / 60), "goes_out": bool(settings.EMAIL_HOST)}
    page = "campaigns/setup/test_mail_wait.html"
    response = render(request, page, told, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds)
    return response


def task_of(line: Line, *, kind: str = "") -> dict[str, str]:
    """As components/task_list.html takes it."""
    return {
        "text": line.words,
        "href": "#test-mail" if line.address == TEST_MAIL else reverse(f"campaigns:{line.address}"),
        "status": line.state,
        "kind": kind,
        "note": line.stops or line.advice,
    }
