"""A session as log_session is told of it, and what a deed says that is refused."""

import uuid
from datetime import time, timedelta

from campaigns.sessions.log import log_session
from campaigns.sessions.rules import Count
from tests import factories
from tests.factories import TODAY

TOMORROW = TODAY + timedelta(days=1)
TWENTY_FIVE_CHILDREN = [Count(audience="children", count=25, known="counted")]


def details(officer, **changed):
    return {
        "held_on": TODAY,
        "starts_at": time(9, 30),
        "minutes": 50,
        "format": "lesson",
        "place": factories.make_place(),
        "stages": ("P7",),
        "topics": [factories.make_topic()],
        "officers": [officer],
        "partners": [factories.make_partner()],
        "notes": "Good questions",
    } | changed


def log(officer=None, *, counts=TWENTY_FIVE_CHILDREN, client_id=None, campaign=None, **changed):
    officer = officer or factories.make_member()
    return log_session(
        campaign=campaign or officer.campaign,
        client_id=client_id or uuid.uuid4(),
        counts=counts,
        today=TODAY,
        by=officer.user,
        **details(officer, **changed),
    )


def problems_of(caught):
    return caught.value.message_dict
