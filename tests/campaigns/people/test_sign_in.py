import re
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session

from tests.campaigns.people.conftest import LOGIN
from tests.factories import PASSWORD, make_campaign, make_member, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
WRONG = "The e-mail address or the password is not right. Check both and try again"


def test_sign_in_leads_to_the_team(client, sign_in):
    make_member()

    response = sign_in(client)

    assert (response.status_code, response["Location"]) == (302, "/team/")
    assert client.get("/team/").content.decode() == "Ailsa Reid in Lanarkshire"


def test_sign_in_takes_the_address_in_any_case_and_with_spaces(client, sign_in):
    make_member()

    assert sign_in(client, " Ailsa.Reid@Example.org ").status_code == 302


def test_sign_in_page_can_be_filled_by_a_password_manager(client):
    fields = {field["name"]: field for field in read(client.get(LOGIN).content.decode()).fields}

    assert (fields["login"]["type"], fields["login"]["autocomplete"]) == ("email", "username")
    assert (fields["password"]["type"], fields["password"]["autocomplete"]) == (
        "password",
        "current-password",
    )
    assert "placeholder" not in fields["login"] | fields["password"]


def test_sign_in_page_begins_no_session(client):
    response = client.get(LOGIN)

    assert list(response.cookies) == ["csrf"]
    assert Session.objects.count() == 0


def test_sign_in_begins_a_new_session(client, sign_in):
    make_member()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize(
    ("email", "password"),
    [("ailsa.reid@example.org", "not her password"), ("nobody@example.org", PASSWORD)],
)
def test_wrong_password_and_unknown_address_get_the_same_words(client, sign_in, email, password):
    make_member()

    response = sign_in(client, email, password)

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(WRONG) == 1
    assert read(page).title == "Error: Sign in – Sextortion Aware"
    assert Session.objects.count() == 0


def test_answers_differ_in_the_address_only(client, sign_in):
    make_member()

    pages = [
        sign_in(client, email, "not the password").content.decode()
        for email in ("ailsa.reid@example.org", "nobody.here@example.org")
    ]

    plain = [
        re.sub(r'value="[A-Za-z0-9]{64}"', "", page)
        .replace("ailsa.reid@", "")
        .replace("nobody.here@", "")
        for page in pages
    ]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("email", ["ailsa.reid@example.org", "nobody@example.org"])
def test_the_slow_hasher_runs_once_whether_or_not_the_account_exists(client, sign_in, email):
    make_member()

    with patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as encode:
        sign_in(client, email, "not the password")

    assert encode.call_count == 1


def test_empty_form_says_what_to_enter(client):
    page = client.post(LOGIN).content.decode()

    assert "Enter your e-mail address" in page
    assert "Enter your password" in page


def test_password_is_never_sent_back(client, sign_in):
    page = sign_in(client, password="not her password").content.decode()

    assert "not her password" not in page


def test_closed_account_is_told_so_only_with_its_password(client, sign_in):
    make_member(is_active=False)

    with_password = sign_in(client)
    without = sign_in(client, password="not her password")

    assert with_password["Location"] == "/accounts/inactive/"
    assert WRONG in without.content.decode()
    assert client.get("/team/").status_code == 302


def test_signed_in_person_need_not_sign_in_again(client, sign_in):
    make_member()
    sign_in(client)

    assert client.get(LOGIN)["Location"] == "/team/"


def test_person_without_a_team_is_told_and_can_sign_out(client, sign_in):
    make_campaign()
    make_user()
    sign_in(client)

    response = client.get("/team/")

    facts = read(response.content.decode())
    assert response.status_code == 403
    assert facts.h1 == ["You are not in a team yet"]
    assert "/accounts/logout/" in facts.loads


def test_next_leads_on_within_the_site(client, sign_in):
    make_member()

    assert sign_in(client, url=f"{LOGIN}?next=/team/queue/")["Location"] == "/team/queue/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "http://localhost/",
        "https:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
    ],
)
def test_next_never_leads_to_another_host(client, sign_in, elsewhere):
    make_member()

    assert sign_in(client, url=f"{LOGIN}?next={elsewhere}")["Location"] == "/team/"


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "login/code/",
        "password/set/",
        "reauthenticate/",
        "social/signup/",
    ],
)
def test_what_is_not_needed_is_not_there(client, path):
    assert client.get(f"/accounts/{path}", raise_request_exception=False).status_code == 404


@pytest.mark.parametrize("junk", ["\0", "a" * 100_000, "‮@", "<script>", "%", "é@é.é"])
def test_junk_is_refused_kindly(client, sign_in, junk):
    response = sign_in(client, junk, junk)

    assert response.status_code == 200
    assert response.context["form"].errors


def test_nobody_asks_for_json(client, sign_in):
    make_member()

    response = sign_in(
        client, headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    )

    assert response.status_code == 302
    assert get_user_model().objects.get().last_login is not None
