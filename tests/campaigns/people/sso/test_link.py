"""A member links their account, takes the link off, and proves anew who they are."""

import dataclasses
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages import get_messages

from campaigns.access.second_factor import FRESH_FORM_SECONDS, GIVEN, is_fresh
from campaigns.models import Change, Mail
from tests.campaigns.people.sso.conftest import SUBJECT, asked_of, come_back, go_out, told, trip
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db
LINK, UNLINK, AGAIN = (f"/accounts/sso/{deed}/" for deed in ("link", "unlink", "again"))
MINE = "/accounts/mine/"


@pytest.fixture
def signed_in(client, provider):
    member = make_member()
    client.force_login(member.user)
    return member


@pytest.fixture
def linked(client, member):
    client.force_login(member.user)
    return member


def let_it_age(client, seconds=FRESH_FORM_SECONDS + 1) -> None:
    session = client.session
    session[GIVEN] = time.time() - seconds
    session.save()


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def forget_password(user) -> None:
    user.set_unusable_password()
    user.save()


def test_member_links_and_signs_in_by_it(client, signed_in, provider):
    assert "Link your Microsoft account" in client.get(MINE).content.decode()

    back = trip(client, provider, LINK, next=MINE)

    assert (back["Location"], said(back)) == (
        MINE,
        ["Your account is linked. From now on you can sign in with Microsoft."],
    )
    assert "Take Microsoft off" in client.get(MINE).content.decode()
    assert SocialAccount.objects.get().user == signed_in.user
    client.logout()
    assert trip(client, provider)["Location"] == "/team/"


def test_name_that_ends_in_account_is_not_said_twice(client, signed_in, provider, settings):
    settings.OIDC = dataclasses.replace(settings.OIDC, name="Council account")

    page = client.get(MINE).content.decode()

    assert "Link your Council account, and" in page
    assert ">Link Council account<" in page


def test_link_is_in_the_history_of_each_programme_and_told_by_e_mail(
    client, signed_in, provider, settings
):
    elsewhere = make_campaign(name="Fife")
    signed_in.user.memberships.create(campaign=elsewhere, role="viewer")

    trip(client, provider, LINK)
    client.post(UNLINK)

    lines = Change.objects.order_by("pk").values_list("campaign__name", "kind", "about")
    assert sorted(lines) == [
        (name, kind, "Person: Ailsa Reid")
        for name in ("Fife", "Lanarkshire")
        for kind in ("linked", "unlinked")
    ]
    subjects = Mail.objects.order_by("pk").values_list("kind", "subject", "to")
    assert list(subjects) == [
        ("sso_linked", "You can sign in with Microsoft now", "ailsa.reid@example.org"),
        ("sso_linked", "Microsoft is taken off your account", "ailsa.reid@example.org"),
    ]
    on, off = Mail.objects.order_by("pk").values_list("text", flat=True)
    assert f"Take it off in “My account” at once:\n\n{settings.SITE_URL}{MINE}\n" in on
    assert "Set a new password at once:" in off


def test_link_that_is_there_already_is_made_once(client, linked, provider):
    trip(client, provider, LINK)

    assert SocialAccount.objects.count() == 1
    assert not Change.objects.exists()


@pytest.mark.parametrize("address", [LINK, UNLINK])
def test_linking_asks_for_a_fresh_second_factor(client, linked, provider, address):
    let_it_age(client)

    asked = client.post(address, {"next": MINE})

    assert (
        asked["Location"] == f"/accounts/again/?next=%2F{address.strip('/').replace('/', '%2F')}%2F"
    )
    assert SocialAccount.objects.count() == 1


def test_account_of_a_colleague_at_the_provider_is_refused(client, member, provider):
    client.force_login(make_member(name="Una Shaw").user)

    back = trip(client, provider, LINK, next=MINE)

    assert told(client, back) == (403, "That Microsoft account belongs to somebody else here")
    assert f'href="{MINE}"' in client.get(back["Location"]).content.decode()


def test_second_account_at_the_provider_is_refused(client, linked, provider):
    back = trip(client, provider, LINK, who="a-second-one")

    assert told(client, back) == (403, "You have another Microsoft account here")


def test_link_begun_by_one_is_not_made_for_another(client, signed_in, provider):
    query = go_out(client, LINK)
    session, other = client.session, make_member(name="Una Shaw").user
    session["_auth_user_id"], session["_auth_user_hash"] = other.pk, other.get_session_auth_hash()
    session.save()

    assert told(client, come_back(client, provider, query)) == (400, "Start again")
    assert not SocialAccount.objects.exists()


def test_link_is_taken_off(client, linked, provider):
    off = client.post(UNLINK, {"next": MINE})

    assert (off["Location"], said(off)) == (
        MINE,
        ["Microsoft is taken off your account. From now on you sign in with your password."],
    )
    assert not SocialAccount.objects.exists()
    client.logout()
    assert told(client, trip(client, provider)) == (403, "You need an invitation")


def test_only_way_in_is_not_taken_off(client, linked, provider):
    forget_password(linked.user)
    client.force_login(linked.user)

    page = client.get(MINE).content.decode()
    off = client.post(UNLINK, {"next": MINE})

    assert "you have no password here" in page
    assert "Take Microsoft off</button>" not in page
    assert said(off) == [
        "You have no password here, so you could not sign in any more. Set one first."
    ]
    assert SocialAccount.objects.count() == 1


def test_link_taken_off_in_another_tab_says_so(client, signed_in, provider):
    off = client.post(UNLINK, {"next": MINE})

    assert said(off) == ["Your account is not linked with Microsoft any more."]


@pytest.mark.parametrize("address", [LINK, UNLINK, AGAIN])
def test_nobody_signed_in_signs_in_first(client, member, address):
    assert client.post(address)["Location"].startswith("/accounts/login/")


def test_person_proves_anew_who_they_are_and_goes_on(client, linked, provider):
    let_it_age(client)

    asked = asked_of(client.post(AGAIN, {"next": "/team/queue/"}))
    back = come_back(client, provider, asked)

    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert is_fresh(client.session)
    assert back["Location"] == "/accounts/sso/resume/?next=%2Fteam%2Fqueue%2F"
    assert client.get(back["Location"])["Location"] == "/team/queue/"


def test_form_that_waited_for_it_is_sent(client, linked, provider):
    let_it_age(client)
    waits = client.post(UNLINK, {"next": MINE})["Location"].partition("?next=")[2]

    back = come_back(client, provider, asked_of(client.post(AGAIN, {"next": UNLINK})))
    went_on = client.get(back["Location"])

    assert waits == "%2Faccounts%2Fsso%2Funlink%2F"
    assert went_on["Location"] == MINE
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("changes", "who", "heading"),
    [
        ({"auth_time": None}, SUBJECT, "Microsoft did not ask who you are"),
        ({"auth_time": 1_700_000_000}, SUBJECT, "Microsoft did not ask who you are"),
        ({"auth_time": "now"}, SUBJECT, "Microsoft did not ask who you are"),
        ({}, "somebody-else", "Use the same Microsoft account"),
    ],
)
def test_proof_that_is_old_or_anothers_is_refused(client, linked, provider, changes, who, heading):
    let_it_age(client)
    provider.changes = changes

    assert told(client, trip(client, provider, AGAIN, who=who)) == (403, heading)
    assert not is_fresh(client.session)


def test_nothing_goes_on_without_a_fresh_proof(client, linked, provider):
    let_it_age(client)
    client.post(UNLINK, {"next": MINE})

    assert client.get("/accounts/sso/resume/", {"next": UNLINK})["Location"] == "/team/"
    assert SocialAccount.objects.count() == 1


def test_proof_there_counts_only_where_the_provider_asks_a_second_factor(
    client, linked, provider, settings
):
    settings.OIDC = settings.OIDC.__class__(**vars(settings.OIDC) | {"asks_second_factor": False})

    assert client.post(AGAIN).status_code == 404


def test_who_is_not_linked_cannot_prove_anything_there(client, signed_in, provider):
    assert client.post(AGAIN).status_code == 404
