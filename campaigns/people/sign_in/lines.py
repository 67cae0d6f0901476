"""Lines of history about somebody's account: one in each campaign that they are in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from campaigns.history.record import line_of
from campaigns.models import Change, User
from campaigns.people.memberships import about


@transaction.atomic
def record_for(
    user: User,
    *,
    kind: Change.Kind,
    by: User | None,
    is_known_who: bool = True,
    fields: Mapping[str, Sequence[str]] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """`by` is None for a command on the server, and for somebody who is not known. Whoever is in no
    campaign any more has the line in those that they were in.
    """
    theirs = user.memberships.select_related("campaign", "user")
    for member in theirs.active() or theirs:
        line = line_of(member.campaign, kind, about(member), fields or {}, by=by, reason=reason)
        line.account = None if is_known_who else user
        if at:
            line.at = at
        line.save()


def told_of_device(is_known: bool) -> dict[str, tuple[str, str]]:
    """Of a wrong try: no browser is believed that nobody signed in with."""
    return {"Device": ("", "one that signed in before" if is_known else "one that is not known")}
