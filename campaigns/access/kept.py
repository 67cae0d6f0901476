"""A form that was sent when the sign-in had ended waits here until its person has signed in again.

Each form of a team page says whose it is, in a signed word. Only what has such a word is kept, so
no stranger can fill anything. It waits on the server by its account, in a row that no cookie opens,
and is given to the same account alone, whoever signs in in that browser meanwhile.
docs/decisions/0044-forms-that-wait.md
"""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TypedDict, TypeVar

from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, TimestampSigner
from django.db import OperationalError
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html_join

from campaigns.access import limits
from sextortion_aware.databases.again import passes_by
from sextortion_aware.sessions import SessionStore

WHOSE = "whose"  # in a form: the signed word
TYPED = "typed"  # in an address and in a form: the key of what waits
KEPT = "kept"  # in an address: what campaigns/sessions/typed.py keeps while a place is added
IN_SESSION = "kept_forms"
MOST, LONGEST, LONGEST_TITLE = 20, 100_000, 100
MOST_CUT, ROW_LENGTH = 3, 32
KEPT_SECONDS = 2 * 60 * 60
WORD_SECONDS = 7 * 24 * 60 * 60  # a page may stand open over a weekend
NOT_SENT_WITH_IT = (WHOSE, TYPED, "csrfmiddlewaretoken")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TOKEN = b'<input type="hidden" name="csrfmiddlewaretoken"'
TITLE, TITLE_ENDS = b"<title>", b"</title>"
SITE, MISTAKE = " – ", "Error: "  # what ends a page's title with the site's name, and may begin it
SHORT = b"<input type=hidden name=csrfmiddlewaretoken"  # the log's page has no byte to spare

View = TypeVar("View", bound=Callable[..., HttpResponse])

# A shorter mark than the default's, because the log's page has few bytes to spare.
signer = TimestampSigner(salt="campaigns.access.kept", algorithm="sha1")


class Kept(TypedDict):
    owner: int
    at: float
    path: str
    address: str  # which draws it
    page: str  # on which it was pressed
    title: str  # of that page
    form: str
    has_file: bool
    is_cut: bool


def keep_sent(request: HttpRequest, *, page: str) -> str:
    """The address that draws it as it was typed; empty when it is not one that we keep."""
    if not is_sent(request) or request.content_type not in FORMS:
        return ""
    owner, title = said_by(request.POST.get(WHOSE, ""))
    if not owner:
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
    query = request.GET.copy()
    newer_than, query[TYPED] = query.get(TYPED, ""), key
    address = f"{request.path}?{query.urlencode()}"
    new = Kept(
        owner=owner,
        at=time.time(),
        path=request.path,
        address=address,
        page=page,
        title=title,
        form=packed,
        has_file=bool(request.FILES),
        is_cut=is_cut,
    )
    with atomic():
        waiting = living(owner, locked=True)
        waiting.pop(newer_than, None)
        write(owner, dict([*[*waiting.items()][1 - MOST :], (key, new)]))
    return address


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


def living(owner: int, *, locked: bool = False) -> dict[str, Kept]:
    """What waits of this account, the oldest first."""
    rows = Session.objects.filter(session_key=row_of(owner), expire_date__gt=timezone.now())
    row = (rows.select_for_update() if locked else rows).first()
    oldest = time.time() - KEPT_SECONDS
    kept: dict[str, Kept] = row.get_decoded().get(IN_SESSION, {}) if row else {}
    return {key: entry for key, entry in kept.items() if entry["at"] > oldest}


def write(owner: int, kept: Mapping[str, Kept]) -> None:
    """It goes with the sessions that have ended, if nobody comes back for it."""
    told = {
        "session_data": SessionStore().encode({IN_SESSION: kept}),
        "expire_date": timezone.now() + timedelta(seconds=KEPT_SECONDS),
    }
    Session.objects.update_or_create(session_key=row_of(owner), defaults=told)


def row_of(owner: int) -> str:
    return salted_hmac("campaigns.access.kept", str(owner)).hexdigest()[:ROW_LENGTH]


def kept_for(request: HttpRequest) -> Kept | None:
    """Of this person alone, for this address alone."""
    entry = living(request.user.pk or 0).get(request.GET.get(TYPED, ""))
    return entry if entry and entry["path"] == request.path else None


def is_key_of(owner: int | None, key: str) -> bool:
    return key.partition("-")[0] == str(owner)


def on_today(owner: int) -> list[dict[str, object]]:
    """Of whoever comes back by another way than the address that they were led to."""
    return [
        {
            "key": key,
            "address": entry["address"],
            "title": entry.get("title", ""),
            "moment": moment_of(entry["at"]),
        }
        for key, entry in living(owner).items()
    ]


def moment_of(at: float) -> datetime:
    return timezone.localtime(datetime.fromtimestamp(at, tz=UTC))


def forget_sent(request: HttpRequest) -> None:
    """It was saved, or there is nothing more to draw. The deed is done by now, so a lock that is
    met here is nobody's: were the press tried again, it would be done twice. The row runs out.
    """
    if key := key_of(request):
        try:
            forget(request.user.pk or 0, key)
        except OperationalError as problem:
            if not passes_by(problem):
                raise


def forget(owner: int, key: str) -> None:
    with atomic():
        waiting = living(owner, locked=True)
        if waiting.pop(key, None):
            write(owner, waiting)


def key_of(request: HttpRequest) -> str:
    """A form with a file is not looked into: such pages read it themselves."""
    is_form = request.content_type == FORMS[0]
    return (request.POST.get(TYPED, "") if is_form else "") or request.GET.get(TYPED, "")


def word_of(request: HttpRequest, page: bytes) -> str:
    """Whose the page is, and what it is called."""
    found = page.partition(TITLE)[2].partition(TITLE_ENDS)[0]
    whole = " ".join(unescape(found.decode()).split())
    title = whole.rpartition(SITE)[0].removeprefix(MISTAKE)
    return signer.sign(f"{request.user.pk} {title[:LONGEST_TITLE]}".strip())


def said_by(word: str) -> tuple[int, str]:
    """The account and the page's title; 0 when the word is not ours."""
    try:
        owner, _, title = signer.unsign(word, max_age=WORD_SECONDS).partition(" ")
        return int(owner), title
    except (BadSignature, ValueError):
        return 0, ""


def with_words(response: HttpResponse, request: HttpRequest, **more: int) -> HttpResponse:
    """Each form of the page says whose it is, and which form that waited it stands for. The one
    that signs out does not: templates/components/team_nav.html writes its token otherwise.
    """
    if not response.streaming and TOKEN in response.content:
        said: dict[str, object] = {WHOSE: word_of(request, response.content), **more}
        if (key := key_of(request)) and key in living(request.user.pk or 0):
            said[TYPED] = key
        boxes = format_html_join("", '<input type=hidden name={} value="{}">', said.items())
        response.content = response.content.replace(TOKEN, boxes.encode() + SHORT)
    return response
