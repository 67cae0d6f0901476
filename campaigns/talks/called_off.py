"""A planned session is called off by one of us, or did not happen. When a school waits for it, the
officers of the talk and whoever sees to the request hear of it as when the school calls off itself.
"""

from datetime import date, datetime

from django.db import transaction

from campaigns.diaries.held import lock_requests_of
from campaigns.models import Change, Session, User
from campaigns.sessions.life import cancel_session, did_not_happen, school_that_waits
from campaigns.talks.heard.people import touched_by
from campaigns.talks.heard.tell import tell_team


@transaction.atomic
def end_session(
    *, session: Session, called_off_by: str, reason: str, now: datetime, today: date, by: User
) -> Session:
    """Before its day it is called off; on it, or after, it did not happen."""
    lock_requests_of(session)
    school = school_that_waits(session)
    touched = touched_by(school) if school else None
    end = did_not_happen if session.held_on <= today else cancel_session
    ended = end(
        session=session, called_off_by=called_off_by, reason=reason, now=now, today=today, by=by
    )
    if school and touched:
        told = school.changes.filter(kind=Change.Kind.CANCELLED, by=by).latest("at", "pk")
        tell_team(told, touched=touched, now=now)
    return ended
