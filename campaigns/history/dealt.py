"""What a school did is dealt with when somebody on the team does something of its request, for all
of them at once.
"""

from datetime import datetime

from campaigns.models import Change, TalkRequest, User

Kind = Change.Kind

# The school hears of these, or is past hearing.
ANSWERS = (
    Kind.OFFERED,
    Kind.ACCEPTED,
    Kind.REFUSED,
    Kind.DECLINED,
    Kind.QUESTION,
    Kind.WAITING,
    Kind.CANCELLED,
    Kind.DATE_STAYS,
    Kind.DELIVERED,
)
SEEN = (*ANSWERS, Kind.NOTED, Kind.SEEN)


def deal_with(talk_request: TalkRequest, *, by: User, kind: Change.Kind, at: datetime) -> None:
    if kind not in SEEN or not talk_request.notices.filter(answered_at=None).exists():
        return
    notices = talk_request.notices.all()
    notices.filter(dealt_at=None).update(dealt_at=at, dealt_by=by)
    answered = notices.filter(answered_at=None)
    if kind not in ANSWERS:  # a note asks for no more than a reader
        answered = answered.filter(change__kind=Kind.NOTED)
    answered.update(answered_at=at)
