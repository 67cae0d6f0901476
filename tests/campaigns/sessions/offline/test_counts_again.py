"""The count of a plan that is sent once more, and the number that is asked about first."""

import pytest
from django.utils import timezone

from campaigns.models import Session
from campaigns.sessions.details import details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.putright.undo import put_back, what_stands
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.sessions.offline.entries import (
    count_meanwhile,
    count_of,
    counted,
    entry,
    problems,
    send,
)
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def put_right(session, boss, number):
    session.refresh_from_db()
    edit_session(
        session=session,
        counts=[Count(audience="children", count=number, known="register")],
        now=timezone.now(),
        today=TODAY,
        by=boss,
        **details_of(session),
    )


def test_second_try_is_the_same_count_though_a_colleague_put_it_right_meanwhile(
    client, officer, plan
):
    sent = count_of(officer, plan)
    send(client, sent)
    put_right(plan, factories.make_member(role="coordinator", name="Iain Bell"), 19)

    second = send(client, sent)
    in_another_tab = send(client, count_of(officer, plan))
    another_number = send(client, count_of(officer, plan, children="25"))

    assert [second.json()["outcome"], in_another_tab.json()["outcome"]] == ["already logged"] * 2
    assert another_number.status_code == 422
    assert counted(plan) == [("children", 19, "register")]


def test_count_that_was_undone_is_no_second_try(client, officer, plan):
    before = what_stands(plan)
    send(client, count_of(officer, plan))
    plan.refresh_from_db()
    put_back(session=plan, made=plan.version, before=before, today=TODAY, by=officer)
    plan.refresh_from_db()
    count_meanwhile(plan, factories.make_member(name="Iain Bell"), 19)

    assert send(client, count_of(officer, plan)).status_code == 422
    assert counted(plan) == [("children", 19, "register")]


IF_SO = " If it is right, save it on this phone again"
ONE_CLASS = f"34 is more than 33, the most pupils in one class.{IF_SO}"


@pytest.mark.parametrize("is_count", [True, False])
def test_number_that_is_unlikely_is_asked_about_once_and_the_yes_is_noted(
    client, officer, is_count
):
    session = factories.make_session(officers=[officer], state="planned", held_on=TODAY)
    sent = (
        count_of(officer, session, children="34")
        if is_count
        else entry(officer, count_children="34", starts_at="13.00") | {"told_apart": [session.pk]}
    )

    asked = send(client, sent)
    yes = {"fields": sent["fields"] | {"confirmed": asked.json()["confirmed"]}}
    more = {"fields": yes["fields"] | {"count_children": ["35"]}}
    answers = [send(client, sent | fields) for fields in (more, yes)]

    assert (asked.status_code, problems(asked)) == (422, {"attendance": ONE_CLASS})
    assert asked.json()["problems"][0]["to"] == "id_count_children"
    assert [answer.status_code for answer in answers] == [422, 201]
    delivered = Session.objects.get(state="delivered")
    assert counted(delivered) == [("children", 34, "counted")]
    noted = [change.fields.get("Checked") for change in delivered.changes.all()]
    assert noted == [["", ONE_CLASS.removesuffix(IF_SO)]]


def test_two_classes_that_are_added_up_are_not_asked_about(client, officer, plan):
    assert send(client, count_of(officer, plan, children="28 + 27")).status_code == 201
    assert counted(plan) == [("children", 55, "counted")]


def test_who_comes_too_late_with_an_unlikely_number_is_told_and_not_asked(client, officer, plan):
    count_meanwhile(plan, factories.make_member(name="Iain Bell"), 19)

    response = send(client, count_of(officer, plan, children="34"))

    assert problems(response)[""].startswith("Iain Bell has counted this session already")
