"""How a talk was, as its school says. Once: what was said stands."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.models import Change, Session, TalkFeedback, TalkRequest
from campaigns.models.notices import FEEDBACK
from campaigns.talks.heard.given import tell_of_given
from campaigns.talks.offers import ANSWERED, lock_request


class ToldAlready(Conflict):
    """Somebody else has told other things before."""


class Said(TypedDict):
    pitched_right: str
    took_part: str
    have_again: str
    sentence: str


@transaction.atomic
def give_feedback(
    *, talk_request: TalkRequest, now: datetime, **said: Unpack[Said]
) -> TalkFeedback:
    """The first stands, also when two press at once; the same said again is a press twice. The
    words are not in the history: they go with the contact.
    """
    request = lock_request(talk_request)
    given = TalkFeedback.objects.filter(talk_request=request).first()
    if given and all(getattr(given, name) == answer for name, answer in said.items()):
        return given
    if given:
        raise ToldAlready("Somebody has told us already.")
    session = request.session
    if request.state != TalkRequest.State.DELIVERED or session is None:
        raise Conflict(ANSWERED)
    if session.state != Session.State.DELIVERED:
        raise Conflict(ANSWERED)
    feedback = TalkFeedback(talk_request=request, given_at=now, **said)
    feedback.full_clean()
    feedback.save()
    fields = {FEEDBACK: ("", "given")}
    change = record_change(kind=Change.Kind.NOTED, by=None, talk_request=request, fields=fields)
    tell_of_given(change, talk_request=request, now=now)
    return feedback
