"""Rows for tests: every default is valid, nothing is random. Name only what the test depends on."""

from tests.factories.days import NOW, TODAY
from tests.factories.diaries import make_hours, make_time
from tests.factories.people import (
    PASSWORD,
    make_area,
    make_campaign,
    make_carried_figure,
    make_earlier_mark,
    make_incidents,
    make_invitation,
    make_member,
    make_user,
)
from tests.factories.places import (
    BADLY_SPACED,
    make_holiday,
    make_partner,
    make_place,
    make_place_north,
    make_topic,
)
from tests.factories.sessions import (
    make_attendance,
    make_change,
    make_correction,
    make_import_batch,
    make_session,
    set_back,
)
from tests.factories.talks import (
    make_evidence_row,
    make_forgotten,
    make_mail,
    make_notice,
    make_offer,
    make_talk_contact,
    make_talk_kind,
    make_talk_request,
)

__all__ = [
    "BADLY_SPACED",
    "NOW",
    "PASSWORD",
    "TODAY",
    "make_area",
    "make_attendance",
    "make_campaign",
    "make_carried_figure",
    "make_change",
    "make_correction",
    "make_earlier_mark",
    "make_evidence_row",
    "make_forgotten",
    "make_holiday",
    "make_hours",
    "make_import_batch",
    "make_incidents",
    "make_invitation",
    "make_mail",
    "make_member",
    "make_notice",
    "make_offer",
    "make_partner",
    "make_place",
    "make_place_north",
    "make_session",
    "make_talk_contact",
    "make_talk_kind",
    "make_talk_request",
    "make_time",
    "make_topic",
    "make_user",
    "set_back",
]
