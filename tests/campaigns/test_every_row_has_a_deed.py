"""Whatever the demonstration shows, people can make on a site of their own."""

import pytest
from django.apps import apps
from django.core.management import get_commands

from campaigns.demo import build_demo
from tests.campaigns.access.every_address import addresses
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

# By the model: the address of a page, or a command, that makes a row where there was none.
MADE_BY = {
    "Attendance": "session_log",
    "Campaign": "add_campaign",
    "CarriedFigure": "carried_edit",
    "Change": "session_log",
    "Correction": "session_correct",
    "CouncilArea": "add_campaign",
    "Mail": "talk_send",
    "DiaryEntry": "session_log",
    "Membership": "person_invite",
    "Notice": "talk_note",
    "Offer": "talk_offer",
    "Partner": "partner_add",
    "Place": "place_add",
    "SchoolHoliday": "holiday_add",
    "ReportedIncidents": "incident_add",
    "Session": "session_log",
    "TalkGroup": "talk_send",
    "TalkKind": "kind_add",
    "TalkRequest": "talk_send",
    "TalkWish": "talk_send",
    "Topic": "topic_add",
    "User": "person_invite",
}


def test_no_table_has_rows_that_only_the_demonstration_can_make():
    build_demo(today=TODAY)
    filled = {
        model.__name__
        for model in apps.get_app_config("campaigns").get_models()
        if model.objects.exists()
    }

    assert filled == set(MADE_BY)


def test_each_way_is_there():
    there = {*addresses(), *get_commands()}

    assert set(MADE_BY.values()) - there == set()
