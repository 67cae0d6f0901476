"""A school is told by when it hears from us first. Letter, page and team say the same day, and who
should have written by then sees it.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.history.record import record_change
from campaigns.mail.links import token_of
from campaigns.models import Campaign, Mail, Membership, TalkRequest
from campaigns.talks.asking.address import confirm_address
from tests.campaigns.shown import words
from tests.campaigns.talks.signed_in import sign_in
from tests.factories import make_member, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

MONDAY = datetime(2026, 11, 9, 22, 0, tzinfo=UTC)
TOLD = "The school was told that it hears from us by"
LATE = "Schools that wait too long for a first answer"


def asked(**columns):
    talk = make_talk_request(state="unconfirmed", **columns)
    confirm_address(talk_request=talk, now=MONDAY)
    talk.refresh_from_db()
    return talk


def overdue(*, owner=None):
    talk = asked()
    yesterday = timezone.localdate() - timedelta(days=1)
    TalkRequest.objects.update(hear_by=yesterday, owner=owner)
    return talk


@pytest.mark.parametrize(("days", "day"), [(1, "Tuesday 10 November"), (3, "Thursday 12 November")])
def test_letter_page_and_team_say_the_day_that_the_team_has_set(client, coordinator, days, day):
    Campaign.objects.update(answer_school_days=days)

    talk = asked()
    Campaign.objects.update(answer_school_days=9)  # what was told is told

    assert f"Have you heard nothing by {day}?" in Mail.objects.get().text
    assert f"Have you heard nothing by {day}?" in words(client.get(f"/t/{token_of(talk)}/"))
    assert f"{TOLD} {day}" in words(client.get(f"/team/talks/{talk.pk}/"))


def test_overdue_one_stands_out_in_the_queue_and_on_its_page_whoever_sees_to_it(
    client, coordinator
):
    talk = overdue(owner=make_member(role="coordinator"))

    queue, page = words(client.get("/team/talks/")), words(client.get(f"/team/talks/{talk.pk}/"))

    assert "Answer overdue" in queue
    assert TOLD in queue
    assert "1 school was promised an answer by a day that has passed." in queue
    assert "Overdue" in page


def test_before_its_day_has_passed_nothing_stands_out(client, coordinator):
    overdue(owner=coordinator)
    TalkRequest.objects.update(hear_by=timezone.localdate())

    assert "overdue" not in words(client.get("/team/talks/")).lower()
    assert LATE not in words(client.get("/team/"))


def test_today_of_its_owner_names_it_and_of_no_other(client, coordinator):
    overdue(owner=coordinator)
    assert LATE in words(client.get("/team/"))

    sign_in(client, "coordinator")
    assert LATE not in words(client.get("/team/"))


@pytest.mark.parametrize("has_left", [False, True])
def test_without_an_owner_it_is_on_today_of_each_coordinator_and_of_no_officer(client, has_left):
    owner = make_member(role="coordinator") if has_left else None
    overdue(owner=owner)
    if owner:
        Membership.objects.filter(pk=owner.pk).update(ended_at=timezone.now())

    seen = {}
    for role in ("coordinator", "administrator", "officer"):
        sign_in(client, role, name=f"An {role}")
        seen[role] = LATE in words(client.get("/team/"))

    assert seen == {"coordinator": True, "administrator": True, "officer": False}


@pytest.mark.parametrize(
    ("kind", "is_kept"), [("offered", True), ("question", True), ("noted", False)]
)
def test_promise_is_kept_by_what_the_school_hears(coordinator, kind, is_kept):
    """So it is not said again when its dates have lapsed and it waits for us anew."""
    talk = overdue(owner=coordinator)

    record_change(kind=kind, by=coordinator.user, talk_request=talk)

    late = TalkRequest.objects.get().is_late(timezone.localdate())
    assert late is not is_kept


def test_what_is_no_longer_new_is_late_with_nothing(client, coordinator):
    overdue(owner=coordinator)
    TalkRequest.objects.update(state="withdrawn", state_reason="No longer needed")

    assert TalkRequest.objects.get().hear_by < date.max
    assert LATE not in words(client.get("/team/"))
    assert "overdue" not in words(client.get("/team/talks/?state=all")).lower()
