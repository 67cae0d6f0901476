"""Cells are mended on the page: of one row, or of all that say the same."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Change, ImportBatch, Session
from campaigns.spreadsheets.batches import start_work
from tests.campaigns.spreadsheets.files import a_row, check, csv_of
from tests.campaigns.spreadsheets.team_pages import a_batch, columns_of, shown

pytestmark = pytest.mark.django_db

WIDE = ("Date", "School", "Class", "Pupils", "Comments", "Ref")
SCHOOL = "Braeside Primary School"


def a_talk(day, *, year="2016", group="P7", pupils="25", notes="", ref=""):
    return [f"{day:02}/03/{year}", SCHOOL, group, pupils, notes, ref]


def wide(coordinator, *rows, **columns):
    return check(a_batch(coordinator, content=csv_of(rows, header=WIDE), **columns))


def page_of(client, batch, line=2):
    return client.get(f"/team/import/{batch.pk}/rows/{line}/")


def filled(response):
    """What stands in the boxes, as a browser would send it."""
    form = response.context["form"]
    return {box.html_name: value for box in form if (value := box.value()) not in (None, False)}


def mend(client, batch, line=2, **changed):
    fields = filled(page_of(client, batch, line)) | changed
    return client.post(f"/team/import/{batch.pk}/rows/{line}/", fields)


def row_of(batch, line=2):
    return batch.rows.get(line=line)


def verdicts(batch):
    return [(row.line, row.verdict, row.reason) for row in batch.rows.all()]


def said(response):
    return {box.html_name: list(box.errors) for box in response.context["form"] if box.errors}


def listed(client, batch, line=2):
    rows = client.get(f"/team/import/{batch.pk}/").context["rows"]
    return next(one for one in rows if one["row"].line == line)


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

    assert said(response) == {
        "cell_3": [
            "“30-35” is two numbers. Enter one, with “approx” before it when it is an estimate"
        ]
    }


def test_mending_that_is_taken_back_leaves_the_row_as_the_file_has_it(client, coordinator):
    batch = wide(coordinator, a_talk(1))
    client.get(f"/team/import/{batch.pk}/rows/2/")
    mend(client, batch, cell_3="31", cell_4="A long day")
    assert listed(client, batch)["is_to_mend"]

    mend(client, batch, cell_3="25", cell_4="")

    assert (row_of(batch).mended, row_of(batch).counts) == ({}, {"children": 25})
    assert (listed(client, batch)["mended"], listed(client, batch)["is_to_mend"]) == ("", False)


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


def rows_that_say(coordinator, *, more=()):
    said = [a_talk(day, pupils="30ish or so") for day in (1, 2, 3)]
    return wide(coordinator, *said, a_talk(4), ["TOTAL", "", "", "30ish or so", "", ""], *more)


def test_same_words_in_other_rows_are_mended_with_one_press(client, coordinator):
    batch = rows_that_say(coordinator)
    form = page_of(client, batch, 3).context["form"]
    assert form["alike_3"].label == "The same for the other 2 rows that say “30ish or so”"
    assert "alike_4" not in form.fields

    response = mend(client, batch, 3, cell_3="approx 30", alike_3="on")

    assert [row.mended for row in batch.rows.all()] == [
        {"3": "approx 30"},
        {"3": "approx 30"},
        {"3": "approx 30"},
        {},
        {},
    ]
    assert "Line 3 is mended, and 2 more that said the same." in shown(client.get(response.url))
    assert [verdict for _, verdict, _ in verdicts(batch)] == ["ready"] * 4 + ["held"]


def test_row_that_was_mended_otherwise_stays_and_those_mended_alike_move_together(
    client, coordinator
):
    batch = rows_that_say(coordinator)
    mend(client, batch, 2, cell_3="28")
    mend(client, batch, 3, cell_3="31", alike_3="on")
    assert [row.mended for row in batch.rows.all()][:3] == [{"3": "28"}, {"3": "31"}, {"3": "31"}]
    label = page_of(client, batch, 4).context["form"]["alike_3"].label
    assert label == "The same for the other row that says “30ish or so”"

    mend(client, batch, 4, cell_3="32", alike_3="on")

    assert [row.mended for row in batch.rows.all()][:3] == [{"3": "28"}, {"3": "32"}, {"3": "32"}]


def test_without_the_tick_the_others_stay(client, coordinator):
    batch = rows_that_say(coordinator)

    mend(client, batch, 3, cell_3="31")

    assert [row.mended for row in batch.rows.all()][:3] == [{}, {"3": "31"}, {}]


def test_all_rows_are_mended_or_none(client, coordinator, monkeypatch):
    batch = rows_that_say(coordinator)
    fields = filled(page_of(client, batch, 3)) | {"cell_3": "31", "alike_3": "on"}
    start_work(batch=batch, work=ImportBatch.Work.CHECKING, now=timezone.now())

    response = client.post(f"/team/import/{batch.pk}/rows/3/", fields)

    assert "Somebody else has already started this" in shown(response)
    assert filled(response)["cell_3"] == "31"
    assert [row.mended for row in batch.rows.all()] == [{}] * 5


def test_later_of_two_people_sees_what_stands_there_now(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="30-35"))
    fields = filled(page_of(client, batch)) | {"cell_3": "31"}
    mend(client, batch, cell_3="33")

    response = client.post(f"/team/import/{batch.pk}/rows/2/", fields)

    assert row_of(batch).mended == {"3": "33"}
    page = shown(response)
    assert "Somebody else changed this while you had it open." in page
    assert {"key": "Pupils", "value": "33"} in response.context["now"]
    again = filled(response)
    assert again["cell_3"] == "31"
    assert client.post(f"/team/import/{batch.pk}/rows/2/", again).status_code == 302
    assert row_of(batch).mended == {"3": "31"}


def test_answer_about_other_words_goes_when_the_row_is_mended(client, coordinator):
    batch = wide(coordinator, a_talk(1, group="S2"))
    client.post(f"/team/import/{batch.pk}/rows/2/audience/children/")
    assert (verdicts(batch), row_of(batch).counts) == ([(2, "ready", "")], {"children": 25})

    mend(client, batch, cell_2="S3")

    assert (verdicts(batch), row_of(batch).answers) == ([(2, "held", "audience")], {})


def test_row_that_was_said_to_be_different_is_asked_again_when_it_is_mended(client, coordinator):
    batch = wide(coordinator, a_talk(1), a_talk(1))
    client.post(f"/team/import/{batch.pk}/rows/3/take/")
    assert verdicts(batch) == [(2, "ready", ""), (3, "ready", "")]

    mend(client, batch, 3, cell_4="The same again")

    assert not row_of(batch, 3).is_different
    assert verdicts(batch)[1][1] == "duplicate"


def test_nothing_changed_leaves_answers_and_verdicts(client, coordinator):
    batch = wide(coordinator, a_talk(1, group="S2"))
    client.post(f"/team/import/{batch.pk}/rows/2/audience/children/")

    response = mend(client, batch)

    assert response.url == f"/team/import/{batch.pk}/?line=2#line-2"
    assert (verdicts(batch), row_of(batch).answers) == (
        [(2, "ready", "")],
        {"audience": "children"},
    )


def test_history_of_the_session_says_what_was_mended_but_not_the_notes(client, coordinator):
    batch = wide(coordinator, a_talk(1, group="P7-30", notes="With Kirsty Hay"))
    mend(client, batch, cell_2="P7", cell_4="With one pupil")
    words = "Class “P7-30” → “P7”; Comments in other words"
    assert listed(client, batch)["mended"] == words

    client.post(f"/team/import/{batch.pk}/commit/")

    session = Session.objects.get()
    assert (session.stages, session.notes) == (("P7",), "With one pupil")
    assert Change.objects.get(session=session).fields == {
        "Attendance": ["", "Children (up to P7): 25, counted"],
        "Line": ["", "2 of talks.csv"],
        "Mended": ["", words],
    }
    assert "Kirsty" not in str(list(Change.objects.values_list("fields")))
    page = shown(client.get(reverse("campaigns:session_detail", args=[session.pk])))
    assert "Class “P7-30” → “P7”" in page


def test_sums_count_what_was_mended_and_the_total_is_compared_as_it_is(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="30-35"), a_talk(2), ["TOTAL", "", "", "60"])

    mend(client, batch, cell_3="35")

    page = client.get(f"/team/import/{batch.pk}/")
    assert page.context["summary"].total == 60
    assert page.context["summary"].says == (
        "The file says 60 (line 4). We bring in 60. That adds up."
    )
    batch.refresh_from_db()
    assert batch.sums[3][:2] == [25, 1]
    assert page_of(client, batch, 4).status_code == 404


def test_number_that_is_written_over_merged_cells_is_the_row_s_own(client, coordinator):
    batch = wide(coordinator, a_talk(1, pupils="90"), a_talk(2, pupils=""))
    batch.rows.update(seen={"number": {"3": "D2:D3"}, "spread": {"1": "B2:B3"}})
    client.post(f"/team/import/{batch.pk}/check/")
    assert [reason for _, _, reason in verdicts(batch)] == ["merged", "merged"]

    mend(client, batch, cell_3="30")

    assert verdicts(batch) == [(2, "ready", ""), (3, "held", "merged")]
    assert row_of(batch).problems == [
        f"“{SCHOOL}” stands in merged cells (B2:B3): taken for each row."
    ]


def test_link_stands_by_each_row_of_which_something_is_said(client, coordinator):
    batch = wide(
        coordinator,
        a_talk(1),
        a_talk(2, pupils="30-35"),
        a_talk(3, pupils="approx 20"),
        ["March 2019", *a_talk(4)[1:]],
        ["TOTAL", "", "", "60"],
    )

    page = client.get(f"/team/import/{batch.pk}/")

    assert [one["is_to_mend"] for one in page.context["rows"]] == [False, True, True, True, False]
    assert (
        f'<a class="small" href="/team/import/{batch.pk}/rows/3/">Mend this row'
        '<span class="unseen">: line 3</span></a>'
    ) in shown(page)


def test_spreadsheet_that_is_in_the_log_or_in_hand_is_not_mended(client, coordinator):
    batch = wide(coordinator, a_talk(1), a_talk(2, pupils="30-35"))
    fields = filled(page_of(client, batch, 3)) | {"cell_3": "31"}
    client.post(f"/team/import/{batch.pk}/commit/")
    address = f"/team/import/{batch.pk}/rows/3/"

    assert not listed(client, batch, 3)["is_to_mend"]
    assert client.get(address).url == f"/team/import/{batch.pk}/"
    assert "it has gone further meanwhile" in shown(client.post(address, fields))
    assert row_of(batch, 3).mended == {}


def test_line_is_found_on_its_page_of_many(client, coordinator, django_assert_max_num_queries):
    batch = check(a_batch(coordinator, *[a_row(number) for number in range(120)]))

    page = client.get(f"/team/import/{batch.pk}/?line=103")

    assert page.context["page"].number == 3
    assert '<tr id="line-103">' in shown(page)
    for wrong in ("x", "-1", "²", "9" * 30, "0"):
        answer = client.get(f"/team/import/{batch.pk}/", {"line": wrong})
        assert answer.context["page"].number == 1
    past = client.get(f"/team/import/{batch.pk}/?line=9999999")
    assert past.context["page"].number == 3


def test_large_spreadsheet_is_checked_by_the_worker_and_shows_the_line_then(
    client, coordinator, monkeypatch
):
    monkeypatch.setattr("campaigns.spreadsheets.tasks.AT_ONCE", 1)
    batch = wide(coordinator, a_talk(1, pupils="30-35"), a_talk(2, pupils="30-35"))

    response = mend(client, batch, cell_3="31", alike_3="on")

    batch.refresh_from_db()
    assert batch.work == "checking"
    assert response.url == f"/team/import/{batch.pk}/?line=2#line-2"
    assert client.get(response.url)["Refresh"] == "3"


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
    form = page_of(client, batch).context["form"]
    assert form["cell_3"].label == "Pupils"
    assert form["cell_3"].help_text == "In the file: “30-35”."


def test_row_of_another_line_or_campaign_is_not_there(client, coordinator):
    batch = wide(coordinator, a_talk(1))

    assert [page_of(client, batch, line).status_code for line in (1, 3, 10**12)] == [404] * 3
