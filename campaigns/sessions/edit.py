"""Who may still edit a session, and the edit itself.

Planned: whoever planned it, its officers and coordinators, until it is delivered. A date that a
school accepted is not edited: it is offered anew. Delivered: for 48 hours from the moment its count
was entered, by whoever entered it and by coordinators. After that nobody: a figure that has stood
for two days changes by correction only.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.access.permissions import may_log, may_run_queue
from campaigns.diaries import book
from campaigns.diaries.taken import about_of
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail.around_talks import tell_new_officers
from campaigns.models import Change, Membership, Session
from campaigns.sessions.copies import changed, copy_of, to_copy
from campaigns.sessions.details import Details
from campaigns.sessions.likeness import record_not_duplicate
from campaigns.sessions.questions import NOTHING_ASKED, Confirmed
from campaigns.sessions.rules import Count, check_plan, check_session, when_and_where
from campaigns.sessions.save import add_counts, write_details
from campaigns.sessions.versions import refuse_stale
from campaigns.sessions.words import describe, differences

WINDOW = timedelta(hours=48)
ENTRIES = (Change.Kind.LOGGED, Change.Kind.DELIVERED)

TOO_LATE = "This session was logged more than 48 hours ago. It can now change by a correction only."
NOT_YOURS = "Only the person who logged this session, or a coordinator, can edit it."
ENDED = "This session did not take place, so it cannot be edited."


class EditRefused(Exception):
    """The text says why, to a person."""


def why_not_edit(*, session: Session, member: Membership, now: datetime) -> str:
    """Empty when this person may edit it now."""
    if not may_log(member):
        return NOT_YOURS
    if session.state == Session.State.PLANNED:
        return "" if may_change_plan(session=session, member=member) else NOT_YOURS
    if session.state != Session.State.DELIVERED:
        return ENDED
    entry = session.changes.filter(kind__in=ENTRIES).order_by("-at", "-pk").first()
    entered_at, entered_by = (
        (entry.at, entry.by_id) if entry else (session.logged_at, session.logged_by_id)
    )
    if now - entered_at > WINDOW:
        return TOO_LATE
    return "" if entered_by == member.user_id or may_run_queue(member) else NOT_YOURS


def may_change_plan(*, session: Session, member: Membership) -> bool:
    """Edit or call off a planned session: whoever planned it, its officers, coordinators."""
    own = session.logged_by_id == member.user_id or member in session.officers.all()
    return may_run_queue(member) or (may_log(member) and own)


@transaction.atomic
def edit_session(
    *,
    session: Session,
    counts: Sequence[Count],
    now: datetime,
    today: date,
    by: Membership,
    opened: int | None = None,
    confirmed: Confirmed = NOTHING_ASKED,
    **details: Unpack[Details],
) -> Session:
    """`by` is the membership, because who may depends on the role; `opened` is the version that its
    form showed. Nothing is written when nothing changed.
    """
    session = lock_session(session)
    if refusal := why_not_edit(session=session, member=by, now=now):
        raise EditRefused(refusal)
    refuse_stale(session=session, opened=opened, by=by.user)
    check_rewrite(session=session, counts=counts, today=today, details=details)
    before, copy, must_fit = (
        describe(session),
        copy_of(session),
        newly_taken(session=session, details=details),
    )
    write_details(session=session, details=details)
    book.sync_diary(session, must_fit=must_fit, now=book.start_of(today))
    if session.state == Session.State.DELIVERED:
        write_counts(session=session, counts=counts)
    fields = differences(before, describe(session)) | confirmed.noted()
    if fields or changed(
        copy, to_copy(details=details, counts=counts)
    ):  # two of one name read the same and are not
        record_change(kind=Change.Kind.EDITED, by=by.user, session=session, fields=fields)
        record_not_duplicate(session=session, others=confirmed.different_from, by=by.user)
    if session.is_planned and sorted(copy["officers"]) != sorted(
        officer.pk for officer in details["officers"]
    ):
        tell_new_officers(session, now)
    return session


def lock_session(session: Session) -> Session:
    """As it stands now; nobody else writes it until this transaction ends."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("campaign", "place__area")
        .get(pk=session.pk)
    )


def check_rewrite(
    *, session: Session, counts: Sequence[Count], today: date, details: Details
) -> None:
    if session.state == Session.State.DELIVERED:
        if details["held_on"] > today:
            raise ValidationError(
                {"held_on": ["This session has been held, so its date cannot be in the future"]}
            )
        check_session(campaign=session.campaign, details=details, counts=counts, today=today)
        return
    if counts:
        raise Conflict("This session is planned. Enter who came on its own page.")
    check_plan(campaign=session.campaign, details=details)
    if hasattr(session, "talk_request") and (moved := _moved(session=session, details=details)):
        raise ValidationError(
            {
                moved[0]: [
                    (
                        "The school has accepted this date, time and place. Cancel the session "
                        "and offer another date instead"
                    )
                ]
            }
        )
    if details["held_on"] >= today:
        taken = newly_taken(session=session, details=details)
        book.refuse_planned_twice(
            officers=taken,
            about=about_of(session),
            now=book.start_of(today),
            **when_and_where(details),
        )


def newly_taken(*, session: Session, details: Details) -> list[Membership]:
    """Whose time this edit takes: all officers' by another time or place, else those who are new.

    What stood before may stand.
    """
    has_moved = not session.is_planned or bool(_moved(session=session, details=details))
    return [
        officer
        for officer in details["officers"]
        if has_moved or officer not in session.officers.all()
    ]


def _moved(*, session: Session, details: Details) -> list[str]:
    """What of when and where becomes another."""
    wanted = {
        "held_on": details["held_on"],
        "starts_at": details.get("starts_at"),
        "minutes": details.get("minutes"),
        "place": details.get("place"),
        "is_online": details.get("is_online", False),
    }
    return [name for name, value in wanted.items() if value != getattr(session, name)]


def write_counts(*, session: Session, counts: Sequence[Count]) -> None:
    """Afterwards these are all.

    Only what differs is written, so that a row that nobody touched stays the row it was.
    """
    wanted = {(row.audience, row.place, row.stage): row for row in counts}
    for row in session.attendances.select_related("place"):
        key = row.audience, row.place, row.stage
        said = wanted.get(key)
        if said and (said.count, said.known) == (row.count, row.known):
            del wanted[key]
        else:
            row.delete()
    add_counts(session=session, counts=list(wanted.values()))
