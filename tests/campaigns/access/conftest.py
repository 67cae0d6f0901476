from types import SimpleNamespace

import pytest

from tests.campaigns.access.worlds import make_world


@pytest.fixture
def both():
    """Theirs is older, so that the first row of all is theirs."""
    return SimpleNamespace(
        theirs=make_world(name="Islands", word="Zetland"),
        ours=make_world(name="Lanarkshire", word="Braes"),
    )
