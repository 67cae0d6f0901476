"""Who did what to the made-up sessions and requests, and when: as if it had been done day by day."""

from datetime import date, datetime, time, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from campaigns.demo.people import Team
from campaigns.demo.talks import ASKS
from campaigns.models import Change, Session, TalkRequest, User
from campaigns.services.session_words import describe_counts

Kind = Change.Kind
SESSION_KIND = {
    Session.State.PLANNED: Kind.PLANNED,
    Session.State.DELIVERED: Kind.LOGGED,
    Session.State.CANCELLED: Kind.CANCELLED,
    Session.State.DID_NOT_HAPPEN: Kind.CANCELLED,
    Session.State.VOIDED: Kind.EDITED,
}
TALK_KINDS: dict[TalkRequest.State, tuple[Change.Kind, ...]] = {
    TalkRequest.State.OFFERED: (Kind.OFFERED,),
    TalkRequest.State.CONFIRMED: (Kind.OFFERED, Kind.ACCEPTED),
    TalkRequest.State.DELIVERED: (Kind.OFFERED, Kind.ACCEPTED, Kind.DELIVERED),
    TalkRequest.State.DECLINED: (Kind.DECLINED,),
    TalkRequest.State.WITHDRAWN: (Kind.REFUSED,),
}


def make_history(sessions: list[Session], requests: list[TalkRequest], team: Team, *, today: date) -> None:
    """The moments are columns the database fills by itself, so they are set in a second step."""
    changes: list[Change] = []
    prefetch_related_objects(sessions, "attendances__place")
    for session in sessions:
        session.logged_at = moment_of(session, today=today)
        changes.append(change_of(session, SESSION_KIND[Session.State(session.state)], at=session.logged_at, by=session.logged_by, reason=session.state_reason))
    for request, ask in zip(requests, ASKS, strict=True):
        request.asked_at = at(today - timedelta(days=ask.days_ago), time(10, 5))
        changes += talk_changes(request, team)
    moments = [change.at for change in changes]
    Change.objects.bulk_create(changes)
    for change, moment in zip(changes, moments, strict=True):
        change.at = moment
    Change.objects.bulk_update(changes, ["at"], batch_size=250)
    Session.objects.bulk_update(sessions, ["logged_at"], batch_size=250)
    TalkRequest.objects.bulk_update(requests, ["asked_at"])


def change_of(session: Session, kind: Change.Kind, *, at: datetime, by: User | None, reason: str = "") -> Change:
    fields = {"Attendance": ["", describe_counts(session.attendances.all())]} if kind == Kind.LOGGED else {}
    return Change(campaign_id=session.campaign_id, session=session, kind=kind, at=at, by=by, reason=reason, fields=fields)


def talk_changes(request: TalkRequest, team: Team) -> list[Change]:
    """Asked for by the school, then one line for each step, an hour apart."""
    steps: list[tuple[Change.Kind, User | None]] = [(Kind.ASKED, None)]
    steps += [(kind, None if kind in (Kind.ACCEPTED, Kind.REFUSED) else team.coordinator.user) for kind in TALK_KINDS.get(TalkRequest.State(request.state), ())]
    return [
        Change(
            campaign_id=request.campaign_id, talk_request=request, kind=kind, by=by, at=request.asked_at + timedelta(hours=number),
            reason=request.state_reason if number == len(steps) - 1 else "",
        )
        for number, (kind, by) in enumerate(steps)
    ]  # fmt: skip


def moment_of(session: Session, *, today: date) -> datetime:
    """Delivered ones are logged that evening, others were put in the diary a fortnight before."""
    if session.state == Session.State.DELIVERED:
        return at(session.held_on, time(20, 40))
    return at(min(session.held_on, today) - timedelta(days=14), time(11, 30))


def at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
