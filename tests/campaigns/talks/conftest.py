import pytest

from campaigns.models import Membership
from tests.factories import make_member


@pytest.fixture
def ailsa(talk) -> Membership:
    """An officer of the campaign that `talk` is asked of."""
    return make_member(name="Ailsa Reid")


@pytest.fixture
def administrator(client) -> Membership:
    """Signed in."""
    member = make_member(role="administrator", name="Annis Gray")
    client.force_login(member.user)
    return member


@pytest.fixture
def leaver() -> Membership:
    return make_member(role="coordinator", name="Lee Ver")
