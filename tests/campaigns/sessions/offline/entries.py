"""An entry as the phone keeps it, and the addresses that it is sent to and kept from."""

import uuid
from datetime import UTC, datetime

from campaigns.models import Place
from campaigns.sessions.life import deliver_session
from campaigns.sessions.offline.entry import owner_of
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.typed import log_data
from tests.factories import TODAY

SEND, TOKEN, PAGE, PLACES = (
    f"/team/log/{name}" for name in ("send/", "token/", "offline/", "places/")
)
TODAY_KEPT, WORKER = "/team/offline/", "/team/sw.js"
WRITTEN = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def as_kept(given):
    """The fields of a form as the phone keeps them: lists of words."""
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in given.items()
        if name != "client_id"
    }


def entry(officer, *, client_id=None, device_at=WRITTEN, owner=None, **changed):
    place = Place.objects.filter(campaign=officer.campaign).first()
    given = {
        "place": place.label if place else "",
        "officers": [officer],
        "topics": [factories.make_topic(campaign=officer.campaign)],
    } | changed
    return {
        "owner": owner or owner_of(officer),
        "client_id": client_id or str(uuid.uuid4()),
        "device_at": device_at if isinstance(device_at, str) else device_at.isoformat(),
        "fields": as_kept(log_data(**given)),
    }


def send(client, sent):
    return client.post(SEND, sent, content_type="application/json")


def problems(response):
    return {one["field"]: one["text"] for one in response.json()["problems"]}


def count_of(officer, plan, *, children="24", **more):
    sent = entry(officer)
    typed = {"count_children": [children], "known": ["counted"], "opened": [str(plan.version)]}
    return sent | {"fields": typed, "plan": plan.pk} | more


def counted(session):
    return list(session.attendances.values_list("audience", "count", "known"))


def count_meanwhile(plan, colleague, number):
    rows = [Count(audience="children", count=number, known="register")]
    deliver_session(session=plan, counts=rows, today=TODAY, by=colleague.user)
