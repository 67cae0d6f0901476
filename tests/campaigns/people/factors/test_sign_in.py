"""The second step of a sign-in: a code, a recovery code; wrong ones are few."""

import pytest
from django.test import Client

from campaigns.access import limits
from campaigns.models import Change, Mail, User
from campaigns.people.letters import password_link
from campaigns.people.sign_in.wrong_tries import note_wrong_try
from tests.campaigns.people.conftest import follow
from tests.campaigns.people.factors.given import (
    APP,
    AT_SIGN_IN,
    code_of,
    give_app,
    recovery_codes,
    wrong_code,
)
from tests.factories import PASSWORD, make_member, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
NEW = "seven teapots on a roof"


@pytest.fixture
def half(client, sign_in, key) -> Client:
    """The password was right."""
    sign_in(client, is_password_alone=True, url="/accounts/login/?next=/team/queue/")
    return client


@pytest.mark.parametrize("place", [0, 1, 2])
def test_code_leads_on_to_where_the_person_wanted(half, key, place):
    response = half.post(AT_SIGN_IN, {"code": code_of(key, place)})

    assert (response.status_code, response["Location"]) == (302, "/team/queue/")
    assert half.get("/team/").status_code == 200


def test_code_may_be_typed_as_it_is_shown(half, key):
    code = code_of(key)

    assert half.post(AT_SIGN_IN, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_recovery_code_is_good_once(half, sign_in, officer):
    code = recovery_codes(officer.user)[3]
    half.post(AT_SIGN_IN, {"code": f"{code[:4]} {code[4:]}"})
    second = Client()
    sign_in(second, is_password_alone=True)

    page = second.post(AT_SIGN_IN, {"code": code})

    assert half.get("/team/").status_code == 200
    assert (page.status_code, len(recovery_codes(officer.user))) == (200, 9)


def test_wrong_code_is_said_and_lets_nobody_in(half, key):
    page = half.post(AT_SIGN_IN, {"code": wrong_code(key)})

    facts = read(page.text)
    assert facts.title == "Error: Give your second step – Sextortion Aware"
    assert page.text.count("This code is not right, or it was used already.") == 2
    assert half.get("/team/")["Location"].startswith("/accounts/login/")


def test_somebody_else_can_sign_in_in_the_same_browser(half, sign_in):
    led_back = half.get("/accounts/login/")["Location"]

    stopped = half.post(AT_SIGN_IN, {"stop": "yes"})

    assert led_back == AT_SIGN_IN
    assert stopped["Location"] == "/accounts/login/"
    assert half.get("/accounts/login/").status_code == 200
    assert half.get(AT_SIGN_IN)["Location"] == "/accounts/login/"


def test_empty_box_is_said(half):
    assert "Enter a code" in half.post(AT_SIGN_IN, {"code": ""}).text


def test_sixth_wrong_code_in_five_minutes_has_to_wait(half, key):
    answers = [half.post(AT_SIGN_IN, {"code": wrong_code(key)}) for _ in range(6)]

    right_one = half.post(AT_SIGN_IN, {"code": code_of(key)})
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert right_one.status_code == 429
    assert 290 <= int(right_one["Retry-After"]) <= 300
    assert "There were too many wrong codes. Wait 5 minutes, then try again" in right_one.text


def test_right_codes_cost_no_tries(client, sign_in, key, officer):
    codes = [*recovery_codes(officer.user)[:6], code_of(key)]
    for code in codes:
        browser = Client()
        sign_in(browser, is_password_alone=True)
        assert browser.post(AT_SIGN_IN, {"code": code}).status_code == 302


def test_wrong_codes_of_one_person_are_not_held_against_another(half, sign_in, key):
    other = make_user(name="Bo Kerr")
    others_key = give_app(other)
    for _ in range(6):
        half.post(AT_SIGN_IN, {"code": wrong_code(key)})
    browser = Client()
    sign_in(browser, other.email, is_password_alone=True)

    assert browser.post(AT_SIGN_IN, {"code": code_of(others_key)}).status_code == 302


def test_twenty_wrong_codes_in_a_day_are_enough(half, key, monkeypatch):
    now = [1_795_000_000.0]
    monkeypatch.setattr("campaigns.access.limits.time.time", lambda: now[0])
    monkeypatch.setattr("allauth.account.app_settings.LOGIN_TIMEOUT", 10**9, raising=False)
    codes = []
    for _ in range(21):
        now[0] += 61
        codes.append(half.post(AT_SIGN_IN, {"code": wrong_code(key)}))

    assert [answer.status_code for answer in codes] == [200] * 20 + [429]
    assert int(codes[-1]["Retry-After"]) > 80_000
    assert "hours, then try again" in codes[-1].text
    assert Change.objects.filter(kind="sign_in_failed").count() == 10  # of one hour


def test_account_that_was_closed_meanwhile_stays_outside(half, key, officer):
    User.objects.filter(pk=officer.user_id).update(is_active=False)

    response = half.post(AT_SIGN_IN, {"code": code_of(key)})

    assert response["Location"] == "/accounts/inactive/"
    assert "second_factor" not in half.session
    assert half.get("/team/")["Location"].startswith("/accounts/login/")


def test_another_secret_key_makes_no_code_right(half, key, settings):
    settings.SECRET_KEY = "another" * 10
    empty = code_of("")

    page = half.post(AT_SIGN_IN, {"code": empty})

    assert page.status_code in (200, 302)
    assert half.get("/team/")["Location"].startswith("/accounts/login/")


def set_by_link(user: User, browser: Client | None = None) -> Client:
    """The browser in which the owner did it."""
    user.refresh_from_db()
    browser = browser or Client()
    form_page = follow(browser, password_link(user))["Location"]
    assert browser.post(form_page, {"password1": NEW, "password2": NEW}).status_code == 302
    return browser


def use_up(thief, key) -> None:
    for _ in range(6):
        thief.post(AT_SIGN_IN, {"code": wrong_code(key)})


def test_who_stole_the_password_cannot_hold_its_owner_out_after_a_reset(
    half, sign_in, key, officer
):
    use_up(half, key)
    owner = set_by_link(officer.user)

    sign_in(owner, password=NEW, is_password_alone=True)

    assert owner.post(AT_SIGN_IN, {"code": code_of(key)}).status_code == 302
    assert owner.get("/team/").status_code == 200


@pytest.fixture
def own(sign_in, key) -> Client:
    """A device that somebody signed in with, signed out again."""
    browser = Client()
    sign_in(browser, is_password_alone=True)
    browser.post(AT_SIGN_IN, {"code": code_of(key, 0)})
    browser.post("/accounts/logout/")
    return browser


def test_who_stole_the_password_does_not_hold_up_a_device_of_its_owner(half, own, sign_in, key):
    use_up(half, key)
    sign_in(own, is_password_alone=True)

    assert own.post(AT_SIGN_IN, {"code": code_of(key)}).status_code == 302


def test_link_gives_the_codes_of_ones_own_device_back_too(half, own, sign_in, key, officer):
    sign_in(own, is_password_alone=True)
    for browser in (half, own):
        use_up(browser, key)

    set_by_link(officer.user, browser=own)

    for place, browser in ((1, own), (2, Client())):
        sign_in(browser, password=NEW, is_password_alone=True)
        assert browser.post(AT_SIGN_IN, {"code": code_of(key, place)}).status_code == 302


def test_sign_in_that_waits_for_its_code_ends_with_the_password_of_before(half, key, officer):
    set_by_link(officer.user)

    late = half.post(AT_SIGN_IN, {"code": code_of(key)})

    assert late["Location"].startswith("/accounts/login/")
    assert half.get("/team/").status_code == 302


def test_changed_password_gives_no_codes_back(half, sign_in, key, officer):
    """Only a link does: who is signed in could else guess on and on."""
    use_up(half, key)
    at_home = Client()
    at_home.force_login(officer.user)
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    at_home.post("/accounts/password/change/", typed)
    stranger = Client()
    sign_in(stranger, password=NEW, is_password_alone=True)

    assert stranger.post(AT_SIGN_IN, {"code": code_of(key)}).status_code == 429


def test_links_give_codes_back_three_times_a_day(sign_in, key, officer, cache_clock):
    """Whoever reads the e-mails of somebody has no second step of theirs by that."""
    answers, password = [], PASSWORD
    for later in (0, 0, 0, 0, 2 * limits.HOUR, 24 * limits.HOUR):
        cache_clock[0] += later
        sign_in(guessing := Client(), password=password, is_password_alone=True)
        use_up(guessing, key)
        thief, password = set_by_link(officer.user), NEW
        sign_in(thief, password=NEW, is_password_alone=True)
        answers.append(thief.post(AT_SIGN_IN, {"code": wrong_code(key)}).status_code)

    assert answers == [200, 200, 200, 429, 429, 200]


def test_wrong_code_is_a_line_that_says_that_the_password_was_right(half, key, officer):
    half.post(AT_SIGN_IN, {"code": wrong_code(key)})
    half.post(AT_SIGN_IN, {"code": code_of(key)})

    line = Change.objects.get(kind="sign_in_failed")
    assert (line.by, line.account, line.about) == (None, officer.user, "Person: Ailsa Reid")
    assert line.fields == {
        "Device": ["", "one that is not known"],
        "Password": ["", "right"],
        "Code": ["", "wrong"],
    }


def test_wrong_passwords_of_strangers_hide_no_wrong_code(half, key, officer):
    for _ in range(11):
        note_wrong_try(officer.user.email, is_known_device=False)

    half.post(AT_SIGN_IN, {"code": wrong_code(key)})

    assert Change.objects.filter(kind="sign_in_failed").count() == 1


def test_too_many_wrong_codes_are_told_by_mail_once_a_day(
    half, key, officer, monkeypatch, cache_clock
):
    monkeypatch.setattr("allauth.account.app_settings.LOGIN_TIMEOUT", 10**9, raising=False)
    for _ in range(5):
        half.post(AT_SIGN_IN, {"code": wrong_code(key)})
    assert not Mail.objects.exists()

    for seconds in (0, 10, 301, 302, 303, 304, 305, 306):
        half.post(AT_SIGN_IN, {"code": wrong_code(key)})
        cache_clock[0] += seconds

    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("wrong_codes", officer.user.email)
    assert "had given your password first" in mail.text
    assert "/accounts/password/reset/" in mail.text

    for later, mails in ((2 * limits.HOUR, 1), (22 * limits.HOUR, 2)):
        cache_clock[0] += later
        use_up(half, key)
        assert Mail.objects.count() == mails


def test_wrong_codes_of_an_app_that_is_being_set_up_are_told_to_nobody(client, sign_in):
    make_member()
    sign_in(client, is_password_alone=True)
    client.get(APP)

    for _ in range(6):
        client.post(APP, {"code": "000000"})

    assert not Change.objects.filter(kind="sign_in_failed").exists()
    assert not Mail.objects.exists()
