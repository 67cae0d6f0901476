from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from campaigns.demo.remove import remove_demo
from campaigns.models import Change, Membership, SignIn, User
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db
ACCOUNT, END_OTHERS = "/accounts/", "/accounts/sign-ins/end-others/"


def also_in_fife(user, role: str = "officer") -> None:
    Membership.objects.create(user=user, campaign=make_campaign(name="Fife"), role=role)


@pytest.fixture
def elsewhere(client, sign_in):
    """Two sign-ins of the same person: `client` is here, the other elsewhere."""
    make_member()
    other = Client()
    sign_in(other, headers={"User-Agent": "Firefox/1 Android"})
    sign_in(client, headers={"User-Agent": "Chrome/1 Windows"})
    return other


def page_of(client) -> str:
    return " ".join(strip_tags(client.get(ACCOUNT).content.decode()).split())


def test_page_says_who_i_am_and_in_which_campaigns(client, sign_in):
    member = make_member()
    also_in_fife(member.user, role="coordinator")
    sign_in(client)

    page = page_of(client)

    assert "Ailsa Reid" in page
    assert "ailsa.reid@example.org" in page
    assert "Lanarkshire Officer" in page
    assert "Fife Coordinator" in page


def test_page_is_for_people_who_are_signed_in(client):
    assert client.get(ACCOUNT)["Location"] == f"/accounts/login/?next={ACCOUNT}"
    assert client.post(END_OTHERS)["Location"].startswith("/accounts/login/")


def test_page_shows_this_device_and_the_others(client, elsewhere):
    page = page_of(client)

    assert "Chrome on Windows This device" in page
    assert "Firefox on Android Signed in" in page


def test_button_ends_a_sign_in_elsewhere_at_once(client, elsewhere):
    other = SignIn.objects.get(device="Firefox on Android")

    response = client.post(f"/accounts/sign-ins/{other.pk}/end/")

    assert response["Location"] == ACCOUNT
    assert not Session.objects.filter(pk=other.session_key).exists()
    assert elsewhere.get("/team/").status_code == 302
    assert client.get("/team/").status_code == 200
    line = Change.objects.get(kind="sign_in_ended")
    assert (line.by.name, line.fields) == ("Ailsa Reid", {"Device": ["Firefox on Android", ""]})
    assert "Firefox on Android Signed out" in page_of(client)


def test_button_pressed_twice_ends_it_once(client, elsewhere):
    other = SignIn.objects.get(device="Firefox on Android")

    for _ in range(2):
        client.post(f"/accounts/sign-ins/{other.pk}/end/")

    assert Change.objects.filter(kind="sign_in_ended").count() == 1


def test_button_ends_all_others(client, elsewhere, sign_in):
    third = Client()
    sign_in(third)

    client.post(END_OTHERS)

    assert [one.get("/team/").status_code for one in (client, elsewhere, third)] == [200, 302, 302]
    assert Session.objects.count() == 1
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_sign_in_of_somebody_else_is_not_there(client, elsewhere, sign_in):
    make_member(name="Una Shaw")
    una = Client()
    sign_in(una, "una.shaw@example.org")
    hers = SignIn.objects.get(user__name="Una Shaw")

    response = client.post(f"/accounts/sign-ins/{hers.pk}/end/")

    assert response.status_code == 404
    assert una.get("/team/").status_code == 200
    assert client.post("/accounts/sign-ins/999999/end/").status_code == 404


def test_ones_own_sign_in_is_ended_by_signing_out(client, elsewhere):
    here = SignIn.objects.get(device="Chrome on Windows")

    assert client.post(f"/accounts/sign-ins/{here.pk}/end/")["Location"] == "/accounts/logout/"
    assert client.get("/team/").status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_looking_ends_nothing(client, elsewhere, method):
    other = SignIn.objects.get(device="Firefox on Android")

    for address in (f"/accounts/sign-ins/{other.pk}/end/", END_OTHERS):
        assert getattr(client, method)(address).status_code == 405
    assert elsewhere.get("/team/").status_code == 200


def test_day_is_said_once_when_the_last_use_was_on_it(client, elsewhere):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0) - timedelta(days=3)
    rows = SignIn.objects.filter(device="Firefox on Android")
    day = f"{noon:%-d %B %Y}"

    rows.update(at=noon, seen_at=noon + timedelta(minutes=40))
    same = page_of(client)
    rows.update(at=noon - timedelta(days=1))
    next_day = page_of(client)

    assert f"Signed in on {day} at 12:00, last used at 12:40." in same
    assert f"at 12:00, last used on {day} at 12:40." in next_day


def test_page_shows_thirty_days(client, elsewhere):
    other = SignIn.objects.get(device="Firefox on Android")
    for days, device in ((29, "Edge on Windows"), (31, "Opera on Linux")):
        then = timezone.now() - timedelta(days=days)
        SignIn.objects.create(
            user=other.user, device=device, factor="app", at=then, seen_at=then, ended_at=then
        )

    page = page_of(client)

    assert "Edge on Windows Signed out" in page
    assert "Opera" not in page


def test_page_counts_wrong_tries_once_however_many_campaigns(client, elsewhere):
    user = SignIn.objects.first().user
    assert "nobody tried a wrong password" in page_of(client)
    now = timezone.now()
    for name, days in (("Lanarkshire", 1), ("Fife", 1), ("Lanarkshire", 2), ("Lanarkshire", 31)):
        Change.objects.create(
            campaign=make_campaign(name=name),
            kind="sign_in_failed",
            about="Person: Ailsa Reid",
            account=user,
            at=now - timedelta(days=days),
        )

    assert "tried on your account 2 times" in page_of(client)


def test_page_counts_right_passwords_with_wrong_codes_apart(client, elsewhere):
    user = SignIn.objects.first().user
    assert "wrong code" not in page_of(client)
    for fields in ({"Password": ["", "right"], "Code": ["", "wrong"]}, {"Device": ["", "one"]}):
        Change.objects.create(
            campaign=make_campaign(),
            kind="sign_in_failed",
            about="Person: Ailsa Reid",
            account=user,
            fields=fields,
        )

    page = page_of(client)

    assert "tried a right password with a wrong code on your account once, on" in page
    assert "a wrong password was tried on your account once, on" in page


@pytest.mark.parametrize(
    ("tries", "words"),
    [
        (1, "once, on 19 November 2026 at 08:05. Earlier"),
        (2, "2 times, the last on 19 November 2026 at 08:05. Earlier"),
        (9, "9 times, the last on 19 November 2026 at 08:05. Earlier"),
        (
            10,
            "10 times, the last on 19 November 2026 at 08:05. There may have been more: of one "
            "hour no more than 10 are counted. Earlier",
        ),
    ],
)
def test_page_says_when_the_last_wrong_try_was_and_that_there_may_be_more(
    client, sign_in, clock, tries, words
):
    member = make_member()
    sign_in(client)
    for number in range(tries):
        Change.objects.create(
            campaign=member.campaign,
            kind="sign_in_failed",
            about="Person: Ailsa Reid",
            account=member.user,
            at=datetime(2026, 11, 19, 8, 5, tzinfo=UTC) - timedelta(minutes=number),
        )

    assert f"a wrong password was tried on your account {words}" in page_of(client)


def test_row_says_how_and_when_and_its_button_says_of_which(client, elsewhere):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0)
    SignIn.objects.filter(device="Firefox on Android").update(
        at=noon, seen_at=noon, factor="passkey", is_new_device=True
    )
    SignIn.objects.filter(device="Chrome on Windows").update(is_new_device=False)

    page = page_of(client)

    day, of = f"{noon:%-d %B %Y}", f"{noon:%-d %B}"
    assert (
        f"Firefox on Android Signed in Passkey Signed in on {day} at 12:00, last used at 12:00. "
        f"The first time on this device. Sign out Firefox on Android, signed in on {of} at 12:00"
    ) in page
    assert page.count("The first time on this device") == 1


def test_sign_in_that_nobody_ended_ran_out(client, elsewhere):
    then = timezone.now() - timedelta(days=3)
    user = SignIn.objects.first().user
    SignIn.objects.create(user=user, device="Edge", factor="app", at=then, seen_at=then)

    assert "Edge Ran out Authenticator app" in page_of(client)


def test_page_shows_thirty_earlier_sign_ins(client, elsewhere):
    then = timezone.now() - timedelta(days=3)
    rows = {"user": SignIn.objects.first().user, "device": "Edge", "factor": "app"}
    for _ in range(31):
        SignIn.objects.create(**rows, at=then, seen_at=then, ended_at=then)

    assert page_of(client).count("Edge Signed out") == 30


def test_page_asks_the_same_whatever_there_is(client, elsewhere, django_assert_num_queries):
    client.get(ACCOUNT)
    with django_assert_num_queries(9):
        client.get(ACCOUNT)
    for _ in range(5):
        row = SignIn.objects.get(device="Firefox on Android")
        row.pk, row.ended_at, row.session_key = None, timezone.now(), ""
        row.device = "Firefox on Linux"
        row.save()

    with django_assert_num_queries(9):
        client.get(ACCOUNT)


def test_sign_ins_of_the_demonstrations_people_go_with_it():
    campaign = make_campaign(is_demo=True)
    now = timezone.now()
    for email in ("officer@demo.example", "ailsa.reid@example.org"):
        user = User.objects.create_user(email, name="Ailsa Reid")
        SignIn.objects.create(user=user, device="Edge", factor="app", at=now, seen_at=now)

    remove_demo(campaign)

    assert [row.user.email for row in SignIn.objects.all()] == ["ailsa.reid@example.org"]


def test_who_has_no_password_is_offered_none_to_change(client, sign_in):
    user = make_member().user
    sign_in(client)
    with_one = page_of(client)
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    without = page_of(client)

    assert "Change your password" in with_one
    assert "Sign it out, then change your password." in with_one
    assert "hange your password" not in without
    assert "Set a password" in without
    assert "Sign it out, then tell your administrator." in without
    assert client.get("/accounts/password/change/").url == "/accounts/password/reset/"
