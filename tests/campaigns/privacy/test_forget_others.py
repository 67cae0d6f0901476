"""Drafts, mails, jobs, sign-ins and rows of spreadsheets are forgotten in their time."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.access import limits
from campaigns.models import ImportBatch, Invitation, Mail, TalkDraft
from campaigns.models import SignIn as SeenSignIn
from sextortion_aware import settings as real
from tests.campaigns.privacy.forgetting import (
    EMAIL,
    NAME,
    NIGHT,
    asked_for,
    tonight,
    whole_database,
)
from tests.factories import (
    make_campaign,
    make_import_batch,
    make_invitation,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_an_unfinished_form_is_kept_for_seven_days(days, left):
    TalkDraft.objects.create(campaign=make_campaign())
    TalkDraft.objects.update(started_at=NIGHT - timedelta(days=days))

    tonight()

    assert TalkDraft.objects.count() == left


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [
        ("sent", 29, 1),
        ("sent", 31, 0),
        ("given_up", 29, 1),
        ("given_up", 31, 0),
        ("stopped", 29, 1),
        ("stopped", 31, 0),
        ("waiting", 31, 1),
    ],
)
def test_a_mail_is_kept_for_thirty_days(state, days, left):
    long_ago = NIGHT - timedelta(days=days)
    Mail.objects.create(
        kind="reminder",
        key="k",
        message_id="m",
        to=EMAIL,
        subject="s",
        text="t",
        state=state,
        sent_at=long_ago if state == "sent" else None,
    )
    Mail.objects.update(written_at=long_ago)

    tonight()

    assert Mail.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
@pytest.mark.parametrize("state", ["given_up", "stopped"])
def test_a_reminder_that_never_went_is_kept_for_thirty_days_from_the_day_it_was_due(
    state, days, left
):
    Mail.objects.create(
        kind="reminder",
        key="k",
        message_id="m",
        to=EMAIL,
        subject="s",
        text="t",
        state=state,
        send_after=NIGHT - timedelta(days=days),
    )
    Mail.objects.update(written_at=NIGHT - timedelta(days=90))

    tonight()

    assert Mail.objects.count() == left


@pytest.mark.parametrize(
    ("uploaded", "worked_on", "left"), [(29, None, 1), (31, None, 0), (90, 29, 1), (90, 31, 0)]
)
def test_rows_of_a_spreadsheet_are_kept_for_thirty_days_after_the_last_work_on_it(
    uploaded, worked_on, left
):
    batch = make_import_batch(by=make_member(role="coordinator"))
    alive_at = NIGHT - timedelta(days=worked_on) if worked_on else None
    ImportBatch.objects.update(uploaded_at=NIGHT - timedelta(days=uploaded), alive_at=alive_at)
    batch.rows.update(cells=[NAME])

    done = tonight()

    assert (batch.rows.count(), done.import_rows, NAME in whole_database()) == (
        left,
        1 - left,
        bool(left),
    )
    assert ImportBatch.objects.filter(pk=batch.pk).exists() == bool(left)


@pytest.mark.parametrize(
    ("status", "days", "left"),
    [
        ("SUCCESSFUL", 6, 1),
        ("SUCCESSFUL", 8, 0),
        ("FAILED", 8, 0),
        ("RUNNING", 8, 0),
        ("READY", 8, 1),
    ],
)
def test_a_finished_job_is_kept_for_seven_days(status, days, left):
    asked_for(NIGHT)
    DBTaskResult.objects.exclude(pk=DBTaskResult.objects.values("pk")[:1]).delete()
    then = NIGHT - timedelta(days=days)
    DBTaskResult.objects.update(
        status=status,
        started_at=then,
        finished_at=then if status in ("SUCCESSFUL", "FAILED") else None,
    )

    tonight()

    assert DBTaskResult.objects.count() == left


def test_sign_ins_that_ended_are_forgotten_and_others_are_not():
    store = SessionStore()
    store.create()
    SignIn.objects.create(
        session_key="old", session_data="x", expire_date=NIGHT - timedelta(minutes=1)
    )
    SignIn.objects.filter(pk=store.session_key).update(expire_date=NIGHT + timedelta(minutes=1))

    done = tonight()

    assert done.sign_ins == 1
    assert list(SignIn.objects.values_list("pk", flat=True)) == [store.session_key]


def test_limits_that_ran_out_are_forgotten_and_others_are_not(settings):
    settings.CACHES = real.CACHES
    limits.wait_for("asking", "gone", ((1, 60),))
    limits.wait_for("asking", "there", ((1, 6000),))

    done = tonight(now=timezone.now() + timedelta(minutes=5))

    assert done.limits == 1
    assert [limits.wait_for("asking", who, ((1, 6000),)) > 0 for who in ("gone", "there")] == [
        False,
        True,
    ]


def test_why_somebody_was_away_is_forgotten_a_month_after_it_is_over():
    officer = make_member()
    for kind, days in (("leave", 31), ("court", 29)):
        ends = NIGHT - timedelta(days=days)
        officer.times.create(
            kind=kind, begins_at=ends - timedelta(hours=8), ends_at=ends, entered_by=officer.user
        )

    done = tonight()

    assert done.times == 1
    assert [row.kind for row in officer.times.all()] == ["court"]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
@pytest.mark.parametrize("ended", ["accepted_at", "withdrawn_at", "ran out"])
def test_an_invitation_is_kept_for_thirty_days_after_its_end(ended, days, left):
    end = NIGHT - timedelta(days=days)
    columns = {} if ended == "ran out" else {ended: end}
    make_invitation(sent_at=end - timedelta(days=7), **columns)

    done = tonight()

    assert (Invitation.objects.count(), done.invitations) == (left, 1 - left)


def test_an_invitation_that_is_open_stays():
    make_invitation(sent_at=NIGHT - timedelta(days=6))

    tonight()

    assert Invitation.objects.count() == 1


def test_where_somebody_was_signed_in_is_forgotten_in_its_time():
    user = make_user()
    for days in (91, 89):
        then = NIGHT - timedelta(days=days)
        SeenSignIn.objects.create(user=user, device="Edge", factor="app", at=then, seen_at=then)

    done = tonight()

    assert done.sign_ins_seen == 1
    assert SeenSignIn.objects.get().at == NIGHT - timedelta(days=89)
