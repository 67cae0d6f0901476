"""One correction that waits for the coordinator: a register that came late.

What is voided is made with the sessions.
"""

from datetime import date, time, timedelta

from campaigns.demo.moments import at
from campaigns.demo.people import Team
from campaigns.models import Attendance, Change, Correction, Session
from campaigns.sessions.copies import COUNTS
from campaigns.sessions.words import describe_counts

SOME_DAYS = timedelta(days=10)
THREE_MORE = 3
REASON = "The school’s register came a week later: three more were there"


def make_correction(sessions: list[Session], team: Team, *, today: date) -> None:
    lessons = [
        session
        for session in sessions
        if session.state == Session.State.DELIVERED and session.held_on < today - SOME_DAYS
    ]
    session, row = next(
        (session, rows[0])
        for session in reversed(lessons)
        if len(rows := counted_rows(session)) == 1 == session.attendances.count()
    )
    before = describe_counts([row])
    # In words only: the row itself is not saved.
    row.count = (row.count or 0) + THREE_MORE
    row.known = Attendance.Known.REGISTER
    wanted = {COUNTS: [[row.audience, row.count, row.known.value, row.place_id]]}
    fields = {"Attendance": [before, describe_counts([row])]}
    moment = at(today - timedelta(days=1), time(16, 5))
    Correction.objects.create(
        session=session,
        based_on=session.version,
        kind=Correction.Kind.FIGURES,
        wanted=wanted,
        fields=fields,
        reason=REASON,
        proposed_by=team.officer.user,
        proposed_at=moment,
    )
    Change.objects.create(
        campaign_id=session.campaign_id,
        session=session,
        kind=Change.Kind.PROPOSED,
        at=moment,
        by=team.officer.user,
        fields=fields,
        reason=REASON,
    )


def counted_rows(session: Session) -> list[Attendance]:
    return list(session.attendances.filter(count__gt=0, place=None))
