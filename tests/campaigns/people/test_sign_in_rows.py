"""What a sign-in leaves: a row for its owner, a line of history, and an e-mail when the device is
new.
"""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from campaigns.access.second_factor import note_given
from campaigns.access.sign_ins import HELD, live_sign_ins, note_seen
from campaigns.models import Change, Mail, SignIn
from campaigns.people.factors.secret import pending_key
from campaigns.people.letters import new_device_letter, wrong_codes_letter
from campaigns.people.sign_in.complete import factor_of
from campaigns.people.sign_in.device_words import device_in_words
from tests.campaigns.people.account_lines import also_in_fife, lines
from tests.campaigns.people.factors.given import (
    AGAIN,
    APP,
    AT_SIGN_IN,
    code_of,
    give_app,
    recovery_codes,
)
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)


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
        ([("password", {}), ("mfa", {"type": "recovery_codes"}), ("mfa", {"type": "totp"})], "app"),
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
    for browser in (client, late := Client(), Client()):
        sign_in(browser, is_password_alone=True)
    client.get(APP)
    key = pending_key(client.session)

    client.post(APP, {"code": code_of(key, 0)})
    late.post(AGAIN, {"code": code_of(key)})
    client.post(AGAIN, {"code": recovery_codes(user)[0]})

    assert [row.factor for row in SignIn.objects.order_by("pk")] == ["app", "app", "none"]


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


@pytest.mark.parametrize("factor", SignIn.Factor)
def test_mail_of_a_new_device_has_two_wordings_and_the_hour_of_scotland(factor):
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    user = make_user()

    letter = new_device_letter(SignIn(user=user, device="Firefox on Linux", factor=factor, at=at))

    is_half = factor in ("none", "work_none")
    assert letter.subject == (
        "A sign-in to your account was begun on another device"
        if is_half
        else "You signed in on another device"
    )
    assert ("No second step was given" in letter.text) is is_half
    assert ("with both steps" in letter.text) is not is_half
    assert "that we do not know: Firefox on Linux, on 1 July 2026 at 23:30." in letter.text
    assert "/accounts/password/reset/" in letter.text


def test_mail_of_wrong_codes_has_the_hour_of_scotland(monkeypatch):
    now = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)

    letter = wrong_codes_letter(make_user())

    assert letter.subject == "Wrong codes were given for your account"
    assert "gave too many wrong codes, on 1 July 2026 at 23:30." in letter.text
    assert "/accounts/password/reset/" in letter.text


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
