"""Sessions, who came, and what is said of them afterwards."""

from datetime import date, datetime, time

from campaigns.history.guard import lifted
from campaigns.models import (
    Attendance,
    Campaign,
    Change,
    Correction,
    ImportBatch,
    Membership,
    Place,
    Session,
    Topic,
    User,
)
from tests.factories.people import make_campaign
from tests.factories.places import make_place, make_topic


def make_session(
    *,
    held_on: date = date(2026, 11, 2),
    state: str = "delivered",
    place: Place | None = None,
    is_online: bool = False,
    format: str = "lesson",
    starts_at: time | None = time(9, 30),
    minutes: int | None = 50,
    officers: list[Membership] | None = None,
    topics: list[Topic] | None = None,
    campaign: Campaign | None = None,
    state_reason: str = "",
    stages: tuple[str, ...] = ("P7",),
) -> Session:
    campaign = campaign or make_campaign()
    if place is None and not is_online:
        place = Place.objects.filter(campaign=campaign).first() or make_place(campaign=campaign)
    session = Session.objects.create(
        campaign=campaign,
        held_on=held_on,
        state=state,
        place=place,
        is_online=is_online,
        format=format,
        starts_at=starts_at,
        minutes=minutes,
        state_reason=state_reason,
        stages=stages,
    )
    session.topics.set(topics if topics is not None else [make_topic(campaign=campaign)])
    session.officers.set(officers or [])
    return session


def make_attendance(
    *,
    session: Session | None = None,
    audience: str = "children",
    count: int | None = 25,
    known: str = "counted",
    place: Place | None = None,
    stage: str = "",
) -> Attendance:
    return Attendance.objects.create(
        session=session or make_session(),
        audience=audience,
        count=count,
        known=known,
        place=place,
        stage=stage,
    )


def set_back(*, to: datetime, **changes: object) -> None:
    """As if these lines of history, or all, had been written then.

    The database refuses it to everybody else.
    """
    with lifted():
        Change.objects.filter(**changes).update(at=to)


def make_correction(
    *,
    by: Membership,
    session: Session | None = None,
    kind: str = "void",
    reason: str = "It was entered twice",
) -> Correction:
    """It waits for a coordinator."""
    session = session or make_session(campaign=by.campaign)
    fields = (
        {"State": ["Delivered", "Voided"]}
        if kind == "void"
        else {"Length": ["50 minutes", "45 minutes"]}
    )
    wanted = {} if kind == "void" else {"minutes": 45}
    return Correction.objects.create(
        session=session,
        kind=kind,
        based_on=session.version,
        wanted=wanted,
        fields=fields,
        reason=reason,
        proposed_by=by.user,
    )


def make_change(
    *,
    session: Session,
    by: User | None,
    kind: str = "edited",
    reason: str = "",
    fields: dict[str, list[str]] | None = None,
) -> Change:
    """A line of history with nothing behind it."""
    given = {"Length": ["50 minutes", "45 minutes"]} if fields is None else fields
    return Change.objects.create(
        campaign=session.campaign, session=session, kind=kind, by=by, reason=reason, fields=given
    )


def make_import_batch(*, by: Membership, state: str = "checked") -> ImportBatch:
    """With one row, of a place that is not known."""
    batch = ImportBatch.objects.create(
        campaign=by.campaign,
        state=state,
        file_name="talks.csv",
        header=["Date"],
        columns={"date": 0},
        rows_total=1,
        uploaded_by=by.user,
    )
    batch.rows.create(
        line=2,
        cells=["?"],
        verdict="wrong",
        unknown_place="Braside PS",
        problems=["“Braside PS” is not a place that we know"],
    )
    return batch
