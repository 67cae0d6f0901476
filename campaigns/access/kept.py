"""A form that was sent when the sign-in had ended waits here until its person has signed in again.

Each form of a team page says whose it is, in a signed word. Only what has such a word is kept, so
no stranger can fill anything. It waits on the server, in the session of this browser, and is given
to the same account alone. docs/decisions/0044-forms-that-wait.md
"""

import secrets
import time
from collections.abc import Callable
from typing import TypedDict, TypeVar

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html_join

from campaigns.access import limits

WHOSE = "whose"  # in a form: the signed word
TYPED = "typed"  # in an address and in a form: the key of what waits
KEPT = "kept"  # in an address: what campaigns/sessions/typed.py keeps while a place is added
IN_SESSION = "kept_forms"
MOST, LONGEST = 5, 100_000
MOST_CUT = 3
KEPT_SECONDS = 2 * 60 * 60
WORD_SECONDS = 7 * 24 * 60 * 60  # a page may stand open over a weekend
NOT_SENT_WITH_IT = (WHOSE, TYPED, "csrfmiddlewaretoken")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TOKEN = b'<input type="hidden" name="csrfmiddlewaretoken"'
SHORT = b"<input type=hidden name=csrfmiddlewaretoken"  # the log's page has no byte to spare

View = TypeVar("View", bound=Callable[..., HttpResponse])

# A shorter mark than the default's, because the log's page has few bytes to spare.
signer = TimestampSigner(salt="campaigns.access.kept", algorithm="sha1")


class Kept(TypedDict):
    owner: int
    at: float
    path: str
    page: str  # on which it was pressed
    form: str
    has_file: bool
    is_cut: bool


def keep_sent(request: HttpRequest, *, page: str) -> str:
    """The address that draws it as it was typed; empty when it is not one that we keep."""
    if not is_sent(request) or request.content_type not in FORMS:
        return ""
    owner = owner_of(request.POST.get(WHOSE, ""))
    if not owner or request.user.pk not in (None, owner):
        return ""
    typed = request.POST.copy()
    for name in NOT_SENT_WITH_IT:
        typed.pop(name, None)
    packed, is_cut = packed_of(typed)
    if len(packed) > LONGEST or limits.wait_for(
        "kept form of", str(owner), limits.KEPT_FORMS_BY_ACCOUNT
    ):
        return ""
    key = f"{owner}-{secrets.token_urlsafe(8)}"
    new = Kept(
        owner=owner,
        at=time.time(),
        path=request.path,
        page=page,
        form=packed,
        has_file=bool(request.FILES),
        is_cut=is_cut,
    )
    put_away(request, key, new)
    query = request.GET.copy()
    query[TYPED] = key
    return f"{request.path}?{query.urlencode()}"


def packed_of(typed: QueryDict) -> tuple[str, bool]:
    """Without its longest texts, when it is too long with them; and whether it is."""
    packed, is_cut = typed.urlencode(), False
    for _ in range(MOST_CUT):
        if len(packed) <= LONGEST or not typed:
            break
        longest = max(typed, key=lambda name: sum(map(len, typed.getlist(name))))
        del typed[longest]
        packed, is_cut = typed.urlencode(), True
    return packed, is_cut


def is_sent(request: HttpRequest) -> bool:
    """To a view that keeps what was typed: no password and no code is ever sent to one."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and keeps_typed(match.func)


def is_keeping(view: View) -> View:
    """`wraps` hands the mark on to each decorator around it."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def keeps_typed(view: object) -> bool:
    return getattr(view, "keeps_typed", False)


def put_away(request: HttpRequest, key: str, new: Kept) -> None:
    waiting = living(request.session)
    waiting.pop(request.GET.get(TYPED, ""), None)  # what stands in the form now is newer
    request.session[IN_SESSION] = dict([*[*waiting.items()][1 - MOST :], (key, new)])
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)


def living(session: SessionBase) -> dict[str, Kept]:
    oldest = time.time() - KEPT_SECONDS
    kept: dict[str, Kept] = session.get(IN_SESSION, {})
    return {key: entry for key, entry in kept.items() if entry["at"] > oldest}


def kept_for(request: HttpRequest) -> Kept | None:
    """Of this person alone, for this address alone."""
    entry = living(request.session).get(request.GET.get(TYPED, ""))
    if entry is None or entry["owner"] != request.user.pk or entry["path"] != request.path:
        return None
    return entry


def is_own_key(request: HttpRequest) -> bool:
    return request.GET.get(TYPED, "").partition("-")[0] == str(request.user.pk)


def forget_sent(request: HttpRequest) -> None:
    """It was saved, or there is nothing more to draw."""
    kept = request.session.get(IN_SESSION, {})
    left = {key: entry for key, entry in kept.items() if key != key_of(request)}
    if len(left) < len(kept):
        request.session[IN_SESSION] = left


def key_of(request: HttpRequest) -> str:
    """A form with a file is not looked into: such pages read it themselves."""
    is_form = request.content_type == FORMS[0]
    return (request.POST.get(TYPED, "") if is_form else "") or request.GET.get(TYPED, "")


def settle_kept(session: SessionBase) -> None:
    """Called as somebody signs in: what others left goes, and the session lasts as ever."""
    owner = int(session[SESSION_KEY])
    mine = {key: entry for key, entry in living(session).items() if entry["owner"] == owner}
    if IN_SESSION in session:
        session[IN_SESSION] = mine
        session.set_expiry(None)


def owner_of(word: str) -> int:
    """0 when it is not ours."""
    try:
        return int(signer.unsign(word, max_age=WORD_SECONDS))
    except (BadSignature, ValueError):
        return 0


def with_words(response: HttpResponse, request: HttpRequest, **more: int) -> HttpResponse:
    """Each form of the page says whose it is, and which form that waited it stands for. The one
    that signs out does not: templates/components/team_nav.html writes its token otherwise.
    """
    if not response.streaming and TOKEN in response.content:
        said: dict[str, object] = {WHOSE: signer.sign(str(request.user.pk)), **more}
        if (key := key_of(request)) in living(request.session):
            said[TYPED] = key
        boxes = format_html_join("", "<input type=hidden name={} value={}>", said.items())
        response.content = response.content.replace(TOKEN, boxes.encode() + SHORT)
    return response
