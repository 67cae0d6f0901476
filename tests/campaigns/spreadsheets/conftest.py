"""Who brings a spreadsheet, and of which team."""

import pytest

from tests.campaigns.spreadsheets.files import team
from tests.campaigns.typed import sign_in


@pytest.fixture
def coordinator(client):
    _, member, topic = team()
    sign_in(client, member)
    member.topic = topic
    return member


@pytest.fixture
def known():
    return team()
