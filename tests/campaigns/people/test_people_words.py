"""What is said of people is true, and answers go to their own team."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.mail.tasks import as_message
from campaigns.models import Campaign, Change, Invitation, Mail, Membership
from campaigns.people.invite import invite, withdraw_invitation
from campaigns.people.members import add_member
from campaigns.people.memberships import change_role, close_membership
from tests.campaigns.people.factors.given import give_app
from tests.factories import make_campaign, make_member, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
INVITE = "/team/people/invite/"
TYPED = {"name": "Iona Kerr", "email": "iona.kerr@example.org", "role": "officer"}
OWN = "lanarkshire@team.example"


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    """The real addresses."""


@pytest.fixture
def administrator(client) -> Membership:
    member = make_member(role="administrator", name="Annis Gray")
    client.force_login(member.user)
    return member


def test_name_left_out_is_asked_for_in_english(client, administrator):
    page = client.post(INVITE, TYPED | {"name": ""})

    assert page.context["form"].errors["name"] == ["Enter the full name"]


@pytest.mark.parametrize(
    "name", ["Iona Kerr 07700 900123", "Iona Kerr 01698-555-0100", "iona.kerr@example.org"]
)
def test_name_with_a_telephone_number_or_address_is_refused_and_kept(client, administrator, name):
    page = client.post(INVITE, TYPED | {"name": name})

    assert page.context["form"].errors["name"] == [
        "Leave out telephone numbers and e-mail addresses: this is the name of a person"
    ]
    assert f'value="{name}"' in page.content.decode()
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("name", ["Iona Kerr (PC 12345678)", "Séamus Ó Dónaill", "J. Mac-Kay 3rd"])
def test_name_with_a_shoulder_number_is_a_name(client, administrator, name):
    client.post(INVITE, TYPED | {"name": name})

    assert Invitation.objects.get().name == name


def test_who_was_ended_reads_that_they_are_no_longer_in_the_team(client):
    member = make_member(name="Lee Ver")
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    client.force_login(member.user)

    page = client.get("/team/")

    facts = read(page.content.decode())
    assert page.status_code == 403
    assert facts.h1 == ["You are no longer in Lanarkshire’s team"]
    assert facts.title == "You are no longer in Lanarkshire’s team – Sextortion Aware"


def test_who_never_was_in_a_team_reads_not_yet(client):
    make_campaign()
    client.force_login(make_user())

    assert read(client.get("/team/").content.decode()).h1 == ["You are not in a team yet"]


def test_add_member_promises_no_link_to_somebody_with_a_password(capsys):
    make_member(name="Ailsa Reid")
    make_campaign(name="Fife")

    call_command("add_member", "ailsa.reid@example.org", "Ailsa", "viewer", "--campaign=Fife")

    said = capsys.readouterr().out
    assert "set a password" not in said
    assert (
        "An e-mail that says so is in the queue, to ailsa.reid@example.org. "
        "They sign in with the password they have." in said
    )


def test_welcome_sends_no_link_to_set_a_password_to_somebody_who_has_one():
    make_member(name="Ailsa Reid")

    add_member(
        campaign=make_campaign(name="Fife"),
        email="ailsa.reid@example.org",
        name="",
        role="viewer",
    )

    text = Mail.objects.get().text
    assert "/accounts/password/" not in text
    assert "Sign in with the password that you have" in text


def test_history_of_an_end_says_no_member(client, administrator):
    member = make_member(name="Lee Ver")

    close_membership(member=member, by=administrator.user, now=timezone.now())

    assert Change.objects.get().fields == {"Role": ["Officer", "no member"]}
    page = " ".join(client.get("/team/audit/").content.decode().split())
    assert "Role: was Officer, now no member" in page


def every_letter_about(member, administrator):
    campaign, now, by = administrator.campaign, timezone.now(), administrator.user
    add_member(campaign=campaign, email="new@example.org", name="New Comer", role="viewer")
    change_role(member=member, role="coordinator", was="officer", by=by, now=now)
    close_membership(member=member, by=by, now=now)
    invite(campaign=campaign, by=by, now=now, **TYPED)
    return {mail.kind: as_message(mail).reply_to for mail in Mail.objects.all()}


def test_answers_to_letters_about_people_go_to_their_campaign(administrator):
    Campaign.objects.update(team_email=OWN)
    make_campaign(name="Fife")

    assert every_letter_about(make_member(name="Lee Ver"), administrator) == {
        "welcome": [OWN],
        "role_changed": [OWN],
        "membership_ended": [OWN],
        "invitation": [OWN],
    }


def test_answers_go_to_the_sites_address_where_a_campaign_has_none(administrator, settings):
    settings.TEAM_EMAIL = "talks@example.org"

    assert set(
        map(str, every_letter_about(make_member(name="Lee Ver"), administrator).values())
    ) == {"['talks@example.org']"}


def test_withdrawn_invitation_still_stops_its_mail(administrator):
    found = invite(
        campaign=administrator.campaign, by=administrator.user, now=timezone.now(), **TYPED
    )

    withdraw_invitation(invitation=found, by=administrator.user, now=timezone.now())

    assert Mail.objects.get().state == "stopped"


def test_people_page_offers_each_deed_with_its_person(client, administrator):
    person = make_member(name="Lee Ver")
    give_app(person.user)

    page = client.get("/team/people/").content.decode()

    links = [link["href"] for link in read(page).links if f"/{person.pk}/" in link["href"]]
    deeds = ("role", "second-step", "end")
    assert links == [f"/team/people/{person.pk}/{deed}/" for deed in deeds]


@pytest.mark.parametrize("address", ["end/", "becomes/viewer/", "second-step/"])
def test_what_takes_something_away_has_a_button_of_danger(client, administrator, address):
    person = make_member(name="Lee Ver")

    page = client.get(f"/team/people/{person.pk}/{address}").content.decode()

    assert '<button class="button danger" type="submit">' in page
    assert '<button class="button" type="submit">' not in page
