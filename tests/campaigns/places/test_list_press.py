"""What a press on the check of a list takes, and when it is refused."""

from datetime import date

import pytest

from campaigns.models import Change, Place, SchoolHoliday
from campaigns.places.list_upload_form import MOST_ASKED
from tests.campaigns.places import test_holiday_upload as holidays
from tests.campaigns.places.list_editions import contact_list, csv_of
from tests.campaigns.places.test_list_upload import (
    SAVE,
    deeds,
    ours,
    own,
    press,
    school,
    upload,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

NOTHING = "Nothing is chosen, and the list has nothing new"
AS_WE_HAVE_IT = {"roll": 143, "postcode": "ML0 1AA"}


def typed(day: date) -> dict[str, int]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"closed_on_{part}": number for part, number in parts.items()}


def test_press_in_a_tab_whose_list_was_replaced_takes_nothing_and_names_both(client, coordinator):
    first = upload(client, own(school()), name="a.csv")
    upload(client, own(school(9990012, "Brae")), name="b.csv")

    said = press(client, first)

    assert (
        "You chose another file, b.csv, after this one. This is what that file would do. "
        "To take a.csv, choose it again." in words(said)
    )
    assert "Our list has changed" not in words(said)
    assert (Place.objects.count(), deeds()) == (0, [])
    press(client, said)
    assert [place.name for place in Place.objects.all()] == ["Brae"]


def test_ticks_for_one_list_are_not_kept_for_another(client, coordinator):
    gone = ours(seed_code="9990064", name="Newbrae")
    first = upload(client, own(school()), name="a.csv")
    upload(client, own(school(), school(9990012, "Brae")), name="b.csv")

    said = press(client, first, **{f"close_{gone.pk}": "on"})

    assert not said.context["form"].is_bound
    assert "checked" not in words(said)


def test_same_list_chosen_twice_is_no_other_list(client, coordinator):
    first = upload(client, own(school()), name="a.csv")
    upload(client, own(school()), name="b.csv")

    press(client, first)

    assert Place.objects.count() == 1


@pytest.mark.parametrize("named", ["", "x" * 10_000, "a\x00b", "<b>a</b>"])
def test_name_of_a_list_is_shown_bounded_and_as_words(client, coordinator, named):
    upload(client, own(school()))

    said = client.post(SAVE, {"shown": "", "list": "", "file_name": named}, follow=True)

    assert "You chose another file, schools.csv, after this one" in words(said)
    assert ("x" * 201 in words(said), "<b>a" in words(said), "\x00" in words(said)) == (
        False,
        False,
        False,
    )
    assert Place.objects.count() == 0


def test_press_in_a_tab_whose_holidays_were_replaced_takes_nothing(client, coordinator):
    first = upload(client, csv_of(*holidays.ROWS), name="a.csv", address=holidays.LIST)
    rows = [holidays.ROWS[0], holidays.row("Easter", date(2027, 3, 26))]
    upload(client, csv_of(*rows), name="b.csv", address=holidays.LIST)

    said = holidays.press(client, first)

    assert (
        "You chose another file, b.csv, after this one. This is what that file would do. "
        "To take a.csv, choose it again." in words(said)
    )
    assert (SchoolHoliday.objects.count(), Change.objects.count()) == (0, 0)
    holidays.press(client, said)
    assert [day.name for day in SchoolHoliday.objects.all()] == ["Easter"]


def test_last_day_without_a_tick_is_told_beside_its_box(client, coordinator):
    ours()
    gone = ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, own(school()))

    said = press(client, checked, **typed(date(2024, 7, 1)))

    form = said.context["form"]
    assert dict(form.errors) == {"closed_on": ["Tick “close it”, or leave the date empty"]}
    assert 'value="2024"' in words(said)
    gone.refresh_from_db()
    assert (gone.closed_on, deeds()) == (None, [])


def test_nothing_ticked_in_a_list_without_news_is_no_success(client, coordinator):
    ours(**AS_WE_HAVE_IT)
    ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, own(school()))

    said = press(client, checked)

    assert "Take what you chose" in words(checked)
    assert NOTHING in words(said)
    assert "The list is in" not in words(said)
    assert deeds() == []


def test_nothing_ticked_beside_something_new_is_taken(client, coordinator):
    ours(seed_code="9990064", name="Newbrae")

    said = press(client, upload(client, own(school())))

    assert "The list is in: 1 new." in words(said)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 11, 23), {}),
        (date(2027, 11, 24), {"closed_on": ["Enter a day within a year from now"]}),
        (date(2030, 1, 1), {"closed_on": ["Enter a day within a year from now"]}),
    ],
)
def test_school_ends_within_a_year(client, coordinator, day, said):
    ours()
    gone = ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, own(school()))

    answer = press(client, checked, **{f"close_{gone.pk}": "on"}, **typed(day))

    gone.refresh_from_db()
    assert gone.closed_on == (None if said else day)
    assert dict(answer.context["form"].errors) == said


def test_one_last_day_is_for_all_that_are_ticked_but_those_of_the_list(client, coordinator):
    ours(**AS_WE_HAVE_IT)
    of_the_list = ours(seed_code="9990063", name="Oldbrae")
    others = [ours(seed_code=f"999006{n}", name=f"Newbrae {n}") for n in (4, 5)]
    checked = upload(client, contact_list(), name="list.xlsx")
    ticks = {f"close_{place.pk}": "on" for place in (of_the_list, *others)}

    press(client, checked, **ticks, **typed(date(2024, 7, 1)))

    days = Place.objects.exclude(closed_on=None).order_by("name").values_list("name", "closed_on")
    assert list(days) == [
        ("Newbrae 4", date(2024, 7, 1)),
        ("Newbrae 5", date(2024, 7, 1)),
        ("Oldbrae", date(2024, 6, 26)),
    ]


def test_last_day_that_the_list_says_itself_is_not_typed(client, coordinator):
    ours(**AS_WE_HAVE_IT)
    gone = ours(seed_code="9990063", name="Oldbrae")
    checked = upload(client, contact_list(), name="list.xlsx")

    said = press(client, checked, **{f"close_{gone.pk}": "on"}, **typed(date(2024, 7, 1)))

    assert dict(said.context["form"].errors) == {
        "closed_on": [
            "The list says the last day of each school that is ticked: leave the date empty"
        ]
    }


@pytest.mark.parametrize(
    ("code", "name", "opened_on", "error"),
    [
        (
            "9990063",
            "list.xlsx",
            date(2025, 8, 18),
            "Brae opened on 18 August 2025: untick it, and close it under Places",
        ),
        ("9990064", "schools 1 January 2030.xlsx", None, "Enter a day within a year from now"),
    ],
    ids=["before it opened", "a list from the future"],
)
def test_last_day_of_the_list_is_held_to_the_same(
    client, coordinator, code, name, opened_on, error
):
    ours(**AS_WE_HAVE_IT)
    gone = ours(seed_code=code, name="Brae", opened_on=opened_on)
    checked = upload(client, contact_list(), name=name)

    said = press(client, checked, **{f"close_{gone.pk}": "on"})

    gone.refresh_from_db()
    assert [*said.context["form"].errors.values()] == [[error]]
    assert (gone.closed_on, deeds()) == (None, [])


def test_school_that_closes_later_is_not_called_closed(client, coordinator):
    ours(**AS_WE_HAVE_IT, closed_on=date(2027, 1, 1))

    assert "Closed on our list" not in words(upload(client, own(school())))


def test_school_that_is_closed_and_in_the_list_can_be_opened_again(client, coordinator):
    place = ours(**AS_WE_HAVE_IT, closed_on=date(2026, 1, 1))

    said = words(upload(client, own(school())))

    assert "Closed on our list, open in this one: 1" in said
    assert f'<a href="/team/places/{place.pk}/">Open it again under Places</a>' in said


@pytest.mark.parametrize(
    ("rows", "button"),
    [
        ([school(9990012, "Brae")], "Take 1 new"),
        ([school()], "Take 1 changed"),
        ([school(), school(9990012, "Brae")], "Take 1 new and 1 changed"),
    ],
)
def test_button_says_nothing_of_nought(client, coordinator, rows, button):
    ours()

    page = words(upload(client, own(*rows)))

    [said] = page.partition('<button class="button" type="submit">')[2].split("</button>")[:1]
    assert said.strip().removesuffix(", and what you chose") == button


def test_list_that_can_do_nothing_offers_no_button(client, coordinator):
    """So many of ours are missing that none can be closed from here."""
    for number in range(MOST_ASKED + 1):
        ours(seed_code=f"{9990100 + number}", name=f"Brae {number}")
    ours(**AS_WE_HAVE_IT)

    page = words(upload(client, own(school())))

    assert "None can be closed from here" in page
    assert "There is nothing to take from it." in page
    assert "what you chose" not in page


def test_what_is_quoted_from_the_list_stands_as_it_was_written(client, coordinator):
    page = words(upload(client, own(school(), school(9990012, area="Narnia on Tay"))))

    assert "Line 3: column local_authority: “Narnia on Tay” is not one of Scotland’s" in page


def test_taken_list_leads_to_the_places(client, coordinator):
    said = press(client, upload(client, own(school())))

    assert said.redirect_chain[-1][0] == "/team/places/"
