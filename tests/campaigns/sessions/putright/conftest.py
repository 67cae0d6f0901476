from datetime import date, time

import pytest

from campaigns.sessions import life
from tests.campaigns.sessions.putright.corrections import CHILDREN
from tests.campaigns.sessions.putright.merges import coordinator
from tests.factories import (
    TODAY,
    make_attendance,
    make_member,
    make_partner,
    make_session,
    make_topic,
)


@pytest.fixture
def officer():
    """Whose session it is; a coordinator answers her."""
    return make_member(name="Rona Bell")


@pytest.fixture
def by():
    return coordinator()


@pytest.fixture
def pair(by):
    """One talk logged by both who gave it: 25 were counted, 27 were on the register."""
    first = make_session(
        officers=[make_member(name="Ailsa Reid")], topics=[make_topic(name="Sextortion")]
    )
    second = make_session(
        officers=[make_member(name="Iain Bell")],
        topics=[make_topic(name="Cyberbullying")],
        starts_at=time(9, 45),
    )
    second.partners.set([make_partner()])
    make_attendance(session=first, count=25)
    make_attendance(session=second, count=27, known="register")
    return first, second


@pytest.fixture
def session(officer):
    planned = make_session(state="planned", held_on=date(2026, 11, 2), officers=[officer])
    return life.deliver_session(session=planned, counts=[CHILDREN], today=TODAY, by=officer.user)
