"""The same steps by one command, from one file."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from campaigns.models import (
    Campaign,
    CarriedFigure,
    Change,
    Mail,
    Membership,
    Partner,
    Place,
    TalkKind,
    Topic,
    User,
)
from campaigns.setup.link import is_set_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

EXAMPLE = Path(settings.BASE_DIR) / "deploy/set_up.example.toml"
COUNTED = (Campaign, CarriedFigure, Topic, Partner, Membership, User, Place, Change, Mail)
LEAST = """
[campaign]
name = "Lanarkshire"
areas = ["North Lanarkshire"]
started_on = 2015-11-01
mark = 20000
[administrator]
name = "Catriona Muir"
email = "catriona.muir@example.org"
"""
CARRIED = """
[carried]
qualifier = "over"
value = 20000
starts_on = 2015-11-01
source = "Local newspaper report, 2016"
"""


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.fixture
def set_up(tmp_path):
    def run(text, **options):
        (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
        call_command("set_up", tmp_path / "ours.toml", **options)

    return run


def test_example_sets_everything_up_and_a_second_run_changes_nothing(capsys):
    call_command("set_up", EXAMPLE)
    first = counts()

    call_command("set_up", EXAMPLE)

    campaign, figure = Campaign.objects.get(), CarriedFigure.objects.get()
    assert (campaign.name, campaign.mark, campaign.team_name, campaign.team_email) == (
        "Lanarkshire",
        20_000,
        "Lanarkshire Safer Communities",
        "talks@example.org",
    )
    assert [area.name for area in campaign.areas.all()] == [
        "North Lanarkshire",
        "South Lanarkshire",
    ]
    assert (str(figure), figure.ends_on) == ("over 20000", None)
    assert [(topic.name, topic.class_size_only) for topic in Topic.objects.all()] == [
        ("Child sexual exploitation", True),
        ("Cyberbullying", False),
        ("Radicalisation", False),
        ("Sextortion", True),
        ("Staying safe online", False),
    ]
    assert Partner.objects.count() == 5
    assert [(member.user.email, member.role) for member in Membership.objects.all()] == [
        ("administrator@example.org", "administrator")
    ]
    assert Mail.objects.get().to == "administrator@example.org"
    assert counts() == first
    assert is_set_up()
    said = "Lanarkshire is set up. Its administrator is Full Name.\n"
    assert capsys.readouterr().out == said * 2


def test_example_says_how_many_talks_are_suggested():
    call_command("set_up", EXAMPLE)

    words = {4: "Four", 5: "Five", 6: "Six"}[TalkKind.objects.count()]
    assert f"# {words} talks that can be asked for" in EXAMPLE.read_text(encoding="utf-8")


def test_everything_that_was_done_stands_in_the_audit_trail():
    call_command("set_up", EXAMPLE)

    lines = list(Change.objects.order_by("pk").values_list("kind", "about", "by"))

    assert [lines[0], lines[1], lines[2], lines[-1]] == [
        ("set_up", "Programme: Lanarkshire", None),
        ("added", "Figure from before the log", None),
        ("put_right", "Team’s details", None),
        ("added", "Person: Full Name", None),
    ]
    assert len(lines) == 4 + 5 + 6 + 4


def test_trail_says_with_what_the_programme_began(set_up):
    set_up(LEAST)

    assert Change.objects.get(kind="set_up").fields == {
        "Council areas": ["", "North Lanarkshire"],
        "Began": ["", "1 November 2015"],
        "Mark": ["", "20,000"],
    }


def test_what_was_changed_since_stays_as_it_was_changed_and_is_told(set_up, capsys):
    set_up(LEAST + CARRIED)
    Campaign.objects.update(mark=30_000, team_name="Ours", started_on=date(2014, 3, 2))
    CarriedFigure.objects.update(value=900, ends_on=date(2016, 1, 1))
    capsys.readouterr()

    set_up(
        LEAST.replace("[administrator]", '[team]\nteam_name = "Theirs"\n[administrator]')
        .replace('["North Lanarkshire"]', '["Fife", "north lanarkshire"]')
        .replace("Catriona Muir", "Cat Muir")
        .replace("Lanarkshire", "LANARKSHIRE", 1)
        + CARRIED
    )

    campaign = Campaign.objects.get()
    assert (campaign.mark, campaign.team_name) == (30_000, "Ours")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "campaign.name is Lanarkshire here and stays; the file says LANARKSHIRE.",
        "campaign.areas is North Lanarkshire here and stays; "
        "the file says Fife, North Lanarkshire.",
        "campaign.started_on is 2 March 2014 here and stays; the file says 1 November 2015.",
        "campaign.mark is 30,000 here and stays; the file says 20,000.",
        "carried.value is 900 here and stays; the file says 20,000.",
        "carried.ends_on is 1 January 2016 here and stays; the file says nothing.",
        "team.team_name is Ours here and stays; the file says Theirs.",
        "administrator.name is Catriona Muir here and stays; the file says Cat Muir.",
    ]


def test_second_campaign_is_made_only_when_that_is_said(set_up):
    set_up(LEAST)
    fife = LEAST.replace("Lanarkshire", "Fife", 1)

    with pytest.raises(CommandError) as refused:
        set_up(fife)
    set_up(fife, another_campaign=True)

    assert "campaign.name: Lanarkshire is here, and no campaign is called Fife." in str(
        refused.value
    )
    assert "--another-campaign" in str(refused.value)
    assert [campaign.name for campaign in Campaign.objects.all()] == ["Lanarkshire", "Fife"]


def test_names_are_added_once_whatever_their_capitals(set_up):
    set_up(LEAST + '[topics]\nsuggested = true\nnames = ["SEXTORTION", "Gaming", "gaming"]\n')

    assert sorted(Topic.objects.values_list("name", flat=True)) == [
        "Child sexual exploitation",
        "Cyberbullying",
        "Gaming",
        "Radicalisation",
        "Sextortion",
        "Staying safe online",
    ]


def test_link_is_printed_instead_of_sent(set_up, capsys):
    set_up(LEAST, print_link=True)

    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in capsys.readouterr().out
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "campaign: write this part, beginning with [campaign]."),
        ("campaign = 1", "campaign: write this part, beginning with [campaign]."),
        (LEAST.replace("mark = 20000", ""), "campaign.mark: is missing: write a whole number."),
        (LEAST.replace("20000", "true"), "campaign.mark: write a whole number."),
        (LEAST.replace("20000", "0"), "campaign.mark: write a number from 1 to 10,000,000."),
        (
            LEAST.replace("2015-11-01", '"2015-11-01"'),
            "campaign.started_on: write a day like 2015-11-01.",
        ),
        (
            LEAST.replace("2015-11-01", "2015-11-01T09:00:00"),
            "campaign.started_on: write a day like 2015-11-01.",
        ),
        (
            LEAST.replace("North Lanarkshire", "Atlantis"),
            "campaign.areas: “Atlantis” is no council area of Scotland.",
        ),
        (LEAST.replace('["North Lanarkshire"]', "[]"), "campaign.areas: name one at least."),
        (LEAST.replace('["North Lanarkshire"]', "[1]"), "campaign.areas: write a list like"),
        (
            LEAST.replace("Lanarkshire", "L" * 121, 1),
            "campaign.name: Ensure this value has at most 120 characters (it has 121).",
        ),
        (
            LEAST.replace("Catriona", "Cat\\u202eriona"),
            "administrator.name: Type this again by hand",
        ),
        (LEAST.replace("@example.org", ""), "administrator.email: write an e-mail address in full"),
        (LEAST + "[topic]\nnames = []", "topic: there is no such part."),
        (LEAST + "[topics]\nname = []", "topics.name: there is no such key."),
        (
            LEAST + '[topics]\nnames = ["a\\u0000b"]',
            "topics.names: Type this again by hand: it holds a character that cannot be seen.",
        ),
        (
            LEAST + '[carried]\nqualifier = "under"\nvalue = 1\nstarts_on = 2015-11-01\n'
            'ends_on = 2014-11-01\nsource = "x"',
            "carried.ends_on: it must be on or after starts_on.",
        ),
        (
            LEAST + '[files]\nschools = "none.csv"',
            "files.schools: There is no file at",
        ),
        (
            LEAST.replace("2015-11-01", "2026-11-24"),
            "campaign.started_on: write a day from 1990-01-01 to today, 2026-11-23.",
        ),
        (
            LEAST.replace("2015-11-01", "1889-01-01"),
            "campaign.started_on: write a day from 1990-01-01",
        ),
        (
            LEAST + CARRIED.replace("2015-11-01", "2027-01-01"),
            "carried.starts_on: write a day from 1990-01-01",
        ),
        (
            LEAST + CARRIED + "ends_on = 2027-01-01",
            "carried.ends_on: write a day from 1990-01-01",
        ),
        (LEAST + '[team]\ntelephone = "101"', "team.telephone: Enter the team’s own number"),
        (LEAST + '[team]\noffice_hours = "9 to 5"', "team.telephone: Enter the telephone number"),
        ("[[[", "is not written in TOML:"),
        ("x" * 100_001, "is larger than 100 kB: it is another file."),
        ("a = " + "[" * 5_000, "is not written in TOML"),
    ],
)
def test_problem_is_named_by_its_key_and_nothing_is_done(set_up, text, problem):
    with pytest.raises(CommandError) as refused:
        set_up(text)

    assert str(refused.value).startswith("Nothing was changed.\n")
    assert problem in str(refused.value)
    assert set(counts().values()) == {0}


def test_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("set_up", tmp_path / "none.toml")


def test_bad_row_of_a_list_takes_everything_back(set_up, tmp_path):
    (tmp_path / "schools.csv").write_text("name\nOurs\n")

    with pytest.raises(CommandError, match=r"files\.schools: "):
        set_up(LEAST + '[files]\nschools = "schools.csv"')

    assert set(counts().values()) == {0}
