"""From an invitation to a place in the team, and every way in which it does not get that far."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.access import limits
from campaigns.models import Change, Invitation, Mail, Membership, User
from tests.campaigns.people.conftest import follow
from tests.factories import make_campaign, make_invitation, make_member, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
LIST, INVITE, PAGE = "/team/people/", "/team/people/invite/", "/accounts/invitation/"
NEW = "seven teapots on a roof"
TYPED = {"name": "Iona Kerr", "email": "Iona.Kerr@example.org", "role": "officer"}
CHOSEN = {"password1": NEW, "password2": NEW}


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    """The real addresses."""


@pytest.fixture
def administrator(client) -> Membership:
    member = make_member(role="administrator", name="Annis Gray")
    client.force_login(member.user)
    return member


def link_in(mail: Mail) -> str:
    return next(line for line in mail.text.splitlines() if "/invitation/" in line)


def h1_of(response) -> list[str]:
    return read(response.content.decode()).h1


def trail() -> list[tuple[str, str, str | None]]:
    rows = Change.objects.order_by("pk").select_related("by")
    return [(row.kind, row.about, row.by.name if row.by else None) for row in rows]


def test_invited_person_chooses_a_password_and_is_in(client, administrator):
    client.post(INVITE, TYPED)
    mail = Mail.objects.get()
    guest = Client()
    moved = follow(guest, link_in(mail))
    page = guest.get(moved["Location"])
    joined = guest.post(PAGE, CHOSEN)

    member = Membership.objects.get(user__email="iona.kerr@example.org")
    assert (mail.to, mail.subject) == (
        "iona.kerr@example.org",
        "You are invited to the team of Lanarkshire",
    )
    assert moved["Location"] == PAGE  # the secret is in no address any more
    assert h1_of(page) == ["Join a team"]
    before_any_page = guest.get("/team/")["Location"]
    assert (joined["Location"], before_any_page) == ("/team/", "/accounts/second-step/")
    assert (member.role, member.user.name, member.is_active) == ("officer", "Iona Kerr", True)
    assert trail() == [
        ("invited", "Person: Iona Kerr", "Annis Gray"),
        ("came_in", "Person: Iona Kerr", "Iona Kerr"),
        ("signed_in", "Person: Iona Kerr", "Iona Kerr"),
    ]


def test_mail_says_who_invites_to_what_and_until_when(client, administrator, midday):
    client.post(INVITE, TYPED)

    mail = Mail.objects.get()
    found = Invitation.objects.get()
    assert "Annis Gray invites you to the team of Lanarkshire, as officer." in mail.text
    assert found.runs_out_at - found.sent_at == timedelta(days=7)
    until = timezone.localtime(found.runs_out_at)
    assert f"until {until.day} {until:%B %Y} at {until:%H:%M}" in mail.text
    assert mail.useful_until == found.runs_out_at


def test_opening_the_link_changes_nothing(client, administrator):
    client.post(INVITE, TYPED)
    before = list(Invitation.objects.values())

    for method in ("head", "get"):
        getattr(Client(), method)(
            link_in(Mail.objects.get()).removeprefix("http://127.0.0.1:8000"),
            headers={"Sec-Fetch-Site": "none"},
        )

    assert list(Invitation.objects.values()) == before
    assert User.objects.count() == 1


def test_link_of_web_mail_takes_one_step_inside(client):
    make_invitation(token="abc")

    step = client.get(f"{PAGE}abc/", headers={"Sec-Fetch-Site": "cross-site"})

    assert h1_of(step) == ["Opening the page"]
    assert not step.cookies


@pytest.mark.parametrize(
    ("password", "words"),
    [("short", "Use at least 15 characters"), ("", "Enter a new password")],
)
def test_weak_password_is_refused_and_nobody_is_in(client, password, words):
    make_invitation(token="abc")
    follow(client, f"{PAGE}abc/")

    response = client.post(PAGE, {"password1": password, "password2": password})

    assert words in response.content.decode()
    assert User.objects.count() == 0


def test_sent_again_has_a_new_link_for_seven_days_and_the_old_one_is_dead(client, administrator):
    client.post(INVITE, TYPED)
    [first] = Mail.objects.all()
    Invitation.objects.update(
        sent_at=timezone.now() - timedelta(days=9), runs_out_at=timezone.now() - timedelta(days=2)
    )

    client.post(f"/team/people/invitations/{Invitation.objects.get().pk}/again/")

    first.refresh_from_db()
    second = Mail.objects.exclude(pk=first.pk).get()
    old, new = follow(Client(), link_in(first)), follow(Client(), link_in(second))
    assert (old.status_code, h1_of(old)) == (410, ["This invitation does not work"])
    assert (new.status_code, first.state, second.state) == (302, "stopped", "waiting")
    assert Invitation.objects.get().runs_out_at > timezone.now() + timedelta(days=6)
    assert [kind for kind, _, _ in trail()] == ["invited", "invited_again"]


def test_withdrawn_invitation_is_dead_and_its_waiting_mail_never_goes(client, administrator):
    client.post(INVITE, TYPED)

    client.post(f"/team/people/invitations/{Invitation.objects.get().pk}/withdraw/")

    mail = Mail.objects.get()
    opened = follow(Client(), link_in(mail))
    assert (mail.state, mail.stopped_by) == ("stopped", administrator.user)
    assert opened.status_code == 410
    assert "Ask Annis Gray to send it again." in " ".join(opened.content.decode().split())
    assert [kind for kind, _, _ in trail()] == ["invited", "uninvited"]


def test_link_runs_out_after_seven_days(client):
    make_invitation(token="in-time", ago=timedelta(days=6, hours=23))
    make_invitation(token="late", name="Una Shaw", ago=timedelta(days=7, seconds=1))

    assert follow(client, f"{PAGE}in-time/").status_code == 302
    late = follow(Client(), f"{PAGE}late/")
    assert late.status_code == 410
    assert "which have gone by" in late.content.decode()


def test_link_works_once(client):
    make_invitation(token="abc")
    first, second = Client(), Client()
    for each in (first, second):
        follow(each, f"{PAGE}abc/")

    statuses = [each.post(PAGE, CHOSEN).status_code for each in (first, second)]

    assert statuses == [302, 410]
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("token", ["nobody", "x" * 10_000, "%00", "%E2%80%AE"])
def test_made_up_link_is_told_kindly(client, token):
    response = follow(client, f"{PAGE}{token}/")

    assert (response.status_code, h1_of(response)) == (410, ["This invitation does not work"])


def test_guessing_is_limited_by_address(client, monkeypatch):
    monkeypatch.setattr(limits, "INVITATIONS_BY_ADDRESS", ((3, 300),))

    statuses = [follow(client, f"{PAGE}guess{number}/").status_code for number in range(4)]

    assert statuses == [410, 410, 410, 429]


def test_somebody_of_another_campaign_signs_in_and_joins(client, sign_in):
    elsewhere = make_member(name="Iona Kerr", campaign=make_campaign(name="Fife"))
    make_invitation(token="abc", role="viewer")
    page = client.get(follow(client, f"{PAGE}abc/")["Location"])
    unasked = client.post(PAGE, CHOSEN)  # no password is changed without signing in

    signed_in = sign_in(client, "iona.kerr@example.org", url=f"/accounts/login/?next={PAGE}")
    asked = client.get(signed_in["Location"])
    joined = client.post(PAGE)

    assert "Sign in with it, then press “Join”." in page.content.decode()
    assert (unasked.status_code, signed_in["Location"]) == (200, PAGE)
    assert b">\n          Join\n" in asked.content or b">Join</button>" in asked.content
    assert joined["Location"] == "/team/"
    assert sorted(elsewhere.user.memberships.values_list("campaign__name", "role")) == [
        ("Fife", "officer"),
        ("Lanarkshire", "viewer"),
    ]
    assert client.get("/team/").context["member"].campaign.name == "Lanarkshire"


def test_wrong_account_is_told_and_can_sign_out(client):
    member = make_member()
    client.force_login(member.user)
    make_invitation(token="abc")
    page = client.get(follow(client, f"{PAGE}abc/")["Location"])
    pressed = client.post(PAGE, CHOSEN)

    for answer in (page, pressed):
        assert "You are signed in as ailsa.reid@example.org." in answer.content.decode()
    assert "data-sign-out" in page.content.decode()
    assert Membership.objects.count() == 1


def test_whoever_was_a_member_gets_the_same_row_back(client):
    was = make_member(name="Iona Kerr", role="viewer")
    Membership.objects.update(ended_at=timezone.now())
    make_invitation(role="coordinator", token="abc")
    client.force_login(was.user)
    follow(client, f"{PAGE}abc/")

    client.post(PAGE)

    was.refresh_from_db()
    assert (was.role, was.ended_at, Membership.objects.count()) == ("coordinator", None, 1)


def test_closed_account_cannot_come_in_by_an_invitation(client):
    make_user(name="Iona Kerr", is_active=False)
    make_invitation(token="abc")
    follow(client, f"{PAGE}abc/")

    response = client.post(PAGE, CHOSEN)

    assert response.status_code == 410
    assert "Your account here is closed." in response.content.decode()
    assert Membership.objects.count() == 0


def test_used_invitation_followed_by_who_is_in_the_team_says_so(client, administrator):
    client.post(INVITE, TYPED)
    guest, link = Client(), link_in(Mail.objects.get())
    guest.get(follow(guest, link)["Location"])
    guest.post(PAGE, CHOSEN)

    theirs, others = follow(guest, link), follow(Client(), link)

    assert h1_of(theirs) == ["You are in the team"]
    assert 'href="/team/"' in theirs.content.decode()
    assert h1_of(others) == ["This invitation does not work"]
