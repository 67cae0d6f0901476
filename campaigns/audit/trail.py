"""Every change by anyone: who, when, what before and after, why. Only read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.access.permissions import may_see_sign_ins
from campaigns.audit.groups import kinds_chosen
from campaigns.history.kinds import SIGN_INS
from campaigns.models import Change, Membership

SCHOOL, THIS_SITE = "The school, by its link", "This site"
COMMAND = "A command on the server"
UNKNOWN = "Somebody who did not sign in"
NOBODY = "nobody"  # in a filter: whoever acted without signing in
HEADER = (
    "Change",
    "When",
    "Who",
    "What",
    "Session",
    "Date of the session",
    "Place",
    "Talk request",
    "Import",
    "About",
    "Field",
    "Before",
    "After",
    "Why",
)
A_CHUNK = 500
NAMES_WHAT_WENT = (Change.Kind.SIGN_IN_ENDED, Change.Kind.FACTOR_REMOVED)


@dataclass(frozen=True)
class AuditFilters:
    """`person` is the id of a user, or NOBODY; `kind` is one, or a group of groups.py here.

    `about` is the number of a session, the reference of a talk request, or words such as "Topic".
    """

    person: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    about: str = ""


def changes_of(member: Membership, filters: AuditFilters) -> QuerySet[Change]:
    """Those that this person may see, the newest first."""
    found = Change.objects.filter(_conditions(filters), campaign=member.campaign_id)
    if not may_see_sign_ins(member):
        found = found.exclude(kind__in=SIGN_INS)
    return found.select_related("by", "session__place__area", "talk_request", "batch").order_by(
        "-at", "-pk"
    )


def _conditions(filters: AuditFilters) -> Q:
    conditions = Q(kind__in=kinds_chosen(filters.kind)) if filters.kind else Q()
    if filters.person:
        conditions &= Q(by__isnull=True) if filters.person == NOBODY else Q(by=filters.person)
    if filters.since:
        conditions &= Q(at__gte=_begin_of(filters.since))
    if filters.until:
        conditions &= Q(at__lt=_begin_of(filters.until + timedelta(days=1)))
    if filters.about:
        conditions &= (
            Q(session=filters.about)
            if filters.about.isdecimal()
            else Q(talk_request__reference=filters.about.upper())
            | Q(about__icontains=filters.about)
        )
    return conditions


def who_did(change: Change) -> str:
    """A wrong sign-in is on somebody's account, and nobody knows whose it was."""
    if change.kind == Change.Kind.SIGN_IN_FAILED:
        return UNKNOWN
    if change.by:
        return change.by.name
    if change.about:
        return COMMAND
    return THIS_SITE if change.kind == Change.Kind.EDITED else SCHOOL


def rows_of(changes: QuerySet[Change]) -> Iterator[list[object]]:
    """One row a field that changed, so that before and after stand in cells of their own."""
    for change in changes.iterator(chunk_size=A_CHUNK):
        session, talk, batch = change.session, change.talk_request, change.batch
        place = session.place if session else None
        about: list[object] = [
            change.pk,
            timezone.localtime(change.at).isoformat(timespec="seconds"),
            who_did(change),
            change.get_kind_display(),
            session.pk if session else "",
            session.held_on if session else "",
            place.label if place else "",
            talk.reference if talk else "",
            batch.file_name if batch else "",
            change.about,
        ]
        for name, before, after in fields_of(change) or [("", "", "")]:
            yield [*about, name, before, after, change.reason]


def fields_of(change: Change) -> list[tuple[str, str, str]]:
    """Each with before and after. What was ended or removed is named, and is no change to nothing:
    somebody who removed one second step still has another.
    """
    fields = [(name, before, after) for name, (before, after) in change.fields.items()]
    if change.kind in NAMES_WHAT_WENT:
        fields = [(name, "", after or before) for name, before, after in fields]
    return fields


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
