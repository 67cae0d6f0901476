"""The mails around a talk: reminders before it, thanks after it, and none that is no longer so.

Called in the transaction of the change.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from campaigns.mail import letters
from campaigns.mail.write import stop_all, write_mail
from campaigns.models import Mail, Session, TalkRequest
from campaigns.models.fields import this_moment
from campaigns.models.talks import TalkRequestQuerySet
from campaigns.places.school_days import school_days_before

REMIND_AT = time(8, 0)
THANK_AFTER = timedelta(minutes=15)  # longer than an entry can be undone
REMIND_SCHOOL_DAYS_BEFORE = (5, 1)
# They tell of an end, so no end stops them.
LAST_WORDS = (
    Mail.Kind.CALLED_OFF,
    Mail.Kind.DECLINED,
    Mail.Kind.WITHDRAWN,
    Mail.Kind.MERGED,
    Mail.Kind.LINK_RENEWED,
    Mail.Kind.CONTACT_CHANGED,
    Mail.Kind.THANKS,
)


def plan_reminders(session: Session, now: datetime) -> None:
    """After the talk was confirmed or moved, or something that a reminder says has changed: what
    waits is stopped and written anew.
    """
    stop_all(Mail.objects.filter(kind=Mail.Kind.REMINDER, session=session), now=now)
    talk = (
        TalkRequest.objects.filter(session=session, state__in=TalkRequest.DATE_IS_SET)
        .exclude(contact_email="")
        .select_related("area")
        .first()
    )
    if talk is None:
        return
    session = Session.objects.select_related("place__area").get(pk=session.pk)
    area, town = (session.place.area, session.place.town) if session.place else (talk.area, "")
    written = Mail.objects.filter(kind=Mail.Kind.REMINDER, session=session).count()
    for number, days in enumerate(REMIND_SCHOOL_DAYS_BEFORE, start=written + 1):
        day = school_days_before(session.held_on, days, area, town)
        when = timezone.make_aware(datetime.combine(day, REMIND_AT))
        if when > now:
            write_mail(
                letters.reminder(talk, school_days=days, number=number, send_after=when), now=now
            )


def schools_to_tell(sessions: Iterable[Session]) -> TalkRequestQuerySet:
    """The requests whose school hears by e-mail that another officer comes."""
    confirmed = TalkRequest.objects.filter(
        session__in=[session.pk for session in sessions], state__in=TalkRequest.DATE_IS_SET
    )
    return confirmed.exclude(contact_email="")


def tell_new_officers(session: Session, now: datetime) -> None:
    """The school lets nobody in whom it does not expect."""
    talk = schools_to_tell([session]).first()
    if talk:
        write_mail(letters.officer_changed(talk), now=now)
        plan_reminders(session, now)


def stop_mails(
    *,
    session: Session | None = None,
    talk_request: TalkRequest | None = None,
    now: datetime | None = None,
) -> int:
    """Whatever waits for a talk that will not be, or a request that has ended. Nobody is named as
    who stopped it: that is for the button.

    Its last letter is written before or after, as you like.
    """
    about = (
        Q(session=session) | Q(talk_request__session=session)
        if session
        else Q(talk_request=talk_request)
    )
    return stop_all(
        Mail.objects.filter(about).exclude(kind__in=LAST_WORDS), now=now or this_moment()
    )


def thank(session: Session, now: datetime | None = None) -> Mail | None:
    """Once, ever; and not so late that the link in it is dead.

    Thanks that an undo stopped were none.
    """
    talk = (
        TalkRequest.objects.filter(session=session, state=TalkRequest.State.DELIVERED)
        .exclude(contact_email="")
        .first()
    )
    written = Mail.objects.filter(kind=Mail.Kind.THANKS, session=session)
    if talk is None or written.exclude(state=Mail.State.STOPPED, stopped_by=None).exists():
        return None
    now = now or this_moment()
    letter = letters.thanks(talk, number=written.count() + 1, send_after=now + THANK_AFTER)
    if letter.useful_until and letter.useful_until <= now:
        return None
    return write_mail(letter, now=now)


def rewrite_mails(session: Session, now: datetime | None = None) -> None:
    """After sessions were merged, or an entry was undone: what waits is what this session's
    request, if it has one, should hear.
    """
    plan_reminders(session, now or this_moment())
    if TalkRequest.objects.filter(session=session, state=TalkRequest.State.DELIVERED).exists():
        thank(session, now)
    else:
        stop_all(
            Mail.objects.filter(kind=Mail.Kind.THANKS, session=session), now=now or this_moment()
        )
