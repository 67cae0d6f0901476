"""A site that nobody has used says “over 20,000” after deeds alone: no rows of a demonstration."""

import pytest
from django.core.management import call_command

from campaigns.models import Campaign, Membership
from campaigns.people.members import add_member
from tests.campaigns.programme.ladder import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_reach_of_a_new_site_says_over_20000_and_what_was_reported(client):
    areas = ["--area", "North Lanarkshire", "--area", "South Lanarkshire"]
    began = ["--started-on", "2015-11-01", "--mark", "20000"]
    call_command("add_campaign", "Lanarkshire", *began, *areas, verbosity=0)
    campaign = Campaign.objects.get()
    member = add_member(
        campaign=campaign,
        email="c.muir@example.org",
        name="Catriona Muir",
        role=Membership.Role.COORDINATOR,
    )
    client.force_login(member.user)
    before = client.get("/reach/").content.decode()
    example = client.get("/team/figure-before/").content.decode()
    looked_at = client.post("/team/figure-before/", form_values(example)).content.decode()
    client.post("/team/figure-before/", form_values(looked_at))
    client.post("/team/incidents/suggested/", {"period": ["2015-12-01", "2016-04-01"]})
    client.post("/team/talks/kinds/suggested/", {"kind": ["sextortion"]})

    after = client.get("/reach/").content.decode()

    assert "20,000" not in before
    assert "Over 20,000" in after
    assert "The number comes from Local newspaper report, 2016." in after
    assert "December 2015 to March 2016" in after
    assert "Sextortion: know the trick" in client.get("/talks/").content.decode()
