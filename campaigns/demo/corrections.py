"""One correction that waits for the coordinator: a register that came late.

What is voided is made with the sessions.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from campaigns.demo.moments import Deed, at, day_of
from campaigns.demo.people import Team
from campaigns.demo.school_days import DAY
from campaigns.demo.shapes import Draft
from campaigns.models import Attendance, Format
from campaigns.sessions.putright.correct import propose_correction

SOME_DAYS = timedelta(days=10)
THREE_MORE, FEW_ENOUGH = 3, 25  # even then one class in its school
REASON = "The school’s register came a week later: three more were there"


def correction(held: list[Draft], team: Team, *, today: date) -> Deed:
    draft = next(
        draft
        for draft in reversed(held)
        if draft.held_on < today - SOME_DAYS
        and draft.format == Format.LESSON
        and len(draft.counts) == 1
        and 0 < (draft.counts[0].count or 0) <= FEW_ENOUGH
    )
    return Deed(at(today - DAY, time(16, 5)), partial(propose, draft, team))


def propose(draft: Draft, team: Team, now: datetime) -> None:
    (said,) = draft.counts
    register = replace(
        said, count=(said.count or 0) + THREE_MORE, known=Attendance.Known.REGISTER.value
    )
    propose_correction(
        session=draft.logged,
        counts=[register],
        reason=REASON,
        opened=draft.logged.version,
        now=now,
        today=day_of(now),
        by=team.officer,
        **draft.details,
    )
