import itertools

import pytest
from django.db import connection

from tests.backup.installations import Installation


@pytest.fixture(scope="module")
def installations(tmp_path_factory, django_db_setup):
    """Makes installations on the database of this run, which end with the tests of the file."""
    made, numbers = [], itertools.count()

    def make(*, tables: bool = False, vendor: str = connection.vendor) -> Installation:
        folder = tmp_path_factory.mktemp(f"site-{next(numbers)}") / "var"
        made.append(Installation(folder, vendor=vendor))
        if tables:
            made[-1].make_tables()
        return made[-1]

    yield make
    for each in made:
        each.end()
