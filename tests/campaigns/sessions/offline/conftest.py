import pytest

from tests import factories


@pytest.fixture
def officer(officer):
    factories.make_place()
    return officer
