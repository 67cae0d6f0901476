"""A school did something by its link, or one of us for it: the notice of it, and the e-mails that
cannot wait.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from campaigns.mail.letter import day_after
from campaigns.mail.write import stop_all, write_mail
from campaigns.models import Change, Mail, Notice, NoticeMail, TalkRequest
from campaigns.models.people import Hears
from campaigns.places.school_days import school_days_after
from campaigns.talks.heard.digest import SATURDAY, plan_digest
from campaigns.talks.heard.letters import notice_letter
from campaigns.talks.heard.people import Touched, hearers, how, officers_hearing
from campaigns.talks.waiting import town_of

Kind = Change.Kind

NEAR_WORKING_DAYS = 3
DAY = timedelta(days=1)
# The school waits for a word of ours after these.
WANTS_ANSWER = (Kind.MOVE_ASKED, Kind.ANSWERED, Kind.REFUSED)
# What was written of before them is no longer so.
ENDS = (Kind.CANCELLED, Kind.WITHDRAWN)
# Of a note it is told by when one of us reads it.
WANTS_READER = (Kind.NOTED,)


def tell_team(change: Change, *, touched: Touched, now: datetime) -> Notice | None:
    """Call it in the transaction of the change, after it. `touched` is how things stood before.
    None when one of us did it, and it concerns nobody else.
    """
    request = _as_it_stands(change)
    today = timezone.localdate(now)
    days = [day for day in touched.days if day >= today]
    notice = Notice.objects.create(
        change=change,
        talk_request=request,
        is_near=any(is_near(day, today=today) for day in days),
        answer_by=answer_day(request, today=today) if is_promised(change, request) else None,
    )
    notice.officers.set(touched.officers)
    if change.kind in ENDS:
        _stop_earlier(request, now=now)
    if change.by_id and not hearers(notice):
        notice.delete()
        return None
    if days or not touched.days:  # nothing is written about the past
        _write(notice, last_day=max(days, default=None), now=now)
    return notice


def is_promised(change: Change, request: TalkRequest) -> bool:
    """Whoever keeps the date that is set, and takes none instead, waits for nothing. Nor does
    whoever told it to one of us.
    """
    if change.by_id:
        return False
    keeps = change.kind == Kind.REFUSED and request.state == TalkRequest.State.CONFIRMED
    return change.kind in (*WANTS_ANSWER, *WANTS_READER) and not keeps


def is_near(day: date, *, today: date) -> bool:
    """In working days: the school holidays lie between two school days, and wake nobody."""
    last = today
    for _ in range(NEAR_WORKING_DAYS):
        last = _working_day(last, DAY)
    return today <= day <= last


def answer_day(request: TalkRequest, *, today: date) -> date | None:
    """Before the day of the talk. None when no working day is left: the school has to call."""
    days = request.campaign.answer_school_days
    usual = school_days_after(today, days, request.area, town_of(request))
    if not (request.date_is_set and request.session):
        return usual
    last = _working_day(request.session.held_on, -DAY)
    return min(usual, last) if last > today else None


def _working_day(day: date, step: timedelta) -> date:
    """The first one after it or, with a step back, before it."""
    day += step
    while day.isoweekday() >= SATURDAY:
        day += step
    return day


def _as_it_stands(change: Change) -> TalkRequest:
    related = ("campaign", "topic", "area", "place__area", "session", "owner__user")
    return TalkRequest.objects.select_related(*related).get(changes=change)


def _stop_earlier(request: TalkRequest, *, now: datetime) -> None:
    earlier = NoticeMail.objects.filter(notice__talk_request=request).values("mail")
    stop_all(Mail.objects.filter(pk__in=earlier, kind=Mail.Kind.NOTICE), now=now)


def _write(notice: Notice, *, last_day: date | None, now: datetime) -> None:
    officers, someone_waits = officers_hearing(notice), False
    useful_until = day_after(last_day) if last_day else None
    for member in hearers(notice):
        way = how(member, notice, officers=officers)
        if way == Hears.AT_ONCE:
            letter = notice_letter(
                notice, member, gives_it=member.pk in officers, useful_until=useful_until
            )
            mail = write_mail(letter, now=now)
            NoticeMail.objects.create(notice=notice, member=member, mail=mail)
        someone_waits |= way == Hears.MORNING
    if someone_waits:
        plan_digest(now=now)
