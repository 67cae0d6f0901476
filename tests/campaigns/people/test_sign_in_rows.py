"""What a sign-in leaves: a row for its owner, a line of history, and an e-mail when the device is
new.
"""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.access.second_factor import note_given
from campaigns.access.sign_ins import HELD, live_sign_ins, note_seen
from campaigns.models import Change, Mail, Membership, SignIn
from campaigns.people.account.seen import wrong_tries_on
from campaigns.people.factors.secret import pending_key
from campaigns.people.letters import password_link
from campaigns.people.sign_in.complete import factor_of
from campaigns.people.sign_in.device_words import device_in_words
from campaigns.people.tasks import write_wrong_try
from tests.campaigns.people.conftest import follow
from tests.campaigns.people.factors.given import (
    AGAIN,
    APP,
    AT_SIGN_IN,
    code_of,
    give_app,
    recovery_codes,
)
from tests.campaigns.people.test_limits import guess
from tests.factories import PASSWORD, make_campaign, make_member, make_user

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
NEW = "seven teapots on a roof"


def also_in_fife(user, role: str = "officer") -> None:
    Membership.objects.create(user=user, campaign=make_campaign(name="Fife"), role=role)


def lines(kind: str) -> list[tuple[str, str, dict]]:
    rows = Change.objects.filter(kind=kind).select_related("campaign").order_by("pk")
    return [(str(row.campaign), row.about, row.fields) for row in rows]


def work_off() -> None:
    for job in DBTaskResult.objects.filter(task_path=write_wrong_try.module_path):
        write_wrong_try.call(*job.args_kwargs["args"])


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Android"),
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/140.0.0.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", "Safari on Mac"),
        ("curl/8.0", "Another browser"),
        ("", "Another browser"),
        ("x" * 10_000 + "Firefox/1 Windows", "Another browser"),
        ("<script>alert(1)</script>", "Another browser"),
    ],
)
def test_device_is_told_in_words_of_ours(user_agent, words):
    assert device_in_words(user_agent) == words


def test_sign_in_is_a_row_with_the_session_that_lives(client, sign_in):
    user = make_member().user

    sign_in(client, headers={"User-Agent": FIREFOX})

    row = SignIn.objects.get()
    assert (row.user, row.device, row.factor) == (user, "Firefox on Android", "none")
    assert row.session_key == client.session.session_key == Session.objects.get().pk
    assert client.session[HELD] == row.pk
    assert (row.seen_at.second, row.ended_at) == (0, None)


def test_row_keeps_neither_address_nor_full_browser(client, sign_in):
    make_member()

    sign_in(client, headers={"User-Agent": CHROME}, REMOTE_ADDR="203.0.113.77")

    kept = str([list(model.objects.values()) for model in (SignIn, Change, Mail)])
    assert "203.0.113" not in kept
    assert "Mozilla" not in kept
    assert "140.0" not in kept


@pytest.mark.parametrize(
    ("records", "factor"),
    [
        ([("password", {})], "none"),
        ([("password", {}), ("mfa", {"type": "totp"})], "app"),
        ([("password", {}), ("mfa", {"type": "recovery_codes"})], "recovery_code"),
        ([("mfa", {"type": "webauthn", "passwordless": True})], "passkey"),
        ([("socialaccount", {"provider": "x"})], "work_none"),
        ([("socialaccount", {"provider": "x"}), ("mfa", {"type": "totp"})], "work_app"),
        ([("socialaccount", {"provider": "x"}), ("mfa", {"type": "webauthn"})], "work_passkey"),
        ([("socialaccount", {}), ("mfa", {"type": "recovery_codes"})], "work_code"),
        ([("password", {}), ("socialaccount", {"provider": "x"})], "work_none"),
        ([("socialaccount", {}), ("password", {}), ("mfa", {"type": "totp"})], "app"),
    ],
)
def test_factor_is_the_one_that_was_given_last(client, records, factor):
    user = make_user()
    request = RequestFactory().get("/")
    request.session = client.session
    for method, more in records:
        record_authentication(request, user, method, **more)

    assert factor_of(request, user) == factor


def test_provider_that_asks_a_second_step_is_both():
    user, client = make_user(), Client()
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, "socialaccount")
    note_given(request.session)

    assert factor_of(request, user) == "single_sign_on"


def test_second_step_that_is_set_up_or_given_later_is_told_in_the_row(client, sign_in):
    user = make_member().user
    for browser in (client, late := Client()):
        sign_in(browser, is_password_alone=True)
    client.get(APP)
    key = pending_key(client.session)

    client.post(APP, {"code": code_of(key, 0)})
    late.post(AGAIN, {"code": code_of(key)})
    client.post(AGAIN, {"code": recovery_codes(user)[0]})

    assert [row.factor for row in SignIn.objects.all()] == ["app", "app"]


def test_first_sign_in_of_an_account_is_told_to_nobody(client, sign_in):
    make_member()

    sign_in(client)

    assert SignIn.objects.get().is_new_device is False
    assert Mail.objects.count() == 0


def test_sign_in_on_another_device_is_told_by_mail_and_the_next_one_on_it_is_not(sign_in):
    user = make_member().user
    first, second = Client(), Client()
    sign_in(first)

    sign_in(second, headers={"User-Agent": FIREFOX})
    second.post("/accounts/logout/")
    sign_in(second, headers={"User-Agent": FIREFOX})

    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("new_device", user.email)
    assert mail.subject == "A sign-in to your account was begun on another device"
    assert "No second step was given" in mail.text
    assert "Firefox on Android" in mail.text
    assert "/accounts/password/reset/" in mail.text
    assert [row.is_new_device for row in SignIn.objects.order_by("pk")] == [False, True, False]


def test_mail_says_when_both_steps_were_given(client, sign_in):
    user = make_member().user
    sign_in(Client(), is_password_alone=True)
    key = give_app(user)

    sign_in(client, is_password_alone=True)
    client.post(AT_SIGN_IN, {"code": code_of(key)})

    mail = Mail.objects.get()
    assert mail.subject == "You signed in on another device"
    assert "with both steps" in mail.text


def test_history_tells_of_a_sign_in_in_each_campaign_of_the_person(client, sign_in):
    member = make_member()
    also_in_fife(member.user)

    sign_in(client, headers={"User-Agent": CHROME})

    told = {
        "Device": ["", "Chrome on Windows"],
        "Second step": ["", "Password alone, to set up a second step"],
    }
    assert sorted(lines("signed_in"), key=str) == [
        ("Fife", "Person: Ailsa Reid", told),
        ("Lanarkshire", "Person: Ailsa Reid", told),
    ]


def test_sign_out_ends_the_row(client, sign_in):
    user = make_member().user
    sign_in(client)

    client.post("/accounts/logout/")

    row = SignIn.objects.get()
    assert (row.session_key, row.ended_at is not None) == ("", True)
    assert live_sign_ins(user, now=timezone.now()) == []


def test_sign_in_that_ran_out_does_not_live(client, sign_in, clock):
    user = make_member().user
    sign_in(client)
    assert len(live_sign_ins(user, now=timezone.now())) == 1

    clock(minutes=31)

    assert live_sign_ins(user, now=timezone.now()) == []
    assert SignIn.objects.get().ended_at is None


def test_use_is_noted_to_the_minute_with_the_key_of_now(client, sign_in, clock):
    make_member()
    sign_in(client)
    session = client.session
    session.cycle_key()
    clock(minutes=5, seconds=42)

    note_seen(session)

    row = SignIn.objects.get()
    assert row.session_key == session.session_key
    assert row.seen_at == row.at + timedelta(minutes=5)


def test_nothing_is_noted_of_a_row_that_was_ended(client, sign_in):
    make_member()
    sign_in(client)
    SignIn.objects.update(ended_at=timezone.now(), session_key="")

    note_seen(client.session)

    assert SignIn.objects.get().session_key == ""


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
