import pytest
from django.utils import timezone

from tests.campaigns.talks.heard.told import at


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Monday 30 November 2026 at noon, until it is set."""
    now = [at(30, 12, month=11)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def set_to(moment):
        now[0] = moment

    return set_to
