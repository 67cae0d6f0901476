"""When something made up was done."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from campaigns.models import Session


def logged_at(session: Session, *, today: date) -> datetime:
    """Delivered ones are logged that evening, others were put in the diary a fortnight before."""
    if session.state == Session.State.DELIVERED:
        return at(session.held_on, time(20, 40))
    return at(min(session.held_on, today) - timedelta(days=14), time(11, 30))


def at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
