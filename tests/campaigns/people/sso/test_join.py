"""From an invitation into the team by single sign-on, with no password at all."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from campaigns.access.second_factor import was_given
from campaigns.models import Change, Invitation, Mail, Membership, User
from tests.campaigns.people.conftest import follow
from tests.campaigns.people.sso.conftest import SUBJECT, come_back, go_out, told, trip
from tests.factories import make_invitation, make_member, make_user

pytestmark = pytest.mark.django_db
JOIN, PAGE = "/accounts/sso/join/", "/accounts/invitation/"


@pytest.fixture
def invited(client, provider) -> Invitation:
    """Who has opened the link of the e-mail."""
    invitation = make_invitation()
    follow(client, "/accounts/invitation/a-token/")
    return invitation


def links() -> list[tuple[str, str]]:
    return list(SocialAccount.objects.values_list("user__email", "uid"))


def without_password(email: str) -> User:
    user = make_user(name="Iona Kerr", email=email)
    user.set_unusable_password()
    user.save()
    return user


def test_invited_person_is_in_without_a_password(client, invited, provider):
    page = client.get(PAGE).content.decode()
    arrived = trip(client, provider, JOIN)

    member = Membership.objects.get()
    assert "Continue with Microsoft" in page
    assert arrived["Location"] == "/team/"
    assert client.get("/team/").content == b"Iona Kerr in Lanarkshire"
    assert was_given(client.session)
    assert (member.user.email, member.role) == (invited.email, "officer")
    assert not member.user.has_usable_password()
    assert links() == [(invited.email, SUBJECT)]
    assert SocialAccount.objects.get().extra_data == {}
    assert not EmailAddress.objects.exists()
    assert client.get(PAGE).status_code == 410  # its secret is gone


def test_joining_and_linking_are_in_the_history_and_told_by_e_mail(client, invited, provider):
    trip(client, provider, JOIN)

    lines = Change.objects.order_by("pk").values_list("kind", "about", "by__name")
    assert list(lines) == [
        ("linked", "Person: Iona Kerr", "Iona Kerr"),
        ("came_in", "Person: Iona Kerr", "Iona Kerr"),
        ("signed_in", "Person: Iona Kerr", "Iona Kerr"),
    ]
    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("sso_linked", invited.email)
    assert "was linked with Microsoft just now" in mail.text


def test_who_joined_signs_in_by_it_the_next_time(client, invited, provider):
    trip(client, provider, JOIN)
    client.logout()

    assert trip(client, provider)["Location"] == "/team/"


def test_member_of_before_comes_back_with_the_same_link(client, invited, provider):
    user = without_password(invited.email)
    gone = Membership.objects.create(
        campaign=invited.campaign, user=user, role="viewer", ended_at=timezone.now()
    )
    SocialAccount.objects.create(user=user, provider=provider.issuer, uid=SUBJECT)

    assert trip(client, provider, JOIN)["Location"] == "/team/"
    gone.refresh_from_db()
    assert (gone.role, gone.ended_at) == ("officer", None)
    assert not Mail.objects.exists()  # nothing was linked anew


def test_account_that_nobody_has_used_is_linked(client, invited, provider):
    user = without_password(invited.email)

    assert trip(client, provider, JOIN)["Location"] == "/team/"
    assert links() == [(user.email, SUBJECT)]


@pytest.mark.parametrize("how", ["password", "second factor"])
def test_account_in_use_is_not_given_to_whoever_has_the_e_mail(client, invited, provider, how):
    if how == "password":
        make_user(name="Iona Kerr", email=invited.email)
    else:
        user = without_password(invited.email)
        Authenticator.objects.create(user=user, type="totp", data={})

    back = trip(client, provider, JOIN)

    assert told(client, back) == (403, "Sign in with your password first")
    assert links() == []
    assert not Membership.objects.exists()
    assert "Back to the invitation" in client.get(back["Location"]).content.decode()


def test_account_in_use_that_is_linked_joins_with_it(client, invited, provider):
    user = make_user(name="Iona Kerr", email=invited.email)
    SocialAccount.objects.create(user=user, provider=provider.issuer, uid=SUBJECT)

    assert trip(client, provider, JOIN)["Location"] == "/team/"
    assert Membership.objects.get().user == user


def test_who_has_no_password_signs_in_and_then_joins_another_team(client, invited, provider):
    user = without_password(invited.email)
    SocialAccount.objects.create(user=user, provider=provider.issuer, uid=SUBJECT)
    page = client.get(PAGE).content.decode()
    client.force_login(user)
    session = client.session
    session["invitation"] = "a-token"
    session.save()

    joined = client.post(PAGE)

    assert "has an account here" in page  # and nobody sets a password for it by this link
    assert joined["Location"] == "/team/"
    assert Membership.objects.get().user == user


def test_account_at_the_provider_of_somebody_else_here_is_refused(client, invited, provider):
    other = make_member(name="Ailsa Reid")
    SocialAccount.objects.create(user=other.user, provider=provider.issuer, uid=SUBJECT)

    back = trip(client, provider, JOIN)

    assert told(client, back) == (403, "That Microsoft account belongs to somebody else here")
    assert User.objects.count() == 1  # nobody was made
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_other_account_at_the_provider_than_before_is_refused(client, invited, provider):
    user = without_password(invited.email)
    SocialAccount.objects.create(user=user, provider=provider.issuer, uid="before")

    back = trip(client, provider, JOIN)

    assert told(client, back) == (403, "You have another Microsoft account here")
    assert links() == [(user.email, "before")]


def test_closed_account_stays_closed(client, invited, provider):
    query = go_out(client, JOIN)
    make_user(name="Iona Kerr", email=invited.email, is_active=False)

    assert come_back(client, provider, query)["Location"] == PAGE
    assert b"closed" in client.get(PAGE).content
    assert links() == []


def test_invitation_withdrawn_meanwhile_lets_nobody_in(client, invited, provider):
    query = go_out(client, JOIN)
    Invitation.objects.update(withdrawn_at=timezone.now())

    assert come_back(client, provider, query)["Location"] == PAGE
    assert client.get(PAGE).status_code == 410
    assert not User.objects.exists()


def test_without_an_invitation_there_is_nothing_to_join(client, provider):
    assert trip(client, provider, JOIN)["Location"] == PAGE
    assert not User.objects.exists()


def test_who_is_signed_in_goes_back_to_the_invitation(client, invited, provider):
    client.force_login(make_user())

    assert client.post(JOIN)["Location"] == PAGE


def test_without_single_sign_on_the_page_offers_none(client, invited, settings):
    settings.OIDC = None

    assert b"Continue with" not in client.get(PAGE).content
