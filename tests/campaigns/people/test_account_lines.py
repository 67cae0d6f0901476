"""What of an account stands in the history: passwords, wrong tries, and where."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.access.sign_ins import live_sign_ins
from campaigns.models import Change, Membership, SignIn
from campaigns.people.account.seen import wrong_tries_on
from campaigns.people.letters import password_link
from campaigns.people.tasks import write_wrong_try
from tests.campaigns.people.account_lines import NEW, also_in_fife, lines, work_off
from tests.campaigns.people.conftest import follow
from tests.campaigns.people.test_limits import guess
from tests.factories import PASSWORD, make_campaign, make_member, make_user

pytestmark = pytest.mark.django_db


def test_changed_password_is_a_line_and_ends_all_other_sign_ins(client, sign_in):
    user = make_member().user
    other = Client()
    sign_in(other)
    sign_in(client)

    client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    [live] = live_sign_ins(user, now=timezone.now())
    assert live.session_key == client.session.session_key
    assert lines("password_set") == [("Lanarkshire", "Person: Ailsa Reid", {})]
    assert Session.objects.count() == 1


def test_password_set_by_a_link_is_a_line_and_ends_all_sign_ins(client, sign_in):
    user = make_member().user
    other = Client()
    sign_in(other)
    user.refresh_from_db()
    form_page = follow(client, password_link(user))["Location"]

    client.post(form_page, {"password1": NEW, "password2": NEW})

    assert live_sign_ins(user, now=timezone.now()) == []
    assert lines("password_set") == [("Lanarkshire", "Person: Ailsa Reid", {})]


def test_wrong_password_is_a_line_in_each_campaign_and_tells_no_address(client, sign_in):
    member = make_member()
    also_in_fife(member.user)

    sign_in(client, password="not her password", REMOTE_ADDR="203.0.113.77")
    work_off()

    told = {"Device": ["", "one that is not known"]}
    assert sorted(lines("sign_in_failed"), key=str) == [
        ("Fife", "Person: Ailsa Reid", told),
        ("Lanarkshire", "Person: Ailsa Reid", told),
    ]


def test_wrong_password_is_nobodys_deed_and_stands_with_one_of_two_of_the_same_name(
    client, sign_in
):
    tried = make_member().user
    other = make_user(email="other@example.org")
    Membership.objects.create(user=other, campaign=make_campaign(), role="officer")

    sign_in(client, password="not her password")
    work_off()

    line = Change.objects.get(kind="sign_in_failed")
    assert (line.by, line.account, line.about) == (None, tried, "Person: Ailsa Reid")
    since = timezone.now() - timedelta(days=1)
    assert [len(wrong_tries_on(user, since=since)) for user in (tried, other)] == [1, 0]


def test_who_is_in_no_campaign_any_more_has_lines_in_those_of_before(client, sign_in):
    member = make_member()
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())

    sign_in(client, password="not her password")
    sign_in(client)
    work_off()

    told = [(line.kind, str(line.campaign)) for line in Change.objects.all()]
    assert sorted(told) == [("sign_in_failed", "Lanarkshire"), ("signed_in", "Lanarkshire")]


def test_campaign_that_somebody_left_is_not_told_of_sign_ins_to_another(client, sign_in):
    member = make_member()
    also_in_fife(member.user)
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())

    sign_in(client)

    assert [campaign for campaign, *_ in lines("signed_in")] == ["Fife"]


def test_line_of_a_sign_in_is_of_its_person_and_on_nobody_s_account(client, sign_in):
    user = make_member().user

    sign_in(client)

    line = Change.objects.get(kind="signed_in")
    assert (line.by, line.account) == (user, None)


def test_wrong_password_on_a_device_that_signed_in_before_says_so(client, sign_in):
    make_member()
    sign_in(client)
    client.post("/accounts/logout/")

    sign_in(client, password="not her password")
    work_off()

    [(*_, fields)] = lines("sign_in_failed")
    assert fields == {"Device": ["", "one that signed in before"]}


def test_wrong_password_stands_at_its_own_moment_whenever_the_worker_comes(client, sign_in, clock):
    make_member()
    moment = timezone.now()

    sign_in(client, password="not her password")
    clock(minutes=40)
    work_off()

    assert Change.objects.get(kind="sign_in_failed").at == moment


def test_unknown_address_leaves_no_line_and_the_same_job(client, sign_in):
    make_member()
    for email in ("ailsa.reid@example.org", "nobody@example.org"):
        sign_in(client, email, "not the password")

    jobs = DBTaskResult.objects.filter(task_path=write_wrong_try.module_path).order_by(
        "enqueued_at"
    )
    work_off()

    assert [job.args_kwargs["args"][0] is None for job in jobs] == [False, True]
    assert "nobody" not in str([job.args_kwargs for job in jobs])
    assert len(lines("sign_in_failed")) == 1


def test_stranger_who_guesses_all_day_writes_no_more_than_thirty_lines(
    client, sign_in, monkeypatch
):
    make_member()
    now = [1_800_000_000.0]
    monkeypatch.setattr("campaigns.access.limits.time.time", lambda: now[0])

    for _ in range(0, 24 * 60, 20):
        guess(client, sign_in, 6)
        now[0] += 20 * 60
    work_off()

    assert len(lines("sign_in_failed")) == 30


def test_right_password_is_no_wrong_try(client, sign_in):
    make_member()

    sign_in(client)

    assert not DBTaskResult.objects.filter(task_path=write_wrong_try.module_path).exists()


def test_sign_in_and_its_line_are_one(client, sign_in, monkeypatch):
    make_member()

    def fail(*args, **more):
        raise RuntimeError

    monkeypatch.setattr("campaigns.people.sign_in.complete.record_for", fail)
    with pytest.raises(RuntimeError):
        sign_in(client)

    assert SignIn.objects.count() == 0
    assert connection.needs_rollback is False
