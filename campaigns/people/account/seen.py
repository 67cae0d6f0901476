"""What the page of one's account tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.access.sign_ins import live_sign_ins
from campaigns.models import Change, SignIn, User

LOOKED_BACK = timedelta(days=30)
MOST_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Past:
    sign_in: SignIn
    state: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    here: SignIn | None
    others: list[SignIn]
    past: list[Past]
    wrong_passwords: list[datetime]
    wrong_codes: list[datetime]


def seen_of(user: User, *, here: int | None, now: datetime) -> Seen:
    """`here` is the key of the sign-in that asks."""
    live = live_sign_ins(user, now=now)
    recent = user.sign_ins.filter(seen_at__gt=now - LOOKED_BACK)
    gone = recent.exclude(pk__in=[sign_in.pk for sign_in in live])[:MOST_SHOWN]
    wrong = wrong_tries_on(user, since=now - LOOKED_BACK)
    return Seen(
        here=next((sign_in for sign_in in live if sign_in.pk == here), None),
        others=[sign_in for sign_in in live if sign_in.pk != here],
        past=[Past(sign_in=sign_in, state=state_of(sign_in)) for sign_in in gone],
        wrong_passwords=[at for at, is_code in wrong.items() if not is_code],
        wrong_codes=[at for at, is_code in wrong.items() if is_code],
    )


def wrong_tries_on(user: User, *, since: datetime) -> dict[datetime, bool]:
    """The moments, and whether the password was right: whoever is in two campaigns has a line in
    each.
    """
    kind = Change.Kind.SIGN_IN_FAILED
    lines = Change.objects.filter(kind=kind, account=user, at__gt=since).order_by("at")
    return {at: "Code" in fields for at, fields in lines.values_list("at", "fields")}


def state_of(sign_in: SignIn) -> str:
    return "Signed out" if sign_in.ended_at else "Ran out"
