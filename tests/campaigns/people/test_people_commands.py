from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Campaign, Mail, Membership, User
from tests.campaigns.people.conftest import follow
from tests.factories import make_campaign, make_member
from tests.html import read

pytestmark = pytest.mark.django_db
NEW = "seven teapots on a roof"


def run(*arguments) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_from_an_empty_database_to_an_administrator_who_signs_in(client, sign_in):
    run(
        "add_campaign",
        "Lanarkshire",
        "--started-on=2015-11-01",
        "--mark=20000",
        "--area=North Lanarkshire",
        "--area=South Lanarkshire",
    )
    run("add_member", "Morag.Bell@Example.org", "Morag Bell", "administrator")
    mail = Mail.objects.get()
    link = next(line for line in mail.text.splitlines() if "/password/reset/key/" in line)
    form_page = follow(client, link)["Location"]

    client.post(form_page, {"password1": NEW, "password2": NEW})

    campaign = Campaign.objects.get()
    assert (campaign.started_on, campaign.mark, campaign.is_demo) == (
        date(2015, 11, 1),
        20_000,
        False,
    )
    assert [area.name for area in campaign.areas.all()] == [
        "North Lanarkshire",
        "South Lanarkshire",
    ]
    assert (mail.to, mail.subject) == ("morag.bell@example.org", "You were added to a team")
    assert sign_in(client, "morag.bell@example.org", NEW)["Location"] == "/team/"


def test_the_welcome_leads_to_a_first_password_and_to_the_sign_in_page():
    make_campaign()
    run("add_member", "morag.bell@example.org", "Morag Bell", "officer")
    mail = Mail.objects.get()

    links = dict.fromkeys(link["href"] for link in read(mail.html).links)
    links = [link for link in links if not link.startswith("mailto:")]

    assert len(links) == 2
    assert "/accounts/password/reset/key/" in links[0]
    assert links[1].endswith("/accounts/login/")
    assert all(f"\n{link}\n" in mail.text for link in links)


def test_link_can_be_printed_where_there_is_no_mail_yet(client):
    make_campaign()

    printed = run("add_member", "morag.bell@example.org", "Morag Bell", "officer", "--print-link")

    link = printed.split()[-1]
    assert Mail.objects.count() == 0
    assert follow(client, link).status_code == 302


def test_link_that_was_lost_is_printed_anew_and_the_first_one_ends(client, sign_in):
    make_campaign()
    asked = ("add_member", "morag.bell@example.org", "Morag Bell", "officer", "--print-link")
    first = run(*asked).split()[-1]

    printed = run(*asked)

    link = printed.split()[-1]
    assert printed == (
        "Morag Bell is officer in Lanarkshire already. Links from before do not work any more.\n"
        f"To set a password, open this link within 24 hours. It works once:\n{link}\n"
    )
    assert follow(client, first).status_code == 200  # a page that says so
    client.post(follow(client, link)["Location"], {"password1": NEW, "password2": NEW})
    assert sign_in(client, "morag.bell@example.org", NEW)["Location"] == "/team/"
    assert Membership.objects.count() == 1


def test_person_with_a_password_keeps_it_until_the_new_link_is_used(client, sign_in):
    make_member()

    printed = run("add_member", "ailsa.reid@example.org", "Ailsa Reid", "officer", "--print-link")

    assert "Ailsa Reid is officer in Lanarkshire already.\n" in printed
    assert follow(client, printed.split()[-1]).status_code == 302
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("role", "is_active", "sentence"),
    [
        ("coordinator", True, "Ailsa Reid is in Lanarkshire already, as officer."),
        (
            "officer",
            False,
            "The account of Ailsa Reid is closed: open it with close_account --reopen.",
        ),
    ],
)
def test_no_link_is_printed_for_another_role_or_a_closed_account(role, is_active, sentence):
    user = make_member().user
    user.is_active = is_active
    user.save()

    with pytest.raises(CommandError) as refused:
        run("add_member", "ailsa.reid@example.org", "Ailsa Reid", role, "--print-link")

    assert str(refused.value) == sentence
    assert Membership.objects.get().role == Membership.Role.OFFICER


def test_new_person_cannot_sign_in_without_the_link(client, sign_in):
    make_campaign()
    run("add_member", "morag.bell@example.org", "Morag Bell", "officer")

    assert sign_in(client, "morag.bell@example.org", "").status_code == 200
    assert sign_in(client, "morag.bell@example.org", "!").status_code == 200


def test_person_of_another_campaign_keeps_account_and_password(client, sign_in):
    make_member()
    make_campaign(name="Ayrshire")

    run("add_member", "AILSA.reid@example.org", "Somebody Else", "viewer", "--campaign=Ayrshire")

    user = User.objects.get()
    assert (user.name, user.memberships.count()) == ("Ailsa Reid", 2)
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["x@example.org", "X", "officer", "--campaign=Fife"], "There is no campaign Fife."),
        (["x@example.org", "X", "officer"], "Say which campaign, with --campaign NAME."),
        (["not an address", "X", "officer", "--campaign=Ayrshire"], "Enter a valid email address."),
        (
            ["ailsa.reid@example.org", "Ailsa Reid", "viewer", "--campaign=Lanarkshire"],
            "Ailsa Reid is in Lanarkshire already.",
        ),
    ],
)
def test_add_member_says_what_is_wrong_and_changes_nothing(arguments, sentence):
    make_member()
    make_campaign(name="Ayrshire")

    with pytest.raises(CommandError) as refused:
        run("add_member", *arguments)

    assert sentence in str(refused.value)
    assert (User.objects.count(), Membership.objects.count(), Mail.objects.count()) == (1, 1, 0)


def test_add_member_without_a_campaign_says_how_to_make_one():
    with pytest.raises(
        CommandError, match=r"^There is no campaign yet: make one with add_campaign\.$"
    ):
        run("add_member", "x@example.org", "X", "officer")


@pytest.mark.parametrize("mark", ["0", "-1"])
def test_add_campaign_refuses_a_mark_that_is_none(mark):
    with pytest.raises(CommandError):
        run(
            "add_campaign",
            "Lanarkshire",
            "--started-on=2015-11-01",
            f"--mark={mark}",
            "--area=Fife",
        )

    assert Campaign.objects.count() == 0


def test_closed_account_is_out_at_once_and_stays_out_when_opened_again(client, sign_in):
    make_member()
    sign_in(client)

    closed = run("close_account", "Ailsa.Reid@example.org")
    while_closed = client.get("/team/").status_code
    run("close_account", "ailsa.reid@example.org", "--reopen")

    assert closed == "The account of Ailsa Reid is closed.\n"
    assert (while_closed, client.get("/team/").status_code) == (302, 302)
    assert read(sign_in(client).content.decode()).h1 == ["Sign in"]


def test_close_account_of_nobody_says_so():
    with pytest.raises(CommandError, match=r"^Nobody here has the address x@example\.org\.$"):
        run("close_account", "x@example.org")
