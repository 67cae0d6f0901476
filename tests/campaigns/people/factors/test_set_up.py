"""The first second step, from the password to where the person wanted to go."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, Mail
from campaigns.people.factors import keep
from tests.campaigns.people.factors.given import (
    APP,
    AT_SIGN_IN,
    CODES,
    INDEX,
    code_of,
    give_app,
    recovery_codes,
    wrong_code,
)
from tests.html import read

pytestmark = pytest.mark.django_db


def key_shown(client) -> str:
    return client.get(APP).context["key"].replace(" ", "")


def test_app_is_set_up_and_the_person_goes_on_to_where_they_wanted(client, sign_in, officer):
    sign_in(client, is_password_alone=True)
    client.get("/team/queue/?page=2")
    key = key_shown(client)

    added = client.post(APP, {"code": code_of(key)})
    codes = client.get(added["Location"])
    kept = client.post(CODES)

    assert added["Location"] == CODES
    assert codes.text.count("<li>") >= 10
    assert [code.replace(" ", "") for code in codes.context["codes"]] == recovery_codes(
        officer.user
    )
    assert kept["Location"] == "/team/queue/?page=2"
    assert client.get("/team/").status_code == 200
    assert client.get(CODES)["Location"] == INDEX  # they are not shown again


def test_key_stays_the_same_while_the_page_is_open_and_is_shown_to_scan_and_to_type(
    client, sign_in, officer
):
    sign_in(client, is_password_alone=True)

    page = client.get(APP)

    shown = page.context["key"]
    assert shown in page.text
    assert [len(group) for group in shown.split()] == [4] * 8
    assert '<svg role="img" aria-label="QR code for your authenticator app"' in page.text
    assert '<path fill="#fff" d="M0 0h' in page.text  # light, also on a dark page
    assert client.get(APP).context["key"] == shown
    assert client.post(APP, {"code": "12"}).context["key"] == shown
    [box] = [field for field in read(page.text).fields if field["name"] == "code"]
    assert (box["autocomplete"], box["inputmode"]) == ("one-time-code", "numeric")


def test_wrong_code_sets_nothing_up_and_is_not_written_back(client, sign_in, officer):
    sign_in(client, is_password_alone=True)
    typed = wrong_code(key_shown(client))

    page = client.post(APP, {"code": typed})

    assert "This code is not right." in page.text
    assert f'value="{typed}"' not in page.text
    assert not Authenticator.objects.exists()
    assert client.get("/team/")["Location"] == INDEX


def test_code_that_set_the_app_up_signs_nobody_in(client, sign_in, officer):
    sign_in(client, is_password_alone=True)
    code = code_of(key_shown(client))
    client.post(APP, {"code": code})
    thief = Client()
    sign_in(thief, is_password_alone=True)

    page = thief.post(AT_SIGN_IN, {"code": code})

    assert (page.status_code, "was used already" in page.text) == (200, True)


def test_no_key_stands_in_the_database_as_it_is(client, sign_in, officer):
    sign_in(client, is_password_alone=True)
    key = key_shown(client)
    waiting = Session.objects.get().get_decoded()
    client.post(APP, {"code": code_of(key)})

    rows = json.dumps([*Authenticator.objects.values_list("data", flat=True)])
    app = Authenticator.objects.get(type="totp")
    codes = Authenticator.objects.get(type="recovery_codes")
    assert key not in json.dumps(waiting)
    assert key not in json.dumps(Session.objects.get().get_decoded())
    assert key not in rows
    assert app.data["secret"].startswith("gAAAA")
    assert codes.data["seed"].startswith("gAAAA")


def test_set_up_is_told_by_mail_and_in_the_history(client, sign_in, officer):
    sign_in(client, is_password_alone=True)
    client.post(APP, {"code": code_of(key_shown(client))}, headers={"User-Agent": "Firefox"})

    line, mail = Change.objects.exclude(kind="signed_in").get(), Mail.objects.get()
    assert (line.kind, line.about, line.by) == (
        "factor_added",
        "Person: Ailsa Reid",
        officer.user,
    )
    assert line.fields == {"Second step": ["", "authenticator app"]}
    assert (mail.kind, mail.to) == ("factor_changed", "ailsa.reid@example.org")
    assert "Added: authenticator app." in mail.text
    assert not {"127.0.0.1:", "Firefox"} & set(mail.text.split())


def test_of_two_browsers_that_set_one_up_at_once_the_second_is_refused(officer):
    user = officer.user
    keep.add_app(by=user, key="A" * 32, is_first=True)

    with pytest.raises(Conflict, match="in another browser"):
        keep.add_app(by=user, key="B" * 32, is_first=True)
    with pytest.raises(Conflict, match="in another browser"):
        keep.add_passkey(by=user, name="Phone", credential={}, is_first=True)


def test_without_having_been_sent_here_the_person_goes_to_their_second_step(
    client, sign_in, officer
):
    sign_in(client, is_password_alone=True)
    client.post(APP, {"code": code_of(key_shown(client))})

    assert client.post(CODES)["Location"] == INDEX


def test_key_that_is_in_use_is_never_shown_again(client, sign_in, officer):
    key = give_app(officer.user)
    client.force_login(officer.user)

    assert key_shown(client) != key
