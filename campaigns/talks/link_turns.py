"""How often one link may write to the team of its own accord."""

from datetime import datetime, timedelta
from math import ceil

from campaigns.models import Change, TalkRequest
from campaigns.talks.asking.turns import TooOften

Kind = Change.Kind

MOST_SAID_A_DAY = 20
# Not answers: each was asked for, so there are never more of them than questions.
SAID = (Kind.NOTED, Kind.MOVE_ASKED, Kind.CONTACT_CHANGED)
DAY = timedelta(days=1)


def wait_when_much_was_said(request: TalkRequest, *, now: datetime) -> None:
    """By its history: notes, changes of the visit or of the contact, and wishes for another time
    together. The request is locked.
    """
    said = Change.objects.filter(talk_request=request, by=None, kind__in=SAID, at__gt=now - DAY)
    moments = list(said.order_by("-at").values_list("at", flat=True)[:MOST_SAID_A_DAY])
    if len(moments) == MOST_SAID_A_DAY:
        raise TooOften(ceil((moments[-1] + DAY - now).total_seconds()))
