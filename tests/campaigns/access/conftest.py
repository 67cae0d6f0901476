from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from tests.campaigns.access.worlds import make_world
from tests.factories import NOW


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Two campaigns with a row of every noun, made once for the tests of a file: what a test does
    to them is undone. Theirs is older, so that the first row of all is theirs.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: NOW)
        yield SimpleNamespace(
            theirs=make_world(name="Islands", word="Zetland"),
            ours=make_world(name="Lanarkshire", word="Braes"),
        )
        transaction.set_rollback(True)


@pytest.fixture
def both(worlds, db) -> SimpleNamespace:
    return deepcopy(worlds)
