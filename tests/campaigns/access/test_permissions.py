"""The table of docs/decisions/0006-who-may.md."""

import pytest

from campaigns.access.permissions import (
    may_confirm_offer,
    may_correct,
    may_log,
    may_read,
    may_run_queue,
    may_see_audit,
    may_see_due,
    may_see_sign_ins,
    may_see_talks,
    talks_seen_by,
)
from tests.factories import make_campaign, make_member, make_offer, make_talk_request

pytestmark = pytest.mark.django_db
ROLES = ("viewer", "officer", "coordinator", "administrator")
TABLE = {
    may_read: (True, True, True, True),
    may_log: (False, True, True, True),
    may_see_talks: (False, True, True, True),
    may_run_queue: (False, False, True, True),
    may_correct: (False, False, True, True),
    may_see_audit: (False, False, True, True),
    may_see_sign_ins: (False, False, False, True),
    may_see_due: (False, False, True, True),
}


@pytest.mark.parametrize(
    ("may", "role", "answer"),
    [
        (may, role, answer)
        for may, row in TABLE.items()
        for role, answer in zip(ROLES, row, strict=True)
    ],
)
def test_who_may(may, role, answer):
    assert may(make_member(role=role)) is answer


@pytest.mark.parametrize(
    ("role", "seen"),
    [("coordinator", ["AAA", "BBB"]), ("administrator", ["AAA", "BBB"]), ("officer", ["BBB"])],
)
def test_talks_seen_by_officers_are_those_offered_to_them(role, seen):
    member = make_member(role=role)
    make_talk_request(reference="AAA")
    make_offer(talk_request=make_talk_request(reference="BBB", state="offered"), officer=member)

    assert sorted(talk.reference for talk in talks_seen_by(member)) == seen


@pytest.mark.parametrize("role", ROLES)
def test_talks_of_another_campaign_are_seen_by_nobody(role):
    make_talk_request(campaign=make_campaign(name="Ayrshire"))

    assert list(talks_seen_by(make_member(role=role))) == []


@pytest.mark.parametrize(
    ("role", "own", "answer"),
    [
        ("officer", True, True),
        ("officer", False, False),
        ("coordinator", False, True),
        ("administrator", False, True),
    ],
)
def test_offer_is_confirmed_by_its_officer_or_a_coordinator(role, own, answer):
    member = make_member(role=role)
    presenter = member if own else make_member(name="Una Shaw")
    offer = make_offer(talk_request=make_talk_request(state="offered"), officer=presenter)

    assert may_confirm_offer(member, offer) is answer
