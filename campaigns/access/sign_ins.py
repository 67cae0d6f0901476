"""Where somebody is signed in: which of their sign-ins live, and how one is ended.

A row of SignIn tells of a session and is none: whether somebody is signed in, the session says.
"""

from datetime import datetime
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import SignIn, User
from campaigns.models.sign_ins import WITHOUT_SECOND_STEP

HELD = "sign_in"  # in the session: the row that tells of it


def note_seen(session: SessionBase) -> None:
    """Called about once a minute of use. The key of a session changes, so it is noted too."""
    if pk := session.get(HELD):
        now = timezone.now().replace(second=0, microsecond=0)
        rows = SignIn.objects.filter(pk=pk, ended_at=None)
        rows.update(seen_at=now, session_key=session.session_key or "")


def fill_in_factor(session: SessionBase, factor: SignIn.Factor) -> None:
    """Of a sign-in that had no second step yet."""
    if pk := session.get(HELD):
        rows = SignIn.objects.filter(pk=pk, factor__in=WITHOUT_SECOND_STEP)
        rows.update(factor=factor)


def note_signed_out(session: SessionBase) -> None:
    if pk := session.get(HELD):
        _close(SignIn.objects.filter(pk=pk), now=timezone.now())


def live_sign_ins(user: User, *, now: datetime) -> list[SignIn]:
    """Those whose session is there and has not run out."""
    rows = list(SignIn.objects.open().filter(user=user))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(pk__in=keys, expire_date__gt=now)
    there = set(alive.values_list("pk", flat=True))
    return [row for row in rows if row.session_key in there]


@transaction.atomic
def end_sign_in(sign_in: SignIn, *, now: datetime) -> None:
    Session.objects.filter(pk=sign_in.session_key).delete()
    _close(SignIn.objects.filter(pk=sign_in.pk), now=now)


@transaction.atomic
def end_sign_ins(user: User, *, but: str = "") -> None:
    """All of them, but for the session with this key; those too that wait for the second step.

    A session says whose it is in its sealed data only; a team's are few.
    """
    own = [
        session.pk
        for session in Session.objects.exclude(pk=but)
        if _is_of(user, session.get_decoded())
    ]
    Session.objects.filter(pk__in=own).delete()
    _close(SignIn.objects.filter(user=user).exclude(session_key=but or "-"), now=timezone.now())


def _is_of(user: User, told: dict[str, Any]) -> bool:
    """allauth keeps a sign-in whose second step is still to be given under a name of its own."""
    half = told.get(LOGIN_SESSION_KEY) or {}
    return told.get(SESSION_KEY) == str(user.pk) or half.get("user_pk") == user_pk_to_url_str(user)


def _close(rows: "QuerySet[SignIn]", *, now: datetime) -> None:
    rows.filter(ended_at=None).update(ended_at=now, session_key="")
