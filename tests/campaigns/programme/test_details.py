"""The team's details, on the site and by command."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from campaigns.models import Campaign, Change
from campaigns.programme.telephone import check_telephone
from sextortion_aware.reading.telephones import digits_of, to_call
from tests.factories import TODAY, make_campaign, make_member, make_place, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
PAGE = "/team/details/"
TYPED = {
    "telephone": "01698 555 010",
    "office_hours": "Monday to Friday, 9 to 5",
    "team_email": "safer@lanarkshire.example",
    "team_name": "Safer Communities",
    "name": "Lanarkshire",
}


def began(year, month, number):
    return {"started_on_year": year, "started_on_month": month, "started_on_day": number}


SENT = TYPED | began(2015, 11, 1)


def opened(client):
    return client.get(PAGE).context["form"]["opened"].value()


def details():
    campaign = make_campaign()
    return {name: getattr(campaign, name) for name in TYPED}


def test_details_are_saved_and_the_trail_has_before_and_after(client, coordinator):
    client.post(PAGE, SENT | {"opened": opened(client)})
    client.post(PAGE, SENT | {"telephone": "(01698) 555011", "opened": opened(client)})
    trail = client.get("/team/audit/").content.decode()

    assert details() == TYPED | {"telephone": "(01698) 555011"}
    lines = list(Change.objects.order_by("pk"))
    assert [(line.kind, line.about, line.by) for line in lines] == [
        ("put_right", "Team’s details", coordinator.user)
    ] * 2
    assert lines[1].fields == {"Telephone": ["01698 555 010", "(01698) 555011"]}
    assert "Team’s details" in trail


def test_two_presses_leave_one_line(client, coordinator):
    for _ in range(2):
        client.post(PAGE, SENT | {"opened": opened(client)})

    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"telephone": "999"}, "this one belongs to everybody"),
        ({"telephone": "1 0 1"}, "this one belongs to everybody"),
        ({"telephone": "+44 101"}, "this one belongs to everybody"),
        ({"telephone": "60606"}, "a short code"),
        ({"telephone": "1698 555 0100"}, "Begin the number with 0 or +"),
        ({"telephone": "ring me"}, "digits, spaces, + and brackets"),
        ({"telephone": "01698+555010"}, "digits, spaces, + and brackets"),
        ({"telephone": "٠١٦٩٨ ٥٥٥٠١٠"}, "digits, spaces, + and brackets"),
        ({"telephone": "0" * 10_000}, "Shorten this to 20 characters"),
        ({"telephone": ""}, "Enter the telephone number that these hours are of"),
        ({"office_hours": "x" * 121}, "Shorten this to 120 characters"),
        ({"office_hours": "9 to 5\u202e"}, "Type this again by hand"),
        ({"team_email": "office"}, "Enter an e-mail address in full"),
        ({"name": "fife "}, "Another programme has this name"),
        ({"name": ""}, "Enter the name of the programme"),
        (began(2026, 11, 24), "The day it began must be from 1 January 1990 to today"),
        (began(1989, 12, 31), "The day it began must be from 1 January 1990 to today"),
        (began("", "", ""), "Enter the day it began"),
        (began(2015, 2, 30), "The day it began must be a real date"),
    ],
)
def test_what_is_wrong_is_told_and_stays_in_its_box(client, coordinator, changed, words):
    make_campaign(name="Fife")
    before = details()

    page = client.post(PAGE, SENT | changed | {"opened": opened(client)}).content.decode()

    assert words in page
    assert 'value="Safer Communities"' in page
    assert details() == before


def test_day_it_began_is_put_right_and_the_trail_has_both(client, coordinator):
    client.post(PAGE, SENT | began(2014, 3, 2) | {"opened": opened(client)})
    trail = client.get("/team/audit/").text

    assert Campaign.objects.get().started_on == date(2014, 3, 2)
    assert Change.objects.get().fields["Began"] == ["1 November 2015", "2 March 2014"]
    assert "2 March 2014" in trail


def test_programme_began_with_its_first_session_at_the_latest(client, coordinator):
    make_session(held_on=date(2016, 1, 12), place=make_place(name="Calder School"))
    make_session(held_on=date(2015, 12, 1), state="planned")
    make_session(held_on=date(2016, 1, 14))

    later = client.post(PAGE, SENT | began(2016, 1, 13) | {"opened": opened(client)}).text
    client.post(PAGE, SENT | began(2016, 1, 12) | {"opened": opened(client)})

    assert "was on 12 January 2016 (Calder School). Enter that day or an earlier one" in later
    assert Campaign.objects.get().started_on == date(2016, 1, 12)


def test_day_that_stands_is_no_hindrance_to_the_rest(client, coordinator):
    make_session(held_on=date(2016, 1, 12))
    Campaign.objects.update(started_on=date(2020, 1, 1))

    client.post(PAGE, SENT | began(2020, 1, 1) | {"opened": opened(client)})

    assert details() == TYPED


def test_session_given_meanwhile_is_told_and_not_run_over(client, coordinator, monkeypatch):
    from campaigns.programme import details_form

    mark = opened(client)
    make_session(held_on=date(2016, 1, 12))
    monkeypatch.setattr(details_form, "beginning_problem", lambda *_, **__: "")

    page = client.post(PAGE, SENT | began(2016, 2, 1) | {"opened": mark}).text

    assert "The first session that was given was on 12 January 2016" in page
    assert Campaign.objects.get().started_on == date(2015, 11, 1)


def test_form_that_was_open_meanwhile_is_told(client, coordinator):
    mark = opened(client)
    call_command("team_details", "--telephone", "01698 555 099", stdout=io.StringIO())

    page = client.post(PAGE, SENT | {"opened": mark}).content.decode()

    assert "Somebody saved this meanwhile" in page
    assert details()["telephone"] == "01698 555 099"


@pytest.mark.parametrize("role", ["viewer", "officer"])
def test_only_coordinators_keep_them(client, role):
    client.force_login(make_member(role=role).user)

    assert [client.get(PAGE).status_code, client.post(PAGE, SENT).status_code] == [403, 403]
    assert details()["telephone"] == ""


@pytest.mark.parametrize(
    "number", ["", "01698 555010", "+44 1698 555010", "+44 (0)1698 555010", "(01698) 555 010"]
)
def test_number_is_taken_as_it_is_written(number):
    check_telephone(number)

    assert digits_of(number) in ("", "01698555010")


@pytest.mark.parametrize(
    ("number", "called"),
    [
        ("01698 555 010", "01698555010"),
        ("+44 (0)1698 555010", "01698555010"),
        ("+353 1 555 0100", "+35315550100"),
        ("999", "999"),
    ],
)
def test_link_calls_the_number_that_is_written(number, called):
    assert to_call(number) == called


def test_command_sets_what_is_given_and_leaves_the_rest():
    out = io.StringIO()
    make_campaign()
    call_command("team_details", "--telephone=01698 555 010", "--hours=9 to 5", stdout=out)
    call_command("team_details", "--email=safer@lanarkshire.example", "--name=Safer", stdout=out)

    assert details() == {
        "telephone": "01698 555 010",
        "office_hours": "9 to 5",
        "team_email": "safer@lanarkshire.example",
        "team_name": "Safer",
        "name": "Lanarkshire",
    }
    assert [line.by for line in Change.objects.all()] == [None, None]
    assert out.getvalue() == "The team’s details of Lanarkshire are set.\n" * 2


def test_command_puts_the_first_day_right():
    make_campaign()

    call_command("team_details", "--started-on=2014-03-02", stdout=io.StringIO())

    assert Campaign.objects.get().started_on == date(2014, 3, 2)
    assert Change.objects.get().fields == {"Began": ["1 November 2015", "2 March 2014"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Say what to set"),
        ([f"--started-on={TODAY.year + 1}-01-01"], "The day it began must be from"),
        (["--telephone=101"], "belongs to everybody"),
        (["--email=office"], "Enter a valid email address"),
        (["--name=x", "--campaign=Nowhere"], "There is no campaign Nowhere"),
    ],
)
def test_command_says_what_is_wrong(arguments, words):
    make_campaign()

    with pytest.raises(CommandError, match=words):
        call_command("team_details", *arguments)


def test_number_in_the_wrong_place_is_refused_by_the_rule():
    with pytest.raises(ValidationError):
        check_telephone("0800 111 +44 1")
