"""What was mended: in all rows that say the same, in the list, in the sums and in the history."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Change, ImportBatch, Session
from campaigns.spreadsheets.batches import start_work
from tests.campaigns.spreadsheets.files import a_row, check
from tests.campaigns.spreadsheets.mending import (
    SCHOOL,
    a_talk,
    filled,
    listed,
    mend,
    page_of,
    row_of,
    verdicts,
    wide,
)
from tests.campaigns.spreadsheets.team_pages import a_batch, shown

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            {"cell_3": "479"},
            "444 more than the file says. Numbers in 1 row were mended here, and the file’s own "
            "total is as it was.",
        ),
        (
            {"cell_3": "33"},
            "2 are in neither: a number that cannot be read, or a column that is not used. Numbers "
            "in 1 row were mended here, and the file’s own total is as it was.",
        ),
        (
            {"cell_5": "A1", "cell_3": "36"},
            "1 more than the file says: look whether something is counted twice.",
        ),
    ],
)
def test_total_of_the_file_accuses_nobody_of_what_was_mended(client, coordinator, cells, words):
    first = "36" if "cell_5" in cells else "30-35"
    batch = wide(coordinator, a_talk(1, pupils=first), a_talk(2), ["TOTAL", "", "", "60"])

    mend(client, batch, **cells)

    says = client.get(f"/team/import/{batch.pk}/").context["summary"].says
    assert says.endswith(words)


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


def test_link_stands_by_each_row_but_the_total(client, coordinator):
    batch = wide(
        coordinator,
        a_talk(1),
        a_talk(2, pupils="30-35"),
        a_talk(3, pupils="approx 20"),
        ["March 2019", *a_talk(4)[1:]],
        ["TOTAL", "", "", "60"],
    )

    page = client.get(f"/team/import/{batch.pk}/")

    assert [one["is_to_mend"] for one in page.context["rows"]] == [True, True, True, True, False]
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
