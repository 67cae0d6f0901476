from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.test import Client
from django_tasks_db.models import DBTaskResult

from campaigns.models import Mail
from campaigns.people.letters import password_link
from campaigns.people.tasks import write_link_mail
from tests.campaigns.people.conftest import follow
from tests.factories import PASSWORD, make_member
from tests.html import read

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
NEW = "seven teapots on a roof"


def open_link(client, user) -> str:
    """The address of the form behind the link of the e-mail."""
    return follow(client, password_link(user))["Location"]


def run_jobs() -> None:
    for job in DBTaskResult.objects.filter(task_path=write_link_mail.module_path):
        write_link_mail.call(*job.args_kwargs["args"])


def test_reset_from_asking_to_signing_in(client, sign_in):
    make_member()

    asked = client.post(RESET, {"email": "Ailsa.Reid@example.org"})
    run_jobs()
    mail = Mail.objects.get()
    link = next(line for line in mail.text.splitlines() if line.startswith("http"))
    form_page = follow(client, link)["Location"]
    done = client.post(form_page, {"password1": NEW, "password2": NEW})

    assert asked["Location"] == "/accounts/password/reset/done/"
    assert (mail.to, mail.subject) == ("ailsa.reid@example.org", "Set your password")
    assert form_page.endswith("-set-password/")
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert sign_in(client, password=NEW).status_code == 302


def test_mail_links_to_the_site_of_the_settings_and_not_of_the_request(client, settings):
    settings.SITE_URL = "https://talks.example.org"
    make_member()

    client.post(RESET, {"email": "ailsa.reid@example.org"}, headers={"Host": "localhost"})
    run_jobs()

    assert "https://talks.example.org/accounts/password/reset/key/" in Mail.objects.get().text
    assert "localhost" not in Mail.objects.get().text


def test_asking_writes_one_job_whether_or_not_somebody_has_the_address(
    client, django_assert_num_queries
):
    make_member()
    counts = []
    for email in ("ailsa.reid@example.org", "nobody@example.org"):
        with django_assert_num_queries(3) as queries:
            response = client.post(RESET, {"email": email})
        counts.append([query["sql"].split()[0] for query in queries])
        assert response["Location"] == "/accounts/password/reset/done/"

    run_jobs()

    assert counts[0] == counts[1]
    assert counts[0][-1] == "INSERT"
    assert [mail.to for mail in Mail.objects.all()] == ["ailsa.reid@example.org"]
    assert "nobody" not in str(list(DBTaskResult.objects.values()))


def test_closed_account_gets_no_mail(client):
    make_member(is_active=False)

    client.post(RESET, {"email": "ailsa.reid@example.org"})
    run_jobs()

    assert Mail.objects.count() == 0


def test_link_works_once(client):
    user = make_member().user
    link = password_link(user)
    form_page = follow(client, link)["Location"]
    client.post(form_page, {"password1": NEW, "password2": NEW})

    again = follow(Client(), link)

    assert read(again.content.decode()).h1 == ["This link no longer works"]


def test_link_works_for_a_day(client, monkeypatch):
    link = password_link(make_member().user)
    now = PasswordResetTokenGenerator()._now()

    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(hours=23))
    in_time = follow(Client(), link)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(hours=25))
    too_late = follow(Client(), link)

    assert in_time.status_code == 302
    assert read(too_late.content.decode()).h1 == ["This link no longer works"]


@pytest.mark.parametrize("key", ["1-abc-def", "zzzzzzzzzzzzz-abc-def", "0-0", "1-set-password"])
def test_made_up_link_is_told_kindly(client, key):
    response = follow(client, f"/accounts/password/reset/key/{key}/")

    assert read(response.content.decode()).h1 == ["This link no longer works"]


def test_new_password_signs_out_all_other_devices_and_is_told_by_mail(client, sign_in):
    member = make_member()
    elsewhere = Client()
    sign_in(elsewhere)
    member.user.refresh_from_db()

    client.post(open_link(client, member.user), {"password1": NEW, "password2": NEW})

    assert elsewhere.get("/team/").status_code == 302
    assert [mail.subject for mail in Mail.objects.all()] == ["Your password was changed"]


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("fourteen chars", "Error:</b> Use at least 15 characters</p>"),
        (
            "password1234567",
            "This password is on the lists that guessers use. Make one of your own",
        ),
        (
            "ailsa.reid@example.org",
            "Use a password that is not like your name or your e-mail address",
        ),
        ("", "Enter a new password"),
    ],
)
def test_weak_password_is_refused_with_what_to_do(client, password, message):
    user = make_member().user

    response = client.post(open_link(client, user), {"password1": password, "password2": password})

    page = response.content.decode()
    assert message in page
    assert read(page).title == "Error: Choose a new password – Sextortion Aware"


@pytest.mark.parametrize(
    "password",
    [
        "seventeen letters ago",
        "🦆🌧️🦉🌤️🦢🌈🐧🌨️🦅☂️🐓",
        " spaces at both ends ",
        "seven teapots on a roof" + "z" * 80,
    ],
)
def test_any_long_password_will_do_and_is_kept_as_typed(client, sign_in, password):
    user = make_member().user

    client.post(open_link(client, user), {"password1": password, "password2": password})

    assert sign_in(client, password=password).status_code == 302


def test_two_different_new_passwords_are_refused(client):
    user = make_member().user

    response = client.post(open_link(client, user), {"password1": NEW, "password2": NEW + "!"})

    assert (
        "This is not the same password. Enter the new password again" in response.content.decode()
    )


def test_change_keeps_this_sign_in_and_ends_others(client, sign_in):
    make_member()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)

    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert response["Location"] == "/team/"
    assert client.get("/team/").status_code == 200
    assert elsewhere.get("/team/").status_code == 302
    told = Mail.objects.get(kind=Mail.Kind.PASSWORD_CHANGED)
    assert told.to == "ailsa.reid@example.org"


def test_change_needs_the_current_password(client, sign_in):
    make_member()
    sign_in(client)

    response = client.post(CHANGE, {"oldpassword": "not it", "password1": NEW, "password2": NEW})

    assert "This is not your current password. Enter it again" in response.content.decode()
    assert Mail.objects.count() == 0


def test_change_is_for_people_who_are_signed_in(client):
    assert client.get(CHANGE)["Location"] == f"/accounts/login/?next={CHANGE}"


def test_guessing_the_current_password_is_limited(client, sign_in):
    make_member()
    sign_in(client)

    statuses = [
        client.post(CHANGE, {"oldpassword": f"guess {number}"}).status_code for number in range(6)
    ]

    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize(
    "path",
    [
        RESET,
        f"{RESET}done/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
        "/accounts/signed-out/",
    ],
)
def test_pages_seen_signed_out_have_one_title_and_begin_no_session(client, path):
    facts = read(client.get(path).content.decode())

    assert len(facts.h1) == 1
    assert facts.title == f"{facts.h1[0]} – Sextortion Aware"
    assert Session.objects.count() == 0


def test_addresses_stand_in_one_table_only(client):
    member = make_member()
    client.post(open_link(client, member.user), {"password1": NEW, "password2": NEW})

    assert EmailAddress.objects.count() == 0
