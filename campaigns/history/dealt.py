"""What a school did is dealt with when somebody on the team does something of its request, for all
of them at once.
"""

from datetime import datetime

from campaigns.models import Change, Mail, NoticeMail, TalkRequest, User

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
    unseen = notices.filter(dealt_at=None)
    told = NoticeMail.objects.filter(notice__in=unseen).values("mail")
    for_the_morning = Mail.objects.filter(pk__in=told, state=Mail.State.WAITING, send_after__gt=at)
    for_the_morning.filter(kind=Mail.Kind.NOTICE).update(state=Mail.State.STOPPED, stopped_by=None)
    unseen.update(dealt_at=at, dealt_by=by)
    answered = notices.filter(answered_at=None)
    if kind not in ANSWERS:  # a note asks for no more than a reader
        answered = answered.filter(change__kind=Kind.NOTED)
    answered.update(answered_at=at)
