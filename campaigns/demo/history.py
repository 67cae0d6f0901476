"""Who did what to the made-up sessions and requests, as if it had been done day by day."""

from datetime import date, datetime, time, timedelta

from django.db.models import prefetch_related_objects

from campaigns.demo.moments import at
from campaigns.demo.people import Team
from campaigns.demo.school_days import school_year_start
from campaigns.history.guard import lifted
from campaigns.models import Campaign, Change, Session, TalkRequest, User
from campaigns.sessions.words import describe_counts

Kind = Change.Kind
SESSION_KIND = {
    Session.State.PLANNED: Kind.PLANNED,
    Session.State.DELIVERED: Kind.LOGGED,
    Session.State.CANCELLED: Kind.CANCELLED,
    Session.State.DID_NOT_HAPPEN: Kind.CANCELLED,
    Session.State.VOIDED: Kind.VOIDED,
}
TALK_KINDS: dict[TalkRequest.State, tuple[Change.Kind, ...]] = {
    TalkRequest.State.OFFERED: (Kind.OFFERED,),
    TalkRequest.State.CONFIRMED: (Kind.OFFERED, Kind.ACCEPTED),
    TalkRequest.State.DELIVERED: (Kind.OFFERED, Kind.ACCEPTED, Kind.DELIVERED),
    TalkRequest.State.DECLINED: (Kind.DECLINED,),
    TalkRequest.State.WITHDRAWN: (Kind.REFUSED,),
}


def make_history(sessions: list[Session], requests: list[TalkRequest], team: Team) -> None:
    prefetch_related_objects(sessions, "attendances__place")
    changes = [
        change_of(
            session,
            SESSION_KIND[Session.State(session.state)],
            at=session.logged_at,
            by=session.logged_by,
            reason=session.state_reason,
        )
        for session in sessions
    ]
    for request in requests:
        changes += talk_changes(request, team)
    Change.objects.bulk_create(changes)


def change_of(
    session: Session, kind: Change.Kind, *, at: datetime, by: User | None, reason: str = ""
) -> Change:
    fields = {}
    if kind == Kind.LOGGED:
        fields["Attendance"] = ["", describe_counts(session.attendances.all())]
    return Change(
        campaign_id=session.campaign_id,
        session=session,
        kind=kind,
        at=at,
        by=by,
        reason=reason,
        fields=fields,
    )


def talk_changes(request: TalkRequest, team: Team) -> list[Change]:
    """Asked for by the school, then one line for each step, an hour apart."""
    steps: list[tuple[Change.Kind, User | None]] = [(Kind.ASKED, None)]
    steps += [
        (kind, None if kind in (Kind.ACCEPTED, Kind.REFUSED) else team.coordinator.user)
        for kind in TALK_KINDS.get(TalkRequest.State(request.state), ())
    ]
    return [
        Change(
            campaign_id=request.campaign_id,
            talk_request=request,
            kind=kind,
            by=by,
            at=request.asked_at + timedelta(hours=number),
            reason=request.state_reason if number == len(steps) - 1 else "",
        )
        for number, (kind, by) in enumerate(steps)
    ]


def set_back_deeds(campaign: Campaign, *, today: date) -> None:
    """The programme was set up before its first session, and not at the moment of this command."""
    began = school_year_start(today)
    began_at = at(began.replace(year=began.year - 1) - timedelta(days=7), time(9, 30))
    with lifted():
        Change.objects.filter(campaign=campaign).update(at=began_at)
