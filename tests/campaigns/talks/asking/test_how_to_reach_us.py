import pytest

from campaigns.models import Campaign
from tests.campaigns.talks.asking.conftest import walk

pytestmark = pytest.mark.django_db


def test_last_page_before_sending_says_how_to_reach_the_team(client, answers):
    Campaign.objects.update(telephone="01698 555 010", office_hours="Monday to Friday, 9 to 5")
    _, check = walk(client, answers)

    page = " ".join(client.get(check).content.decode().split())

    assert 'href="tel:01698555010"' in page
    assert "(Monday to Friday, 9 to 5)" in page
