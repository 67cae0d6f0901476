"""What a school did is dealt with when somebody on the team answers it. What it only told us, a
note or another contact, no answer deals with: somebody says “Seen”, or the request ends. What one
of us did is news to whom it concerns until one of them says “Seen”, or the talk is over.
"""

from datetime import datetime

from campaigns.models import Change, Mail, Membership, NoticeMail, TalkRequest, User
from campaigns.models.notices import ABOUT_GIVEN, NoticeQuerySet

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
DEALS = (*ANSWERS, Kind.NOTED, Kind.SEEN)
# After these, what one of us did before is no longer so.
ENDS = (Kind.CANCELLED, Kind.DECLINED, Kind.DELIVERED)
TO_BE_READ = (Kind.NOTED, Kind.CONTACT_CHANGED)


def deal_with(talk_request: TalkRequest, *, by: User, kind: Change.Kind, at: datetime) -> None:
    """Call it after the request's own state has changed."""
    if kind not in DEALS or not talk_request.notices.filter(answered_at=None).exists():
        return
    notices = news_shown_to(talk_request, by) if kind == Kind.SEEN else talk_request.notices.all()
    if kind not in (Kind.SEEN, *ENDS):
        notices = notices.filter(change__by=None)
    if kind != Kind.SEEN:
        notices = notices.exclude(ABOUT_GIVEN)
    if kind != Kind.SEEN and _goes_on(talk_request):
        notices = notices.exclude(change__kind__in=TO_BE_READ)
    unseen = notices.filter(dealt_at=None)
    told = NoticeMail.objects.filter(notice__in=unseen).values("mail")
    for_the_morning = Mail.objects.filter(pk__in=told, state=Mail.State.WAITING, send_after__gt=at)
    for_the_morning.filter(kind=Mail.Kind.NOTICE).update(state=Mail.State.STOPPED, stopped_by=None)
    unseen.update(dealt_at=at, dealt_by=by)
    answered = notices.filter(answered_at=None)
    if kind not in ANSWERS:  # a note asks for no more than a reader
        answered = answered.filter(change__kind=Kind.NOTED)
    answered.update(answered_at=at)


def news_shown_to(talk_request: TalkRequest, by: User) -> NoticeQuerySet:
    """Whether or not anybody has seen it."""
    notices = talk_request.notices.all()
    member = Membership.objects.filter(user=by, campaign=talk_request.campaign_id).first()
    return notices.shown_to(member) if member else notices.filter(change__by=None)


def _goes_on(talk_request: TalkRequest) -> bool:
    return TalkRequest.objects.filter(pk=talk_request.pk, state__in=TalkRequest.OPEN).exists()
