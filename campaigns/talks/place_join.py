"""Two places that are one become one: all that points at the other points at the kept one, and
no figure changes. All of it happens, or nothing.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignObjectRel, Q
from django.utils import timezone

from campaigns.diaries import book
from campaigns.diaries.held import lock_requests_of
from campaigns.history.conflicts import Conflict
from campaigns.history.record import differences, record_change, record_deed
from campaigns.mail.around_talks import rewrite_mails
from campaigns.models import (
    MOST_IN_A_ROW,
    Attendance,
    Change,
    Correction,
    Membership,
    Merge,
    Place,
    PlaceAlias,
    Session,
    TalkRequest,
    User,
)
from campaigns.places.aliases import remember_names
from campaigns.places.edit import about, digest_of, lock_places_of, said_of
from campaigns.sessions.words import describe_counts
from sextortion_aware.reading.dates import in_words

CHANGED_MEANWHILE = "Somebody changed one of the two places meanwhile. Look at them again"


def pointing_at_places() -> dict[str, ForeignObjectRel]:
    """Every column of every table that names a place, by "Session.place"."""
    relations = [
        relation
        for relation in Place._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
    ]
    return {
        f"{relation.related_model.__name__}.{relation.field.name}": relation
        for relation in relations
    }


def why_not_join(first: Place, second: Place) -> str:
    """Empty when they may be one."""
    if first.pk == second.pk:
        return "This is the same place. Choose another one"
    codes = {first.seed_code, second.seed_code} - {""}
    if len(codes) > 1:
        return (
            "Both have a number of the Scottish Government’s, and not the same: "
            "they are two schools. If one has closed, close it"
        )
    if first.seed_code and second.seed_code:
        return "They are two parts of one school, and the Scottish Government counts both"
    return ""


def seen_of(first: Place, second: Place) -> str:
    """What the page showed, whichever of the two is kept. Needs their areas."""
    return "".join(digest_of(place) for place in sorted((first, second), key=lambda one: one.pk))


@transaction.atomic
def join_places(
    *, kept: Place, other: Place, seen: str, reason: str, today: date, by: User
) -> Place:
    lock_places_of(kept.campaign)
    sessions = _locked_sessions(other)
    kept, other = _locked_places(kept, other)
    if seen != seen_of(kept, other):
        raise Conflict(CHANGED_MEANWHILE)
    if problem := why_not_join(kept, other):
        raise Conflict(problem)
    if [session.pk for session in sessions] != _sessions_naming(other):
        raise Conflict("Somebody wrote down a session there at this moment. Try again")
    for session in sessions:
        _move_session(session, kept=kept, other=other, by=by)
    requests = _move_requests(kept=kept, other=other, by=by)
    _move_corrections(kept=kept, other=other)
    Membership.objects.filter(base=other).update(base=kept)
    PlaceAlias.objects.filter(place=other).update(place=kept)
    fields = _take_over(kept=kept, other=other)
    _keep_what_follows(sessions, today=today)
    moved = {"Sessions": len(sessions), "Talk requests": requests}
    record_deed(
        campaign=kept.campaign,
        kind=Change.Kind.JOINED,
        about=about(kept),
        by=by,
        fields={
            "Joined": (other.label, kept.label),
            **fields,
            **differences({}, {name: number for name, number in moved.items() if number}),
        },
        reason=reason,
    )
    return kept


def _sessions_naming(place: Place) -> list[int]:
    naming = Q(place=place) | Q(attendances__place=place)
    found = Session.objects.filter(naming).order_by("pk")
    return list(found.distinct().values_list("pk", flat=True))


def _locked_sessions(other: Place) -> list[Session]:
    """Before the places: whoever writes a session has it, and then asks for its place."""
    keys = _sessions_naming(other)
    lock_requests_of(*(Session(pk=pk) for pk in keys))
    list(Session.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    found = Session.objects.filter(pk__in=keys).select_related("campaign", "place__area")
    return list(found.prefetch_related("attendances__place__area").order_by("pk"))


def _locked_places(kept: Place, other: Place) -> tuple[Place, Place]:
    keys = [kept.pk, other.pk]
    list(Place.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    found = Place.objects.select_related("area", "campaign").in_bulk(keys)
    if len(found) != 2:
        raise Conflict("One of the two is not on the list any more")
    return found[kept.pk], found[other.pk]


def _move_session(session: Session, *, kept: Place, other: Place, by: User) -> None:
    before, fields = describe_counts(session.attendances.all()), {}
    if session.place_id == other.pk:
        Session.objects.filter(pk=session.pk).update(place=kept)
        session.place = kept
        fields["Place"] = (other.label, kept.label)
    _move_rows(session, kept=kept, other=other)
    rows = session.attendances.select_related("place__area").order_by("pk")
    if (after := describe_counts(rows)) != before:
        fields["Attendance"] = (before, after)
    version = session.version
    record_change(
        kind=Change.Kind.EDITED,
        by=by,
        session=session,
        fields=fields,
        reason=f"{other.name} and {kept.name} are one place",
    )
    _follow_version(session, before=version)


def _move_rows(session: Session, *, kept: Place, other: Place) -> None:
    """People who came from where it was held are in its own lines; rows that become one are added
    up.
    """
    alike: dict[tuple[str, int | None], list[Attendance]] = defaultdict(list)
    for row in session.attendances.all():
        place = kept.pk if row.place_id == other.pk else row.place_id
        alike[row.audience, None if place == session.place_id else place].append(row)
    for (_, place), rows in alike.items():
        stages = {row.stage for row in rows}
        # A number is split by stage or it is not: with one that is not, the sum is not either.
        for stage in {""} if "" in stages else stages:
            _make_one(
                [row for row in rows if stage in ("", row.stage)],
                place=place,
                stage=stage,
                session=session,
            )


def _make_one(rows: list[Attendance], *, place: int | None, stage: str, session: Session) -> None:
    first, *more = rows
    if more or first.place_id != place:
        Attendance.objects.filter(pk__in=[row.pk for row in more]).delete()
        known = [row for row in rows if row.count is not None]
        total = sum(row.count or 0 for row in known)
        if total > MOST_IN_A_ROW:
            raise Conflict(
                f"The session of {in_words(session.held_on)} would have more people than one can "
                "have. Correct it first"
            )
        ways = {row.known for row in known}
        Attendance.objects.filter(pk=first.pk).update(
            place=place,
            stage=stage,
            count=total if known else None,
            known=(ways.pop() if len(ways) == 1 else Attendance.Known.ESTIMATED)
            if known
            else Attendance.Known.UNKNOWN,
        )


def _follow_version(session: Session, *, before: int) -> None:
    """What waits for a person to decide, or may be undone, is still about the same session."""
    now = session.version
    waiting = Correction.objects.waiting().filter(session=session, based_on=before)
    waiting.update(based_on=now)
    stands = Merge.objects.filter(undone_at__isnull=True)
    stands.filter(kept=session, kept_version=before).update(kept_version=now)
    stands.filter(other=session, other_version=before).update(other_version=now)


def _move_requests(*, kept: Place, other: Place, by: User) -> int:
    requests = list(TalkRequest.objects.select_for_update().filter(place=other).order_by("pk"))
    for request in requests:
        TalkRequest.objects.filter(pk=request.pk).update(place=kept, area=kept.area)
        record_change(
            kind=Change.Kind.EDITED,
            by=by,
            talk_request=request,
            fields={"Place": (other.label, kept.label)},
        )
    return len(requests)


def _move_corrections(*, kept: Place, other: Place) -> None:
    """A correction that waits names places by their numbers."""

    def moved(place: Any) -> Any:
        return kept.pk if place == other.pk else place

    waiting = Correction.objects.waiting().filter(session__campaign=kept.campaign)
    for correction in waiting.select_related("session"):
        wanted = dict(correction.wanted)
        place = wanted.get("place", correction.session.place_id)
        if "place" in wanted:
            place = wanted["place"] = moved(place)
        if "counts" in wanted:
            wanted["counts"] = [
                [*said, None if moved(whence) == place else moved(whence)]
                for *said, whence in wanted["counts"]
            ]
        if wanted != correction.wanted:
            Correction.objects.filter(pk=correction.pk).update(wanted=wanted)


def _take_over(*, kept: Place, other: Place) -> dict[str, tuple[str, str]]:
    """What the kept one lacks. The other one's names lead to it from now on."""
    before = said_of(kept) | {"Last day": kept.closed_on}
    names = [other.name, f"{other.name} {other.town}", other.label]
    if other.seed_code and not kept.seed_code:  # its number is of its own kind of school
        for name in ("seed_code", "kind", "denomination"):
            setattr(kept, name, getattr(other, name))
    if kept.latitude is None or kept.longitude is None:
        kept.latitude, kept.longitude = other.latitude, other.longitude
    for name in ("roll", "postcode", "town", "opened_on"):
        if getattr(kept, name) in (None, ""):
            setattr(kept, name, getattr(other, name))
    if other.closed_on is None:
        kept.closed_on = None
    _delete(other)
    try:
        kept.full_clean()
    except ValidationError as problem:
        raise Conflict(" ".join(problem.messages)) from None
    kept.save()
    remember_names(kept, names=names)
    return differences(before, said_of(kept) | {"Last day": kept.closed_on})


def _delete(place: Place) -> None:
    """Nothing may go with it: some tables would let go of their rows in silence."""
    for name, relation in pointing_at_places().items():
        column: Any = relation.field
        if column.model._default_manager.filter(**{column.name: place.pk}).exists():
            raise RuntimeError(f"{name} still names the place that is joined")
    Place.objects.filter(pk=place.pk).delete()


def _keep_what_follows(sessions: list[Session], *, today: date) -> None:
    """Letters that wait name the kept place; what is agreed with officers stands."""
    for session in sessions:
        if session.is_planned:
            fresh = Session.objects.select_related("campaign", "place__area").get(pk=session.pk)
            rewrite_mails(fresh, timezone.now())
            book.sync_diary(fresh, must_fit=[], now=book.start_of(today))


Count = Callable[[Place], int]
NAMED_BY: dict[str, tuple[str, Count]] = {
    "Session.place": ("Sessions", lambda place: place.sessions.count()),
    "Attendance.place": (
        "Groups that came from there",
        lambda place: place.attendances.count(),
    ),
    "TalkRequest.place": ("Talk requests", lambda place: place.talk_requests.count()),
    "Membership.base": (
        "Officers who start there",
        lambda place: Membership.objects.filter(base=place).count(),
    ),
    "PlaceAlias.place": ("Names in spreadsheets", lambda place: place.aliases.count()),
}
