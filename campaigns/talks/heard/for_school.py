"""What the school's page says of what it told us: that it arrived, and when the school hears."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format

from campaigns.models import Campaign, Change, Notice, Offer, TalkRequest
from campaigns.talks.heard.tell import WANTS_ANSWER

Kind = Change.Kind
State = TalkRequest.State

# After these, what we wrote of a wish before is of no use.
ABOUT_THE_DATE = (
    Kind.MOVE_ASKED,
    Kind.DATE_STAYS,
    Kind.OFFERED,
    Kind.REFUSED,
    Kind.LAPSED,
    Kind.ACCEPTED,
    Kind.MOVED,
)


def arrived(request: TalkRequest, *, is_held: bool, today: date) -> list[str]:
    """`is_held`: dates are offered, so it is the school's turn, but for what it said since."""
    if request.state not in TalkRequest.OPEN:
        return []
    notices = list(request.notices.select_related("change"))
    call = _call(request.campaign)
    return [
        *_answer(request, notices, is_held=is_held, today=today, call=call),
        *_note(notices, today=today, call=call),
    ]


def why_date_stays(request: TalkRequest) -> str:
    """As we wrote it for the school, until something newer happened with the date."""
    if request.state != State.CONFIRMED:
        return ""
    about = Q(talk_request=request, kind__in=ABOUT_THE_DATE)
    about |= Q(session=request.session, kind=Kind.EDITED)  # somebody may have set another date
    latest = Change.objects.filter(about).order_by("-at", "-pk").first()
    return latest.reason if latest and latest.kind == Kind.DATE_STAYS else ""


def lost_others(request: TalkRequest) -> bool:
    """Of a talk that asks to move: what we offered instead is free again."""
    if request.state != State.ASKS_TO_MOVE:
        return False
    latest = request.offers.order_by("-pk").first()
    gone = (Offer.State.TAKEN_BACK, Offer.State.LAPSED, Offer.State.HELD)
    return latest is not None and latest.state in gone


def _answer(
    request: TalkRequest, notices: Iterable[Notice], *, is_held: bool, today: date, call: str
) -> list[str]:
    if request.state not in (State.ASKS_TO_MOVE, State.SUBMITTED):
        return []
    waits = request.state == State.ASKS_TO_MOVE
    owed = [
        notice
        for notice in notices
        if notice.change.kind in WANTS_ANSWER and not notice.answered_at
    ]
    days = [notice.answer_by for notice in owed if notice.answer_by]
    has = "We have your wish for another time." if waits else "We have your answer."
    if days:
        return [f"{has} {_by(min(days), today=today)}"]
    if waits and any(notice.change.kind == Kind.MOVE_ASKED for notice in owed):
        return [f"{has} The talk is very soon. {call}"]
    return [has] if waits and not is_held else []


def _note(notices: Iterable[Notice], *, today: date, call: str) -> list[str]:
    notes = [
        notice
        for notice in notices
        if notice.change.kind == Kind.NOTED and not notice.is_about_given
    ]
    if not notes:
        return []
    unread = [note for note in notes if not note.dealt_at]
    if not unread:
        return ["We have read what you told us."]
    has, days = "We have what you told us.", [note.answer_by for note in unread if note.answer_by]
    if not days:
        return [f"{has} The talk is very soon. {call}"]
    if min(days) < today:
        return [f"{has} {_by(min(days), today=today)}"]
    return [f"{has} One of us reads it by {_day(min(days))}."]


def _call(campaign: Campaign) -> str:
    return f"Please call us: {campaign.telephone}." if campaign.telephone else "Please write to us."


def _by(day: date, *, today: date) -> str:
    if day >= today:
        return f"You will hear from us by {_day(day)}."
    return (
        f"You should have heard from us by {_day(day)}. We are sorry. Please call or write to us."
    )


def _day(day: date) -> str:
    return date_format(day, "l j F")
