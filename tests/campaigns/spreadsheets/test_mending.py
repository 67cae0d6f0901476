"""The cells of one row are mended on its page."""

import pytest

from tests.campaigns.spreadsheets.mending import (
    SCHOOL,
    a_talk,
    filled,
    listed,
    mend,
    page_of,
    row_of,
    said,
    verdicts,
    wide,
)
from tests.campaigns.spreadsheets.team_pages import columns_of, shown

pytestmark = pytest.mark.django_db


def test_page_has_a_box_for_each_column_that_is_used_with_what_is_said_of_its_cell(
    client, coordinator
):
    batch = wide(coordinator, a_talk(1, group="P9", pupils="30-35", ref="a"))

    form = page_of(client, batch).context["form"]

    assert {box.label: box.value() for box in form.visible_fields()} == {
        "Date": "01/03/2016",
        "School (Place)": SCHOOL,
        "Class (Stages)": "P9",
        "Pupils": "30-35",
        "Comments (Notes)": "",
    }
    assert [box.help_text for box in form.visible_fields()] == [
        "For example 12/3/2019",
        "",
        "“P9” is not a list of stages that we can read. Write them like P6, P7 or S1 to S3.",
        "“30-35” is two numbers. Enter one, with “approx” before it when it is an estimate.",
        "",
    ]
    assert form["cell_4"].field.widget.template_name == "django/forms/widgets/textarea.html"
    assert form.of_the_row == []


def test_mended_cell_is_kept_beside_the_file_and_the_row_is_checked_again(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="30-35"))
    assert verdicts(batch) == [(2, "wrong", "wrong")]

    response = mend(client, batch, cell_3="  approx  32 ")

    row = row_of(batch)
    assert response.url == f"/team/import/{batch.pk}/?line=2#line-2"
    assert (row.cells[3], row.mended, row.counts) == ("30-35", {"3": "approx 32"}, {"children": 32})
    assert verdicts(batch) == [(2, "ready", "")]
    page = shown(client.get(response.url))
    assert "Line 2 is mended." in page
    assert "Mended: Pupils “30-35” → “approx 32”" in page
    assert "1 row can come into the log. 0 would be left out." in page


def test_words_that_still_cannot_be_read_are_told_beside_their_box_and_nothing_is_kept(
    client, coordinator
):
    batch = wide(coordinator, a_talk(1, group="P9", pupils="30-35"))

    response = mend(client, batch, cell_2="P7", cell_3="30 or 35")

    told = "“30 or 35” is two numbers. Enter one, with “approx” before it when it is an estimate"
    assert said(response) == {"cell_3": [told]}
    assert response.context["form"].error_summary == [{"text": told, "to": "id_cell_3"}]
    assert "<title>Error: Mend line 2 of talks.csv" in shown(response)
    assert (filled(response)["cell_2"], filled(response)["cell_3"]) == ("P7", "30 or 35")
    assert "“30-35” is two numbers" not in shown(response)
    assert row_of(batch).mended == {}


def test_what_is_wrong_in_another_cell_or_with_the_row_blocks_nothing(client, coordinator):
    batch = wide(coordinator, a_talk(1, group="P9", pupils="30-35"))

    assert mend(client, batch, cell_3="31").status_code == 302

    assert row_of(batch).mended == {"3": "31"}
    assert verdicts(batch) == [(2, "wrong", "wrong")]
    mend(client, batch, cell_0="01/03/2099", cell_2="P7")
    assert row_of(batch).problems == [
        "It is still to come. Only what was held can be brought in: plan it in the log"
    ]
    assert page_of(client, batch).context["form"].of_the_row == row_of(batch).problems


def test_file_s_own_words_take_the_mending_back(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="30-35"))
    mend(client, batch, cell_3="31", cell_4="A long day")
    page = page_of(client, batch)
    assert page.context["form"]["cell_3"].help_text == "In the file: “30-35”."
    assert page.context["form"]["cell_4"].help_text == "Empty in the file."

    response = mend(client, batch, cell_3="30-35", cell_4="")

    assert row_of(batch).mended == {}
    assert verdicts(batch) == [(2, "wrong", "wrong")]
    page = shown(client.get(response.url))
    assert "Line 2 is mended. It is not ready yet: why stands beside it." in page


@pytest.mark.parametrize(("place", "words"), [(0, "=TODAY()"), (3, "=10+10"), (4, "=A1")])
def test_formula_is_not_taken_by_hand(client, coordinator, place, words):
    batch = wide(coordinator, a_talk(1))

    response = mend(client, batch, **{f"cell_{place}": words})

    assert said(response) == {
        f"cell_{place}": ["Write what it comes to: we do not work out formulas"]
    }
    assert row_of(batch).mended == {}


def test_place_that_is_not_known_is_kept_and_can_then_be_chosen(client, coordinator):
    batch = wide(coordinator, a_talk(1))

    mend(client, batch, cell_1="Nowhere Hall")

    assert verdicts(batch) == [(2, "wrong", "place")]
    page = shown(client.get(f"/team/import/{batch.pk}/"))
    assert f"/team/import/{batch.pk}/rows/2/place/" in page


def test_mending_that_is_taken_back_leaves_the_row_as_the_file_has_it(client, coordinator):
    batch = wide(coordinator, a_talk(1))
    client.get(f"/team/import/{batch.pk}/rows/2/")
    mend(client, batch, cell_3="31", cell_4="A long day")

    mend(client, batch, cell_3="25", cell_4="")

    assert (row_of(batch).mended, row_of(batch).counts) == ({}, {"children": 25})
    assert listed(client, batch)["mended"] == ""


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("March 2019", "is not a full date. Enter the day, the month and the year"),
        ("30/02/2016", "is not a day of the calendar"),
        ("w/c 25 March", "is a week. Enter the day of the talk"),
        ("12 June", "has no year. Enter it in full"),
        ("", "It has no date"),
    ],
)
def test_date_that_stayed_out_is_mended_and_another_that_is_none_is_not_taken(
    client, coordinator, cell, sentence
):
    batch = wide(coordinator, [cell, *a_talk(1)[1:]])
    hint = page_of(client, batch).context["form"]["cell_0"].help_text
    assert sentence in hint
    assert hint.endswith("For example 12/3/2019")

    response = mend(client, batch, cell_0="April 2019")
    assert said(response)["cell_0"][0].startswith("“April 2019” is not a full date.")
    mend(client, batch, cell_0="12/3/2019")

    assert verdicts(batch) == [(2, "ready", "")]


def test_date_with_the_month_first_is_mended_in_a_column_with_the_day_first(client, coordinator):
    batch = wide(coordinator, ["03/14/2016", *a_talk(1)[1:]], date_order="day")
    assert verdicts(batch) == [(2, "wrong", "wrong")]

    mend(client, batch, cell_0="14/3/2016")

    assert verdicts(batch) == [(2, "ready", "")]
    other = wide(coordinator, ["03/15/2016", *a_talk(1)[1:]], date_order="month")
    hint = page_of(client, other).context["form"]["cell_0"].help_text
    assert hint == "The month comes first in this column. For example 3/25/2019"


def test_formula_and_notes_that_are_too_long_are_mended(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="=SUM(A1:A9)", notes="long " * 250), pupils=3)
    hints = [box.help_text for box in page_of(client, batch).context["form"].visible_fields()]
    assert hints[3].startswith("Cell D2 holds a formula.")
    assert hints[4] == "The notes are longer than 1,000 characters."

    assert said(mend(client, batch, cell_3="=1+1")).keys() == {"cell_3"}
    mend(client, batch, cell_3="31", cell_4="short")

    assert verdicts(batch) == [(2, "ready", "")]


def test_words_are_bounded_and_nothing_unseen_gets_in(client, coordinator):
    batch = wide(coordinator, a_talk(1))

    assert said(mend(client, batch, cell_4="a" * 2_001)).keys() == {"cell_4"}
    assert said(mend(client, batch, cell_2="P\u202e7")).keys() == {"cell_2"}
    mend(client, batch, cell_4="two\r\nlines")

    assert row_of(batch).mended == {"4": "two lines"}


def test_page_asks_the_same_of_one_row_and_of_many(client, coordinator, django_assert_num_queries):
    few = wide(coordinator, a_talk(1))
    many = wide(coordinator, *[a_talk(day, year="2015") for day in range(1, 10)])
    page_of(client, few)

    for batch in (few, many):
        with django_assert_num_queries(13):
            page_of(client, batch)


def test_reading_the_file_anew_says_that_what_was_mended_goes(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="30-35"))
    words = "What you mended on the rows goes: they are read from the file anew."
    assert words not in shown(client.get(f"/team/import/{batch.pk}/columns/"))
    mend(client, batch, cell_3="31")
    assert words in shown(client.get(f"/team/import/{batch.pk}/columns/"))

    client.post(
        f"/team/import/{batch.pk}/read/",
        {"separator": ",", "header_line": "1", "header_lines": "1"},
    )

    assert row_of(batch).mended == {}


def test_columns_that_mean_something_else_keep_what_was_mended(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="30-35"))
    mend(client, batch, cell_3="31")
    chosen = columns_of(
        coordinator,
        column_1="place",
        column_2="stages",
        column_3="",
        column_4="total",
        column_5="",
        column_6="",
    )

    client.post(f"/team/import/{batch.pk}/columns/", chosen)

    assert row_of(batch).mended == {"3": "31"}
    assert "cell_3" not in page_of(client, batch).context["form"].fields
    assert listed(client, batch)["mended"] == ""
    client.post(f"/team/import/{batch.pk}/columns/", chosen | {"column_3": "pupils"})
    form = page_of(client, batch).context["form"]
    assert form["cell_3"].help_text == "In the file: “30-35”."


def test_row_of_another_line_or_campaign_is_not_there(client, coordinator):
    batch = wide(coordinator, a_talk(1))

    assert [page_of(client, batch, line).status_code for line in (1, 3, 10**12)] == [404] * 3
