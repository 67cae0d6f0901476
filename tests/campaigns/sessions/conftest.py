from datetime import time

import pytest

from campaigns.models import Session
from tests.factories import TODAY, make_attendance, make_member, make_place, make_session


@pytest.fixture
def braeside(db):
    return make_place()


@pytest.fixture
def theatre_and_schools(db):
    make_place(name="Town Hall Theatre", kind="community")
    for name, kind in (
        ("Rowan Bank Primary School", "primary"),
        ("Larkrise High School", "secondary"),
        ("Harbour College", "college"),
    ):
        make_place(name=name, kind=kind)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def there(place):
    """What a colleague logged half an hour ago."""
    session = make_session(
        held_on=TODAY, place=place, officers=[make_member(name="Iain Bell")], starts_at=time(9, 45)
    )
    Session.objects.filter(pk=session.pk).update(logged_by=session.officers.get().user)
    make_attendance(session=session, count=26)
    return session
