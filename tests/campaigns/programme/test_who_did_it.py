"""Every deed on a page of the programme leaves a line that says who did it."""

import pytest

from campaigns.models import Change, ReportedIncidents, SchoolHoliday, TalkKind
from tests.campaigns.programme.ladder import day, form_values
from tests.factories import make_area, make_incidents, make_partner, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def pressed(client, page, address="", **changed):
    """With what stands on the page, but for what is changed."""
    typed = form_values(client.get(page).content.decode()) | changed
    client.post(address or page, typed)


def list_deeds(client, make, noun, suggested):
    row = make(name="Deepfakes")
    own = f"/team/{noun}s/{row.pk}/"
    client.post(f"/team/{noun}s/add/", {"name": "Grooming"})
    pressed(client, own, name="Deep fakes")
    for deed in ("retire", "offer-again", "remove"):
        client.post(f"{own}{deed}/")
    client.post(f"/team/{noun}s/add-suggested/", {"names": [suggested]})


def topics(client):
    list_deeds(client, make_topic, "topic", "Sextortion")


def partners(client):
    list_deeds(client, make_partner, "partner", "CEOP")


def areas(client):
    pressed(client, "/team/areas/", own=["North Lanarkshire"], others=["Falkirk"])


def incidents(client):
    client.post("/team/incidents/suggested/", {"period": ["2015-12-01"]})
    row = ReportedIncidents.objects.get()
    pressed(client, f"/team/incidents/{row.pk}/", value="13", qualifier="exactly")
    pressed(client, f"/team/incidents/{row.pk}/", "/team/incidents/add/", counts="Others")
    client.post(f"/team/incidents/{make_incidents().pk}/remove/")


def talks(client):
    client.post("/team/talks/kinds/suggested/", {"kind": ["sextortion"]})
    kind = TalkKind.objects.get()
    typed = {"topic": kind.topic_id, "format": "lesson", "summary": "One", "expect": "Two"}
    pressed(client, f"/team/talks/kinds/{kind.pk}/", **typed)
    pressed(client, f"/team/talks/kinds/{kind.pk}/", "/team/talks/kinds/add/", name="B", **typed)


def holidays(client):
    typed = {"area": make_area().pk, "name": "Christmas"}
    typed |= day("first_on", "21 12 2026") | day("last_on", "1 1 2027")
    client.post("/team/holidays/add/", typed)
    row = SchoolHoliday.objects.get()
    client.post(f"/team/holidays/{row.pk}/", typed | {"name": "Yule"})
    client.post(f"/team/holidays/{row.pk}/remove/")


def details(client):
    pressed(client, "/team/details/", team_name="Safer Lanarkshire")


def mark(client):
    pressed(client, "/team/mark/", value="30000", reason="The log passed 20,000")


NAMED = ["added", "renamed", "retired", "taken_up", "removed", "added"]
DEEDS = {
    topics: NAMED,
    partners: NAMED,
    areas: ["put_right"],
    incidents: ["added", "put_right", "added", "removed"],
    talks: ["added", "added", "put_right", "added"],  # the first is its topic
    holidays: ["added", "put_right", "removed"],
    details: ["put_right"],
    mark: ["edited"],
}


@pytest.mark.parametrize(("deeds", "kinds"), DEEDS.items())
def test_each_line_says_who(client, coordinator, deeds, kinds):
    coordinator.campaign.areas.add(make_area())

    deeds(client)

    lines = Change.objects.order_by("pk").values_list("kind", "by__name")
    assert list(lines) == [(kind, "Catriona Muir") for kind in kinds]
