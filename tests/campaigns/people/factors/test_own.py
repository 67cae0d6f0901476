"""A person's own second steps: looked at, replaced, added, removed; new recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from campaigns.models import Change, Mail, Membership
from campaigns.people.factors import keep
from tests.campaigns.people.factors.given import (
    AGAIN,
    APP,
    AT_SIGN_IN,
    CODES,
    INDEX,
    NEW_CODES,
    code_of,
    give_app,
    recovery_codes,
)
from tests.factories import make_campaign, make_member, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, officer, key) -> Client:
    client.force_login(officer.user)
    return client


@pytest.fixture
def passkey(officer, key) -> Authenticator:
    data = {"name": "Work phone", "credential": {}}
    return Authenticator.objects.create(user=officer.user, type="webauthn", data=data)


def remove(factor: Authenticator) -> str:
    return f"{INDEX}{factor.pk}/remove/"


def app_of(user) -> Authenticator:
    return Authenticator.objects.get(user=user, type="totp")


def test_list_says_what_there_is(signed_in, passkey):
    page = signed_in.get(INDEX)

    assert read(page.text).h1 == ["Your second step"]
    assert "Work phone" in page.text
    assert "10 of 10 left" in " ".join(page.text.split())
    assert remove(passkey) in page.text


def test_only_one_is_not_removed(signed_in, officer):
    only = app_of(officer.user)

    asked, pressed = signed_in.get(remove(only)), signed_in.post(remove(only))

    assert read(asked.text).h1 == ["This is your only second step"]
    assert remove(only) not in signed_in.get(INDEX).text
    assert pressed["Location"] == INDEX
    assert app_of(officer.user) == only
    assert not Mail.objects.exists()


def test_one_of_two_is_removed_and_told(signed_in, officer, passkey):
    asked = signed_in.get(remove(passkey))
    nothing_yet = Authenticator.objects.count()
    pressed = signed_in.post(remove(passkey))

    line, mail = Change.objects.get(), Mail.objects.get()
    assert read(asked.text).h1 == ["Remove passkey “Work phone”?"]
    assert (nothing_yet, Authenticator.objects.filter(type="webauthn").count()) == (3, 0)
    assert pressed["Location"] == INDEX
    assert (line.kind, line.fields) == (
        "factor_removed",
        {"Second step": ["passkey “Work phone”", ""]},
    )
    assert "Removed: passkey “Work phone”." in mail.text


def test_factor_of_somebody_else_is_not_found(signed_in):
    others = make_user(name="Bo Kerr")
    give_app(others)

    assert signed_in.get(remove(app_of(others))).status_code == 404
    assert signed_in.post(remove(app_of(others))).status_code == 404
    assert app_of(others)


def test_new_phone_takes_the_place_of_the_old_one(signed_in, sign_in, officer, key):
    new_key = signed_in.get(APP).context["key"].replace(" ", "")
    codes = recovery_codes(officer.user)
    replaced = signed_in.post(APP, {"code": code_of(new_key)})
    with_old, with_new = Client(), Client()
    sign_in(with_old, is_password_alone=True)
    sign_in(with_new, is_password_alone=True)

    assert replaced["Location"] == INDEX
    assert with_old.post(AT_SIGN_IN, {"code": code_of(key)}).status_code == 200
    assert with_new.post(AT_SIGN_IN, {"code": code_of(new_key, 2)}).status_code == 302
    assert recovery_codes(officer.user) == codes
    assert Change.objects.get(kind="factor_added").fields == {
        "Second step": ["old authenticator app", "new authenticator app"]
    }


def test_new_recovery_codes_take_the_place_of_the_old_ones(signed_in, officer):
    before = recovery_codes(officer.user)

    made = signed_in.post(NEW_CODES)
    page = signed_in.get(made["Location"])

    after = recovery_codes(officer.user)
    assert made["Location"] == CODES
    assert not set(before) & set(after)
    assert [code.replace(" ", "") for code in page.context["codes"]] == after
    assert Change.objects.get().kind == "recovery_codes"
    assert "Added: new recovery codes." in Mail.objects.get().text


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_change_needs_a_fresh_second_step(signed_in, officer, passkey, method):
    session = signed_in.session
    session["second_factor"] -= 3600
    session.save()
    had = Authenticator.objects.count()

    addresses = [APP, f"{INDEX}passkey/", CODES, remove(passkey)]
    answers = [getattr(signed_in, method)(address) for address in addresses]
    answers.append(signed_in.post(NEW_CODES))

    assert all(answer["Location"].startswith(AGAIN) for answer in answers)
    assert Authenticator.objects.count() == had
    assert signed_in.get(INDEX).status_code == 200  # looking needs none


def test_line_stands_in_the_history_of_every_team_of_the_person():
    member = make_member()
    fife = make_campaign(name="Fife")
    Membership.objects.create(campaign=fife, user=member.user, role="officer")

    keep.add_app(by=member.user, key="A" * 32, is_first=True)

    told = Change.objects.order_by("pk").values_list("campaign__name", "kind")
    assert sorted(told) == [("Fife", "factor_added"), ("Lanarkshire", "factor_added")]
    assert Mail.objects.count() == 1
