"""The next request begins with how many came, if that is known, else with what was expected."""

import pytest

from campaigns.models import Attendance, Session, TalkDraft, TalkGroup
from tests.campaigns.shown import link
from tests.campaigns.talks.record.conftest import given
from tests.factories import make_attendance

pytestmark = pytest.mark.django_db


def expected_next(client, talk):
    client.post(f"{link(talk)}next/")
    answers = TalkDraft.objects.get().answers
    return [answers[name]["expected"] for name in sorted(answers) if name.startswith("group-")]


def test_one_group_has_the_number_that_came(client):
    assert expected_next(client, given(count=31)) == [["31"]]


def test_one_group_that_came_in_two_lines_has_their_sum(client):
    talk = given(count=20)
    make_attendance(session=talk.session, count=9, audience="young_people")

    assert expected_next(client, talk) == [["29"]]


def test_each_group_has_the_number_of_its_own_audience(client):
    talk = given(count=31)
    make_attendance(session=talk.session, count=4, audience="parents")
    TalkGroup.objects.create(talk_request=talk, audience="parents", expected=10)

    assert expected_next(client, talk) == [["31"], ["4"]]


def test_two_groups_of_one_audience_keep_what_was_expected(client):
    talk = given(count=31)
    TalkGroup.objects.create(talk_request=talk, audience="children", stages=("P6",), expected=20)

    assert expected_next(client, talk) == [["27"], ["20"]]


def test_what_nobody_counted_or_what_no_longer_counts_is_what_was_expected(client):
    talk = given(count=None, known="unknown")

    assert expected_next(client, talk) == [["27"]]

    TalkDraft.objects.all().delete()
    Attendance.objects.update(count=31, known="counted")
    Session.objects.update(state="voided", state_reason="Twice")
    assert expected_next(client, talk) == [["27"]]
