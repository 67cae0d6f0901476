"""What happened before a school pressed a button that no longer counts."""

from collections.abc import Collection
from datetime import datetime

from campaigns.diaries.held import has_gone_by, has_lapsed, held_of, still_held
from campaigns.models import Offer, TalkRequest
from campaigns.talks.by_link import date_has_begun

State = TalkRequest.State


def what_came_first(
    talk: TalkRequest, offers: Collection[Offer], *, now: datetime
) -> tuple[str, str]:
    """A heading and words, of the rows as they are now. `offers` are those that it was about."""
    if offers:
        return "This offer has changed", _of_offers(talk, offers, now=now)
    if date_has_begun(talk, now=now):
        return "Your talk has begun", "This can no longer be asked for here."
    return "Your request has changed", "It was changed or answered before you pressed the button."


def _of_offers(talk: TalkRequest, offers: Collection[Offer], *, now: datetime) -> str:
    states = {offer.state for offer in offers}
    dates, do = ("this date", "does") if len(offers) == 1 else ("these dates", "do")
    if talk.state not in TalkRequest.OPEN:
        return f"Your request has ended, so we no longer hold {dates}."
    if Offer.State.ACCEPTED in states:
        return "A date was taken for your talk already."
    if Offer.State.NOT_CHOSEN in states:
        return "Another date was taken for your talk."
    if Offer.State.TAKEN_BACK in states:
        return f"We took {dates} back. {_next(talk, now=now)}"
    if states == {Offer.State.HELD} and all(has_gone_by(offer, now=now) for offer in offers):
        return f"The time that we offered has gone by. {_next(talk, now=now)}"
    if Offer.State.LAPSED in states or any(has_lapsed(offer, now=now) for offer in offers):
        return f"We no longer hold {dates}: the time to answer was over. {_next(talk, now=now)}"
    if Offer.State.REFUSED in states:
        return f"We have noted that {dates} {do} not suit you. {_next(talk, now=now)}"
    return "We have changed what we offer."


def _next(talk: TalkRequest, *, now: datetime) -> str:
    if still_held(held_of(talk), now=now):
        return "The dates that we offer now stand on the page of your request."
    if talk.state == State.CONFIRMED:
        return "The date that is set stays."
    return "We are looking for others."
