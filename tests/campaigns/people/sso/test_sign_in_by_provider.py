"""Who comes back from the provider gets in or is told why not; of strangers nothing is kept."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from campaigns.access.second_factor import was_given
from campaigns.models import Mail, User
from tests.campaigns.people.conftest import LOGIN
from tests.campaigns.people.sso.conftest import (
    BACK,
    BEGIN,
    SUBJECT,
    asked_of,
    come_back,
    go_out,
    told,
    trip,
)
from tests.campaigns.people.test_limit_rows import as_her, assert_waits
from tests.html import read

pytestmark = pytest.mark.django_db
POSTED = ("begin", "join", "link", "unlink", "again")
LOOKED_AT = ("callback", "refused", "resume")


def test_linked_person_gets_in_and_has_had_the_second_factor(client, provider, member):
    arrived = trip(client, provider)

    assert arrived["Location"] == "/team/"
    assert client.get("/team/").content == b"Ailsa Reid in Lanarkshire"
    assert was_given(client.session)


def test_person_goes_on_where_they_were_and_never_off_the_site(client, provider, member):
    assert trip(client, provider, next="/team/queue/")["Location"] == "/team/queue/"
    assert trip(Client(), provider, next="https://evil.example/")["Location"] == "/team/"


def test_without_the_providers_second_factor_ours_follows(client, provider, member, settings):
    settings.OIDC = settings.OIDC.__class__(**vars(settings.OIDC) | {"asks_second_factor": False})

    arrived = trip(client, provider)

    assert arrived.status_code == 302
    assert not was_given(client.session)


def test_only_who_it_is_is_asked_for_with_a_state_a_nonce_and_pkce(client, provider, settings):
    asked = go_out(client)

    assert {name: asked.pop(name) for name in ("scope", "response_type", "client_id")} == {
        "scope": "openid",
        "response_type": "code",
        "client_id": settings.OIDC.client_id,
    }
    assert asked.pop("redirect_uri") == f"{settings.SITE_URL}{BACK}"
    assert asked.pop("code_challenge_method") == "S256"
    assert {name: len(value) > 40 for name, value in asked.items()} == {
        "state": True,
        "nonce": True,
        "code_challenge": True,
    }


def test_stranger_of_the_tenant_needs_an_invitation_and_leaves_nothing(client, provider, member):
    before = User.objects.count()

    back = trip(client, provider, who="somebody-else")

    assert told(client, back) == (403, "You need an invitation")
    assert client.get("/team/").status_code == 302
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 1)
    assert not EmailAddress.objects.exists()
    assert not SocialToken.objects.exists()
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert "somebody-else" not in str(kept)


def test_same_address_at_the_provider_opens_nobodys_account(client, provider, member):
    provider.changes = {"email": member.user.email, "email_verified": True}

    back = trip(client, provider, who="somebody-else")

    assert told(client, back) == (403, "You need an invitation")


def test_link_of_another_tenant_matches_nobody(client, provider, member):
    SocialAccount.objects.update(provider="http://localhost:9/another-tenant/v2.0")

    assert told(client, trip(client, provider)) == (403, "You need an invitation")


@pytest.mark.parametrize(
    ("why", "heading"),
    [("ended", "You are in no team here"), ("closed", "Your account here is closed")],
)
def test_who_left_does_not_get_in(client, provider, member, why, heading):
    if why == "ended":
        member.ended_at = timezone.now()
        member.save()
    else:
        User.objects.update(is_active=False)

    assert told(client, trip(client, provider)) == (403, heading)
    assert client.get("/team/").status_code == 302


def test_way_back_is_good_once(client, provider, member):
    query = go_out(client)
    come_back(client, provider, query)

    again = come_back(client, provider, query)

    assert told(client, again) == (400, "Start again")


def test_way_back_of_another_browser_is_not_taken(client, provider, member):
    """Nobody is signed in to another's account by a link."""
    query, victim = go_out(client), Client()
    go_out(victim)

    assert told(victim, come_back(victim, provider, query)) == (400, "Start again")


def test_way_back_without_a_session_says_to_start_again(provider, member):
    fresh = Client()

    assert told(fresh, fresh.get(f"{BACK}?code=x&state=y&inside=1")) == (400, "Start again")


def test_way_back_is_good_for_ten_minutes(client, provider, member, monkeypatch):
    query = go_out(client)
    now = timezone.now().timestamp()
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: now + 601)

    assert told(client, come_back(client, provider, query)) == (400, "Start again")


def test_code_of_another_way_out_is_refused_by_pkce(client, provider, member):
    first, second = go_out(client), go_out(client)
    mixed = first | {"state": second["state"]}

    assert told(client, come_back(client, provider, mixed)) == (
        403,
        "This did not work with Microsoft",
    )


def test_cancelling_at_the_provider_is_no_error(client, provider, member):
    query = go_out(client)

    back = client.get(f"{BACK}?error=access_denied&state={query['state']}&inside=1")

    assert told(client, back) == (200, "You stopped at Microsoft")


@pytest.mark.parametrize(
    "said",
    ["error=server_error", "", "code=", "code=made-up"],
)
def test_way_back_with_something_else_is_refused(client, provider, member, said):
    query = go_out(client)

    back = client.get(f"{BACK}?{said}&state={query['state']}&inside=1")

    assert told(client, back) == (403, "This did not work with Microsoft")


def test_way_back_that_names_another_issuer_is_refused(client, provider, member):
    query = go_out(client)
    code = parse_qs(urlsplit(provider.answer_for(query, SUBJECT)).query)["code"][0]
    said = {"code": code, "state": query["state"], "inside": 1}

    back = client.get(BACK, said | {"iss": "https://evil.example"})

    assert told(client, back) == (403, "This did not work with Microsoft")


@pytest.mark.parametrize("when", ["going out", "coming back"])
def test_provider_that_does_not_answer_is_said_and_the_password_still_works(
    client, provider, member, sign_in, when
):
    query = go_out(client) if when == "coming back" else None
    provider.fails = requests.ConnectTimeout()
    response = come_back(client, provider, query) if query else client.post(BEGIN)

    page = client.get(response["Location"])

    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert read(page.content.decode()).h1 == ["Microsoft does not answer"]
    assert sign_in(client).status_code == 302
    assert client.get("/team/").status_code == 200


def test_from_the_providers_page_one_of_ours_stands_between(provider, member):
    """Our cookies are at home then. The code goes nowhere else, and is kept nowhere."""
    page = Client().get(f"{BACK}?code=one&state=two", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 200
    assert f"0; url={BACK}?code=one&amp;state=two&amp;inside=1" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not Session.objects.exists()


def test_old_browser_gets_the_page_between_too(provider, member):
    assert b"inside=1" in Client().get(f"{BACK}?code=one&state=two").content


def test_pages_afterwards_know_no_code(client, provider, member):
    for who in ("somebody-else", "AAAA-of-ailsa"):
        back = trip(client, provider, who=who)
        assert back.status_code == 302
        assert "code" not in back["Location"]
        assert (back["Referrer-Policy"], back["Cache-Control"]) == ("no-referrer", "no-store")


def test_who_is_signed_in_already_is_sent_on(client, provider, member):
    client.force_login(member.user)

    assert client.post(BEGIN)["Location"] == "/team/"


def test_signing_in_meanwhile_as_somebody_else_is_not_undone(client, provider, member, sign_in):
    query = go_out(client)
    sign_in(client)

    assert told(client, come_back(client, provider, query)) == (400, "Start again")


def test_sign_in_page_has_the_button_with_where_the_person_was(client, provider):
    page = client.get(f"{LOGIN}?next=/team/queue/").content.decode()

    assert "Continue with Microsoft" in page
    assert 'name="next" value="/team/queue/"' in page


def test_without_settings_nothing_of_it_is_there(client, member, settings):
    settings.OIDC = None

    assert b"sso" not in client.get(LOGIN).content
    client.force_login(member.user)
    for name in POSTED:
        assert client.post(f"/accounts/sso/{name}/").status_code == 404
    for name in LOOKED_AT:
        assert client.get(f"/accounts/sso/{name}/").status_code == 404


def test_buttons_take_no_get_and_the_way_back_no_post(client, provider, member):
    client.force_login(member.user)

    for name in POSTED:
        assert client.get(f"/accounts/sso/{name}/").status_code == 405
    for name in LOOKED_AT:
        assert client.post(f"/accounts/sso/{name}/").status_code == 405


def test_too_many_from_one_address_wait(client, provider, cache_clock):
    assert_waits(
        cache_clock, "single sign-on from", "127.0.0.1", 300, 300, lambda: client.post(BEGIN)
    )


@pytest.mark.parametrize("name", ["link", "unlink", "again"])
def test_too_many_of_one_account_wait(provider, member, cache_clock, name):
    assert_waits(
        cache_clock,
        "single sign-on of",
        str(member.user_id),
        5,
        300,
        lambda: as_her(member).post(f"/accounts/sso/{name}/"),
    )


def test_no_row_adds_a_provider(client, provider, member):
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id=provider.issuer,
        name="Evil",
        client_id="evil",
        settings={"server_url": "https://evil.example"},
    )

    assert asked_of(client.post(BEGIN))["client_id"] == "safer-communities"
    assert trip(client, provider)["Location"] == "/team/"
    assert not Mail.objects.exists()
