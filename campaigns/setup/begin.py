"""The first person, and then the programme: each can be made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_deed
from campaigns.models import Campaign, Change, Membership, User
from campaigns.programme.begin import add_campaign
from campaigns.programme.figures import set_carried_figure
from campaigns.setup.link import is_set_up

SET_UP_ALREADY = "This site is set up already."


@dataclass(frozen=True, kw_only=True)
class Carried:
    value: int
    qualifier: str
    starts_on: date
    ends_on: date | None
    source: str


def wait_for_others() -> None:
    """There is no row yet that two people could queue up for. SQLite has one writer at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE campaigns_user IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def make_first_person(*, name: str, email: str, password: str) -> User:
    """There is no campaign yet, whose history could have a line: begin_programme writes it."""
    wait_for_others()
    if is_set_up():
        raise Conflict(SET_UP_ALREADY)
    user = User(name=name, email=email.lower())
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def begin_programme(
    *,
    name: str,
    areas: Sequence[str],
    started_on: date,
    mark: int,
    carried: Carried | None,
    by: User,
) -> Membership:
    """Who begins it is its administrator, who may do all that a coordinator may."""
    wait_for_others()
    if Campaign.objects.exists():
        raise Conflict(SET_UP_ALREADY)
    campaign = add_campaign(name=name, started_on=started_on, mark=mark, areas=areas, by=by)
    if carried:
        set_carried_figure(
            campaign=campaign,
            value=carried.value,
            qualifier=carried.qualifier,
            starts_on=carried.starts_on,
            ends_on=carried.ends_on,
            source=carried.source,
            by=by,
        )
    member = Membership(campaign=campaign, user=by, role=Membership.Role.ADMINISTRATOR)
    member.full_clean()
    member.save()
    about = f"Person: {by.name}, {member.get_role_display().lower()}"
    record_deed(campaign=campaign, kind=Change.Kind.ADDED, about=about, by=by)
    return member
