from campaigns.models import Place
from tests import factories
from tests.campaigns.typed import drawn, log_data

URL = "/team/log/"
NONSENSE = ["9" * 30, "-1", "x", "\x00", "1'"]


def send(client, officer, **changed):
    given = {
        "place": Place.objects.get(name="Braeside Primary School", campaign=officer.campaign).label,
        "officers": [officer],
        "topics": [factories.make_topic()],
    } | changed
    return drawn(client, client.post(URL, log_data(**given)))
