import pytest

from campaigns.models import Session
from tests import factories
from tests.factories import TODAY


@pytest.fixture
def officer(officer):
    factories.make_place()
    return officer


@pytest.fixture
def plan(officer):
    session = factories.make_session(officers=[officer], state="planned", held_on=TODAY)
    Session.objects.filter(pk=session.pk).update(notes="The hall is cold")
    return session
