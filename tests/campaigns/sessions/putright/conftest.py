import pytest

from tests.factories import make_member


@pytest.fixture
def officer():
    """Whose session it is; a coordinator answers her."""
    return make_member(name="Rona Bell")
