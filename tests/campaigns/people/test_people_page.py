"""Who may be invited by whom, and how the list of people stands."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from campaigns.models import Change, Invitation, Mail, Membership
from campaigns.people.invite import accept_invitation, invite
from tests.factories import make_invitation, make_member, make_user
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


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("annis.gray@EXAMPLE.org", "Annis Gray is in Lanarkshire already"),
        ("IONA.KERR@example.org", "This address is invited already"),
        ("closed@example.org", "The account with this address is closed"),
        ("no address", "Enter an e-mail address in full"),
    ],
)
def test_address_that_cannot_be_invited_is_refused_and_kept(client, administrator, email, words):
    make_invitation()
    make_user(name="Closed", email="closed@example.org", is_active=False)

    response = client.post(INVITE, TYPED | {"email": email})

    assert words in response.content.decode()
    assert f'value="{email}"' in response.content.decode()
    assert (Invitation.objects.count(), Mail.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["x" * 10_000, "Iona\x00Kerr", "Iona\u202eKerr", ""])
def test_name_that_is_none_is_refused(client, administrator, name):
    response = client.post(INVITE, TYPED | {"name": name})

    assert (response.status_code, Invitation.objects.count()) == (200, 0)
    assert read(response.content.decode()).title.startswith("Error:")


def test_pressed_twice_it_is_one_invitation(client, administrator):
    first, second = client.post(INVITE, TYPED), client.post(INVITE, TYPED)

    assert (first.status_code, second.status_code) == (302, 200)
    assert (Invitation.objects.count(), Mail.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["viewer", "officer", "coordinator"])
def test_others_keep_no_people_and_have_no_link_to_them(client, role):
    client.force_login(make_member(role=role).user)
    pk = make_invitation().pk

    statuses = [
        client.get(LIST).status_code,
        client.get(INVITE).status_code,
        client.post(INVITE, TYPED).status_code,
        *(
            client.post(f"/team/people/invitations/{pk}/{deed}/").status_code
            for deed in ("again", "withdraw")
        ),
        client.get("/team/people/1/role/").status_code,
        client.get("/team/people/1/end/").status_code,
        client.get("/team/people/1/becomes/viewer/").status_code,
    ]

    assert statuses == [403] * 8
    assert LIST not in client.get("/team/").content.decode()
    assert Invitation.objects.get().withdrawn_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_list_says_how_everybody_stands_in_as_many_queries(
    client, administrator, django_assert_num_queries, number
):
    now = timezone.now()
    for each in map(str, range(number)):
        make_member(name=f"Ailsa {each}")
        make_member(name=f"Closed {each}", is_active=False)
        ended = make_member(name=f"Ended {each}")
        Membership.objects.filter(pk=ended.pk).update(ended_at=now)
        make_invitation(name=f"Open {each}", token=f"a{each}")
        make_invitation(name=f"Late {each}", token=f"b{each}", ago=timedelta(days=8))
        make_invitation(name=f"Not {each}", token=f"c{each}", withdrawn_at=now)
        make_invitation(name=f"Taken {each}", token=f"d{each}", accepted_at=now)
    client.get(LIST)

    with django_assert_num_queries(7):
        page = client.get(LIST)

    shown = {(one.name.split()[0], one.state) for one in page.context["people"]}
    assert shown == {
        ("Annis", "Active"),
        ("Ailsa", "Active"),
        ("Closed", "Account closed"),
        ("Ended", "Ended"),
        ("Open", "Invited"),
        ("Late", "Invitation ran out"),
        ("Not", "Withdrawn"),
    }


def test_used_invitation_cannot_be_sent_again_or_withdrawn(client, administrator):
    found = make_invitation(accepted_at=timezone.now())

    for deed in ("again", "withdraw"):
        client.post(f"/team/people/invitations/{found.pk}/{deed}/")

    found.refresh_from_db()
    assert (found.withdrawn_at, Mail.objects.count(), Change.objects.count()) == (None, 0, 0)


def test_history_of_an_invitation_holds_no_address(client, administrator):
    found = invite(
        campaign=administrator.campaign,
        by=administrator.user,
        now=timezone.now(),
        email="iona.kerr@example.org",
        name="Iona Kerr",
        role="viewer",
    )

    accept_invitation(invitation=found, password=NEW, now=timezone.now())

    said = str(list(Change.objects.values()))
    assert "iona.kerr@" not in said
    assert "Viewer" in said


def test_second_step_is_reset_only_where_there_is_one(client, administrator):
    without, with_app, linked = (make_member(name=name) for name in ("Ann Ure", "Bo Ure", "Cy Ure"))
    Authenticator.objects.create(user=with_app.user, type="totp", data={})
    SocialAccount.objects.create(user=linked.user, provider="https://id.example.org", uid="cy")

    page = client.get(LIST).content.decode()

    assert f"/team/people/{without.pk}/second-step/" not in page
    assert f"/team/people/{with_app.pk}/second-step/" in page
    assert f"/team/people/{linked.pk}/second-step/" in page
