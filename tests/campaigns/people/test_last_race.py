"""Two administrators end each other at the same moment, with real threads: one wins."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.people.memberships import close_membership
from tests.factories import make_member
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    """The real addresses, which stand in the letters."""


def test_of_two_administrators_who_end_each_other_one_stays():
    one, other = (make_member(role="administrator", name=name) for name in ("Ada Lee", "Bo Kerr"))

    outcomes = at_once(
        lambda: close_membership(member=one, by=other.user, now=timezone.now()),
        lambda: close_membership(member=other, by=one.user, now=timezone.now()),
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, (ValidationError, Conflict))]
    assert len(refused) == 1
    assert Membership.objects.active().filter(role="administrator").count() == 1
