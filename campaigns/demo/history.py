"""Who did what to the made-up requests, as if it had been done day by day."""

from datetime import timedelta

from campaigns.demo.people import Team
from campaigns.models import Change, TalkRequest, User

Kind = Change.Kind
TALK_KINDS: dict[TalkRequest.State, tuple[Change.Kind, ...]] = {
    TalkRequest.State.OFFERED: (Kind.OFFERED,),
    TalkRequest.State.CONFIRMED: (Kind.OFFERED, Kind.ACCEPTED),
    TalkRequest.State.DELIVERED: (Kind.OFFERED, Kind.ACCEPTED, Kind.DELIVERED),
    TalkRequest.State.DECLINED: (Kind.DECLINED,),
    TalkRequest.State.WITHDRAWN: (Kind.REFUSED,),
}


def make_history(requests: list[TalkRequest], team: Team) -> None:
    Change.objects.bulk_create(
        [change for request in requests for change in talk_changes(request, team)]
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
