from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from campaigns.models import Change, Mail, Membership
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db
REASON = {"reason": "Lost the phone; rang back on the station's number"}


def also_in_fife(user, role: str = "officer") -> None:
    Membership.objects.create(user=user, campaign=make_campaign(name="Fife"), role=role)


@pytest.fixture(autouse=True)
def one_team_page() -> None:
    """The real addresses."""


@pytest.fixture
def administrator(client):
    member = make_member(role="administrator", name="Annis Gray")
    client.force_login(member.user)
    return member


def with_factors(member):
    for kind in ("totp", "webauthn", "recovery_codes"):
        Authenticator.objects.create(user=member.user, type=kind, data={})
    return member


def address(member) -> str:
    return f"/team/people/{member.pk}/second-step/"


def test_administrator_resets_the_second_step_of_somebody(client, administrator):
    officer = with_factors(make_member())
    elsewhere = Client()
    elsewhere.force_login(officer.user)

    asked = client.get(address(officer))
    assert Authenticator.objects.filter(user=officer.user).count() == 3
    response = client.post(address(officer), REASON)

    assert asked.status_code == 200
    assert response["Location"] == "/team/people/"
    assert not Authenticator.objects.filter(user=officer.user).exists()
    assert elsewhere.get("/team/").status_code == 302
    line = Change.objects.get(kind="factor_reset")
    assert (line.about, line.by, line.reason) == (
        "Person: Ailsa Reid",
        administrator.user,
        REASON["reason"],
    )
    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("factor_reset", officer.user.email)
    assert "Annis Gray reset the second step" in mail.text


def test_reason_is_asked_for(client, administrator):
    officer = with_factors(make_member())

    response = client.post(address(officer), {"reason": " "})

    assert response.context["form"].errors["reason"]
    assert Authenticator.objects.filter(user=officer.user).count() == 3


def test_nobody_resets_their_own(client, administrator):
    with_factors(administrator)

    for method in (client.get, client.post):
        assert method(address(administrator), REASON).status_code == 404
    assert Authenticator.objects.count() == 3


@pytest.mark.parametrize("role", ["viewer", "officer", "coordinator"])
def test_only_an_administrator_may(client, role):
    client.force_login(make_member(role=role, name="Una Shaw").user)
    officer = with_factors(make_member())

    assert client.post(address(officer), REASON).status_code == 403
    assert Authenticator.objects.count() == 3


def test_person_of_another_campaign_is_not_there(client, administrator):
    officer = with_factors(make_member(campaign=make_campaign(name="Fife")))

    assert client.post(address(officer), REASON).status_code == 404
    assert Authenticator.objects.count() == 3


def test_who_left_is_not_reset(client, administrator):
    officer = with_factors(make_member())
    officer.ended_at = timezone.now()
    officer.save()

    assert client.post(address(officer), REASON)["Location"] == "/team/people/"
    assert Authenticator.objects.count() == 3


def test_it_holds_in_each_campaign_of_the_person_and_says_so(client, administrator):
    officer = with_factors(make_member())
    also_in_fife(officer.user)

    page = client.get(address(officer)).content.decode()
    client.post(address(officer), REASON)

    assert "works in another team too" in page
    assert "Fife" not in page
    lines = Change.objects.filter(kind="factor_reset").values_list("campaign__name", flat=True)
    assert sorted(lines) == ["Fife", "Lanarkshire"]


def test_who_has_none_is_told_so(client, administrator):
    officer = make_member()

    response = client.post(address(officer), REASON)

    assert "Ailsa Reid has no second step set up" in response.content.decode()
    assert Mail.objects.count() == 0


def test_command_resets_it_when_the_only_administrator_lost_theirs():
    with_factors(make_member(role="administrator", name="Annis Gray"))
    out = StringIO()

    call_command("reset_second_factor", "Annis.Gray@Example.org", stdout=out)

    assert not Authenticator.objects.exists()
    assert out.getvalue().startswith("The second step of Annis Gray is reset.")
    line = Change.objects.get(kind="factor_reset")
    assert (line.by, line.about) == (None, "Person: Annis Gray")
    assert "The second step of your sign-in was reset, and" in Mail.objects.get().text


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("nobody@example.org", "Nobody here has the address nobody@example.org."),
        ("annis.gray@example.org", "Annis Gray has no second step set up."),
    ],
)
def test_command_fails_with_one_clear_line(email, words):
    make_member(role="administrator", name="Annis Gray")

    with pytest.raises(CommandError) as failed:
        call_command("reset_second_factor", email)

    assert str(failed.value) == words


def linked(member):
    SocialAccount.objects.create(
        user=member.user, provider="https://id.example.org", uid="a-subject"
    )
    return member


def test_link_of_single_sign_on_goes_too_and_all_are_told(client, administrator):
    officer = linked(with_factors(make_member()))

    page = client.get(address(officer)).content.decode()
    done = client.post(address(officer), REASON, follow=True).content.decode()

    assert "Single sign-on is taken off the account of Ailsa Reid" in page
    assert not SocialAccount.objects.exists()
    assert "Single sign-on is taken off too" in done
    assert Change.objects.get().fields == {"Single sign-on": ["", "taken off too"]}
    assert "Single sign-on was taken off your account too" in Mail.objects.get().text


def test_who_has_single_sign_on_alone_is_told_how_to_come_back(client, administrator):
    officer = linked(make_member())
    officer.user.set_unusable_password()
    officer.user.save()

    page = client.get(address(officer)).content.decode()
    client.post(address(officer), REASON)

    assert "Ailsa Reid has no password here" in page
    assert not SocialAccount.objects.exists()
    mail = Mail.objects.get()
    assert "You have no password here. Set one" in mail.text
    assert "/accounts/password/reset/" in mail.text
    assert "Sign in with your password." not in mail.text


def test_who_has_no_link_reads_nothing_of_one(client, administrator):
    officer = with_factors(make_member())

    page = client.get(address(officer)).content.decode()
    client.post(address(officer), REASON)

    assert "ingle sign-on" not in page + Mail.objects.get().text
    assert Change.objects.get().fields == {}


def test_command_takes_the_link_off_too():
    member = linked(make_member(role="administrator", name="Annis Gray"))
    member.user.set_unusable_password()
    member.user.save()
    out = StringIO()

    call_command("reset_second_factor", member.user.email, stdout=out)

    assert not SocialAccount.objects.exists()
    assert "Single sign-on is taken off too. They set a password first" in out.getvalue()
