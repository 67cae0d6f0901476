"""A council's term dates are pasted as its page has them."""

from datetime import date

import pytest

from campaigns.models import Change, SchoolHoliday
from campaigns.places.pasted_dates import read_pasted
from campaigns.places.term_dates_file import Holiday
from tests.campaigns.places.test_list_upload import hidden_values, words
from tests.factories import make_area, make_campaign, make_member

PASTE, SAVE = "/team/holidays/list/paste/", "/team/holidays/list/save/"
COUNCIL = "South Lanarkshire"
MONTH_ABOVE = """School holidays 2026/2027
August
Tuesday 11 and Wednesday 12 August - in-service days (all schools)
Thursday 13 August - pupils return
December
Friday 18 December – schools close at 2.30pm
Monday 21 December to Friday 1 January (inclusive) - Christmas and New Year
May
Thursday 6 May - in-service day (polling day, subject to change)
Friday 28 and Monday 31 May - local holiday
June
Monday 7 June* - local holiday
* Lanark schools only
"""
IN_BRACKETS = """August 2026
Monday 10th August (In-service day)
Wednesday 12th August (Pupils return)
May 2027
3rd (May Day)
27st May (Schools closed)
"""
TABLE = """Holiday description\tStart date\tEnd date
Autumn holiday\tMonday 5 October 2026\tFriday 16 October 2026
In-service day | Friday 13 November 2026 | Friday 13 November 2026
Summer holiday\tMonday 28 June 2027\tTuesday 17 August 2027
Good Friday\tFriday 26 March 2027\t
"""


def read(text, *, year=2026):
    return read_pasted(text, council=COUNCIL, year=year)


def days(text, *, year=2026):
    file, _ = read(text, year=year)
    return [(one.name, one.first_on, one.last_on) for one in file.holidays]


def fates(text, *, year=2026):
    return [line.fate for line in read(text, year=year)[1]]


def test_months_above_with_days_and_footnotes():
    file, lines = read(MONTH_ABOVE, year=2020)

    assert file.bad == ()
    assert list(file.holidays) == [
        Holiday(COUNCIL, date(2026, 8, 11), date(2026, 8, 12), "In-service days", "", True),
        Holiday(COUNCIL, date(2026, 12, 21), date(2027, 1, 1), "Christmas and New Year"),
        Holiday(
            COUNCIL,
            date(2027, 5, 6),
            date(2027, 5, 6),
            "In-service day (polling day, subject to change)",
            "",
            True,
        ),
        Holiday(COUNCIL, date(2027, 5, 28), date(2027, 5, 28), "Local holiday"),
        Holiday(COUNCIL, date(2027, 5, 31), date(2027, 5, 31), "Local holiday"),
        Holiday(COUNCIL, date(2027, 6, 7), date(2027, 6, 7), "Local holiday", "Lanark"),
    ]
    assert [line.fate for line in lines] == [
        "the school year 2026/27",
        "the month above the next lines, August",
        "In-service days, 11 August 2026 to 12 August 2026, staff are in",
        "pupils are in on 13 August 2026: nothing to take",
        "the month above the next lines, December",
        "pupils are in on 18 December 2026: nothing to take",
        "Christmas and New Year, 21 December 2026 to 1 January 2027",
        "the month above the next lines, May",
        "In-service day (polling day, subject to change), 6 May 2027, staff are in",
        "Local holiday, 28 May 2027 and 31 May 2027",
        "the month above the next lines, June",
        "Lanark schools only, 7 June 2027",
        "what * stands for: Lanark schools only",
    ]


def test_date_first_and_its_meaning_in_brackets():
    assert days(IN_BRACKETS, year=2020) == [
        ("In-service day", date(2026, 8, 10), date(2026, 8, 10)),
        ("May Day", date(2027, 5, 3), date(2027, 5, 3)),
        ("Schools closed", date(2027, 5, 27), date(2027, 5, 27)),
    ]


def test_table_of_first_and_last_days():
    assert days(TABLE, year=2020) == [
        ("Autumn holiday", date(2026, 10, 5), date(2026, 10, 16)),
        ("In-service day", date(2026, 11, 13), date(2026, 11, 13)),
        ("Good Friday", date(2027, 3, 26), date(2027, 3, 26)),
        ("Summer holiday", date(2027, 6, 28), date(2027, 8, 17)),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Monday 11 August 2026 - holiday", "11 August 2026 is a Tuesday. Check the day and the"),
        ("31 February - holiday", "31 is no day of that month"),
        ("Tuesday 11 August", "it does not say whether the schools are closed"),
        ("Christmas break starts Monday 21 December", "it names one end of a holiday only"),
        ("Holiday from Monday 12 October", "it names one end of a holiday only"),
        ("Closed Friday 2 April, return Monday 19 April", "it names more than one day, with words"),
        ("Monday 7 June** - holiday", "it has a **, and no line says what that stands for"),
        ("5 - 9 and 12 - 16 October - holiday", "it names several first and last days"),
        ("10/13/2026 holiday", "no day that we can read"),
        ("Telephone 0303 123 1015", "no day that we can read"),
        ("Monday 12 - holiday", "no month stands with the day or above it"),
        (f"12 October - {'holiday ' * 40}", "it has more than 300 characters"),
        ("Monday 5 July to Friday 29 October 2027 - holiday", "column end_date must be the day"),
    ],
)
def test_line_that_is_not_understood_is_left_out_with_its_reason(line, reason):
    file, [told] = read(line)

    assert file.holidays == ()
    assert told.fate.startswith(f"left out: {reason}")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Friday 18 December to Monday 4 January - holiday", ("2026-12-18", "2027-01-04")),
        ("Monday 28 June to Tuesday 17 August - summer holiday", ("2027-06-28", "2027-08-17")),
        ("Monday 12 – Friday 16 October: holiday", ("2026-10-12", "2026-10-16")),
        ("From Monday 12 October until Friday 16 October, holiday", ("2026-10-12", "2026-10-16")),
        ("Easter Monday 29 March 2027 - schools closed", ("2027-03-29", "2027-03-29")),
        ("\u2022 Mon\xa012\u200b Oct 2026 - holiday", ("2026-10-12", "2026-10-12")),
    ],
)
def test_ways_to_write_a_holiday(line, expected):
    [(_, first, last)] = days(line)

    assert (str(first), str(last)) == expected


def test_same_day_twice_is_taken_once():
    line = "Monday 3 May 2027 - May Day"

    assert len(days(f"{line}\n{line}")) == 1
    assert fates(f"{line}\n{line}")[1] == "left out: the same as line 1"


def test_word_of_a_time_or_a_stage_is_no_day():
    assert fates("Friday 18 December 2026 - P1-P3 close at 2.30pm, P4-P7 at 3pm") == [
        "pupils are in on 18 December 2026: nothing to take"
    ]


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator", campaign=make_campaign(areas=[make_area()]))
    client.force_login(member.user)
    return member


def paste(client, text, **changed):
    typed = {"council": "North Lanarkshire", "year": "2026", "days": text, **changed}
    return client.post(PASTE, typed, follow=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("midday")
class TestOnThePage:
    def test_each_line_is_told_of_and_one_press_takes_them(self, client, coordinator):
        checked = paste(client, IN_BRACKETS.replace("\n", "\r\n") + "<b>Who knows</b>")
        before = SchoolHoliday.objects.count()

        client.post(SAVE, hidden_values(checked), follow=True)

        said = words(checked)
        assert before == 0
        assert "3 new, 0 changed, 0 as we have them. Nothing is written yet." in said
        assert "<td>27st May (Schools closed)</td>" in said
        assert "Schools closed, 27 May 2027 </td>" in said
        assert "&lt;b&gt;Who knows&lt;/b&gt;" in said
        assert "Left out: no day that we can read" in said
        assert sorted(SchoolHoliday.objects.values_list("name", "area__name")) == [
            ("In-service day", "North Lanarkshire"),
            ("May Day", "North Lanarkshire"),
            ("Schools closed", "North Lanarkshire"),
        ]
        line = Change.objects.get(kind="uploaded")
        assert (line.about, line.by) == (
            "School holidays: pasted, North Lanarkshire",
            coordinator.user,
        )

    def test_what_was_pasted_stands_in_the_box_again(self, client, coordinator):
        paste(client, IN_BRACKETS, year="2027")

        form = client.get(PASTE).context["form"]

        assert (form.initial["days"], form.initial["year"]) == (IN_BRACKETS.strip(), 2027)

    def test_nothing_understood_leaves_nothing_to_take(self, client, coordinator):
        said = words(paste(client, "Term dates"))

        assert "There is nothing to take from it." in said
        assert "Left out: no day that we can read" in said

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("x" * 20_001, "Paste 20,000 characters at most: these are 20,001"),
            ("x\n" * 401, "Paste 400 lines at most: these are 401"),
            ("", "Paste what you copied from the council’s page"),
        ],
    )
    def test_what_is_too_long_is_refused_and_stays_typed(self, client, coordinator, text, problem):
        page = paste(client, text)

        assert page.context["form"].errors["days"] == [problem]
        assert page.context["form"]["days"].value() == text

    def test_other_council_and_other_year_are_refused(self, client, coordinator):
        errors = paste(client, IN_BRACKETS, council="Fife", year="1999").context["form"].errors

        assert errors == {
            "council": ["Choose a council from the list"],
            "year": ["Choose a school year from the list"],
        }

    @pytest.mark.parametrize(
        ("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)]
    )
    def test_only_coordinators_paste(self, client, role, status):
        if role != "nobody":
            client.force_login(make_member(role=role).user)

        assert client.post(PASTE, {}).status_code == status


@pytest.mark.parametrize(
    "line",
    [
        "October holiday\t12/10/2026\t23/10/2026",
        "October holiday 12.10.26 – 23.10.26",
        "October holiday: 2026-10-12 to 2026-10-23",
        "12-10-2026 until 23-10-2026 October holiday",
    ],
)
def test_days_in_figures_are_read_with_the_day_first(line):
    assert days(line) == [("October holiday", date(2026, 10, 12), date(2026, 10, 23))]


def test_one_line_of_all_that_may_be_pasted_is_left_out():
    assert fates("* " * 9_999)[0].startswith("left out: it has more than 300 characters")
