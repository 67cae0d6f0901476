import pytest

from tests import factories


@pytest.fixture
def callum():
    return factories.make_member(role="coordinator", name="Callum Coordinator")
