"""Why somebody did not get in by single sign-on, and what is said to them.

The way back only notes the reason and leads to a page of its own, so that the code in its address
is on no page and nothing that is pressed afterwards sends it along.
"""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.people.sso.provider import the_provider

NOTED = "sso_refused"  # in the session: reason, purpose, where the person was
WAIT_SECONDS = "60"


class Reason(StrEnum):
    CANCELLED = "cancelled"
    LOST = "lost"
    SILENT = "silent"
    NOT_TRUSTED = "not_trusted"
    STRANGER = "stranger"
    CLOSED = "closed"
    ENDED = "ended"
    OF_ANOTHER = "of_another"
    LINKED_ALREADY = "linked_already"
    HAS_ACCOUNT = "has_account"
    OTHER_PERSON = "other_person"
    NOT_ASKED = "not_asked"
    NONE = "none"


class Purpose(StrEnum):
    """What is done on the way back."""

    SIGN_IN = "sign_in"
    JOIN = "join"
    LINK = "link"
    AGAIN = "again"


class Refused(Exception):
    def __init__(self, reason: Reason, purpose: str = Purpose.SIGN_IN, next_url: str = "") -> None:
        self.reason, self.purpose, self.next_url = reason, purpose, next_url


@dataclass(frozen=True)
class Words:
    """With the provider's name for {name}, and what an account there is called for {account}."""

    title: str
    lead: str
    then: str = ""
    status: HTTPStatus = HTTPStatus.FORBIDDEN


WORDS = {
    Reason.CANCELLED: Words(
        "You stopped at {name}",
        "Nothing was changed.",
        status=HTTPStatus.OK,
    ),
    Reason.LOST: Words(
        "Start again",
        "This step was not begun in this browser, was used already, or took longer than ten "
        "minutes.",
        status=HTTPStatus.BAD_REQUEST,
    ),
    Reason.SILENT: Words(
        "{name} does not answer",
        "Sign in with your password, or try again in a minute.",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    Reason.NOT_TRUSTED: Words(
        "This did not work with {name}",
        "What {name} sent is not what we asked it for, so we did not use it. Try again.",
        "Does it happen again? Tell whoever runs this site.",
    ),
    Reason.STRANGER: Words(
        "You need an invitation",
        "{name} knows you, but no account here is linked with that account.",
        "New to the team? Ask your administrator for an invitation. "
        "Have you an account here? Sign in with your password first, "
        "then link {name} in “My account”.",
    ),
    Reason.CLOSED: Words(
        "Your account here is closed",
        "{name} knows you, but your account on this site was closed.",
        "Is it not right? Ask your administrator.",
    ),
    Reason.ENDED: Words(
        "You are in no team here",
        "{name} knows you, but your membership was ended.",
        "Is it not right? Ask your administrator to invite you again.",
    ),
    Reason.OF_ANOTHER: Words(
        "That {account} belongs to somebody else here",
        "It is linked with another account on this site. Use your own {account}.",
    ),
    Reason.LINKED_ALREADY: Words(
        "You have another {account} here",
        "Your account is linked with a different {account}. Use that one, or take it off first.",
    ),
    Reason.HAS_ACCOUNT: Words(
        "Sign in with your password first",
        "The invitation is for somebody who has an account here, which is not linked with that "
        "{account}.",
        "After you have signed in and joined, you can link {name} in “My account”.",
    ),
    Reason.OTHER_PERSON: Words(
        "Use the same {account}",
        "You are signed in here with another {account} than the one you just used.",
    ),
    Reason.NOT_ASKED: Words(
        "{name} did not ask who you are",
        "For this step you must sign in at {name} anew. It did not say that you have.",
        "Does it happen again? Tell whoever runs this site: {name} must send “auth_time”.",
    ),
    Reason.NONE: Words(
        "There is nothing to read here now",
        "This page says why signing in with {name} did not work, in the browser where that "
        "happened, until you begin again. After some hours it is forgotten.",
        status=HTTPStatus.OK,
    ),
}


def note(request: HttpRequest, refused: Refused) -> HttpResponse:
    request.session[NOTED] = [refused.reason, refused.purpose, refused.next_url]
    return redirect("sso_refused")


def refused_page(request: HttpRequest) -> HttpResponse:
    """It stays as it is when it is loaded again. By Back or a bookmark somebody comes whom nothing
    was refused.
    """
    reason, purpose, next_url = request.session.get(NOTED) or not_refused(request)
    words, provider = WORDS[Reason(reason)], the_provider()
    names = {"name": provider.name, "account": provider.account}
    told = {
        "title": words.title.format(**names),
        "lead": words.lead.format(**names),
        "then": words.then.format(**names),
        "purpose": purpose,
        "next": next_url,
    }
    response = render(request, "account/sso/refused.html", told, status=words.status)
    if words.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = WAIT_SECONDS
    return response


def not_refused(request: HttpRequest) -> tuple[str, str, str]:
    purpose = Purpose.LINK if request.user.is_authenticated else Purpose.SIGN_IN
    return Reason.NONE, purpose, ""
