"""What the team does with what it heard: it has seen it, or the date stays as it is."""

from datetime import datetime

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.dealt import news_shown_to
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.letter import begins
from campaigns.mail.write import write_mail
from campaigns.models import Change, TalkRequest, User
from campaigns.talks.end_offers import take_back_offers
from campaigns.talks.offers import ANSWERED, lock_request

State = TalkRequest.State

HAS_BEGUN = "The talk’s time has come, so no e-mail was sent. Say on its session how it went."


@transaction.atomic
def see_news(*, talk_request: TalkRequest, by: User) -> bool:
    """For all on the team. False when somebody else was first. The answer that the school was
    promised is still owed.
    """
    request = lock_request(talk_request)
    if not news_shown_to(request, by).filter(dealt_at=None).exists():
        return False
    record_change(kind=Change.Kind.SEEN, by=by, talk_request=request)
    return True


@transaction.atomic
def keep_date(*, talk_request: TalkRequest, reason: str, by: User, now: datetime) -> None:
    """The school reads the reason. Other dates that were offered to it are free again."""
    request = lock_request(talk_request)
    if request.state != State.ASKS_TO_MOVE:
        raise Conflict(ANSWERED)
    if request.session and now >= begins(request.session.held_on, request.session.starts_at):
        raise Conflict(HAS_BEGUN)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.CONFIRMED, state_reason="")
    take_back_offers(talk_request=request, by=by, reason=reason)
    labels = (str(State.ASKS_TO_MOVE.label), str(State.CONFIRMED.label))
    record_change(
        kind=Change.Kind.DATE_STAYS,
        by=by,
        talk_request=request,
        fields={"State": labels},
        reason=reason,
    )
    if request.contact_email:
        write_mail(letters.date_stays(request, reason=reason), now=now)
