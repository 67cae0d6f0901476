"""The school has another number: the correction waits, and the officers of the talk hear of it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from campaigns.models import Change, TalkRequest
from campaigns.sessions.putright.by_school import propose_by_school
from campaigns.talks.heard.given import tell_of_given
from campaigns.talks.record.given import GivenTalk


@transaction.atomic
def propose_number(
    *,
    talk_request: TalkRequest,
    given: GivenTalk,
    numbers: Mapping[int, int],
    known: str,
    reason: str,
    opened: int,
    now: datetime,
    today: date,
) -> None:
    propose_by_school(
        session=given.session,
        rows=given.own,
        numbers=numbers,
        known=known,
        reason=reason,
        opened=opened,
        now=now,
        today=today,
    )
    proposed = Change.objects.filter(session=given.session, kind=Change.Kind.PROPOSED, by=None)
    tell_of_given(proposed.latest("at", "pk"), talk_request=talk_request, now=now)
