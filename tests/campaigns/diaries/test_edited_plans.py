"""An officer is in one place at a time when a plan is edited, too."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.sessions.edit import edit_session
from tests import factories
from tests.campaigns.diaries.busy import BUSY, make_planned
from tests.campaigns.diaries.days import TUESDAY
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def edit(session, *, by, **changed):
    details = {
        "held_on": session.held_on,
        "starts_at": session.starts_at,
        "minutes": session.minutes,
        "format": session.format,
        "place": session.place,
        "stages": session.stages,
        "topics": list(session.topics.all()),
        "officers": list(session.officers.all()),
        "notes": session.notes,
    } | changed
    return edit_session(session=session, counts=(), now=NOW, today=TODAY, by=by, **details)


@pytest.mark.parametrize(
    "changed",
    [
        {"starts_at": time(10, 15)},
        {"minutes": 90, "starts_at": time(9, 0)},
        {"held_on": TUESDAY, "starts_at": time(10, 0)},
    ],
)
def test_a_plan_is_not_moved_onto_another(callum, changed):
    make_planned(callum)
    later = make_planned(callum, held_on=TUESDAY + timedelta(days=1), starts_at=time(14, 0))

    with pytest.raises(ValidationError) as caught:
        edit(later, by=callum, **({"held_on": TUESDAY} | changed))

    assert caught.value.message_dict == {"officers": [BUSY]}


def test_a_busy_officer_is_not_added_to_a_plan(callum):
    ailsa = factories.make_member()
    make_planned(callum)
    other = make_planned(ailsa, starts_at=time(10, 30))

    with pytest.raises(ValidationError) as caught:
        edit(other, by=callum, officers=[ailsa, callum])

    assert caught.value.message_dict == {"officers": [BUSY]}


def test_a_plan_is_not_in_its_own_way(callum):
    session = make_planned(callum)

    assert edit(session, by=callum, starts_at=time(10, 15)).starts_at == time(10, 15)


def test_what_stood_before_may_stand(callum):
    make_planned(callum, minutes=None)
    second = make_planned(callum, starts_at=time(10, 30))

    assert edit(second, by=callum, notes="Bring the leaflets").notes == "Bring the leaflets"
