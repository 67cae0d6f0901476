import pytest

from tests.factories import make_member


@pytest.fixture
def ailsa(talk):
    """An officer of the campaign that `talk` is asked of."""
    return make_member(name="Ailsa Reid")
