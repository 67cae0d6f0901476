"""A log at the theatre, and the rows of those who came."""

from campaigns.models import Attendance
from tests import factories
from tests.campaigns.typed import drawn, log_data
from tests.html import read

NOTHING_ABOVE = {"count_children": "", "stages": []}


def log(client, officer, **changed):
    given = {
        "place": "Town Hall Theatre",
        "officers": [officer],
        "topics": [factories.make_topic()],
    } | changed
    return drawn(client, client.post("/team/log/", log_data(**given)))


def rows():
    return list(Attendance.objects.values_list("place__name", "audience", "count", "known"))


def schools_in(text):
    """By the select that each has one of."""
    names = [row["name"] for row in read(text).fields if row["tag"] == "select"]
    return [name for name in names if name.startswith("school_")]
