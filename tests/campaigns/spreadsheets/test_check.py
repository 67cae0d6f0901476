"""The dry run: what is said of each row, and that it is said by the very rules of the log form."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Audience, Change, Session
from campaigns.sessions import rules
from campaigns.spreadsheets.columns import column_problems, guess
from tests import factories
from tests.campaigns.spreadsheets.dry_run import WIDE, checked, read_row, said
from tests.campaigns.spreadsheets.files import a_row

pytestmark = pytest.mark.django_db


def test_headers_of_a_usual_log_are_guessed():
    assert list(guess(WIDE, [])) == [
        "date",
        "start",
        "length",
        "place",
        "format",
        "topic",
        "stages",
        "officers",
        "pupils",
        "young_people",
        "parents",
        "professionals",
        "adults",
        "total",
        "notes",
    ]
    assert guess(["Ref", "Number of pupils", "Venue"], [["1", "20", "A"]]) == {
        "place": 2,
        "pupils": 1,
    }
    assert guess(["", "Venue"], [["12/3/19", "A"], ["13/3/19", "B"]])["date"] == 0


def test_columns_that_are_missing_or_named_twice_are_told():
    assert column_problems({}) == {
        "date": "Choose the column with the date",
        "place": "Choose the column with the place",
        "total": "Choose the column with the total, or one for each audience",
    }
    assert column_problems({"date": 0, "place": [1, 3], "children": [2, 4]}) == {
        "place": "Two columns are chosen as “Place”. Choose one"
    }


def test_each_row_has_its_verdict_and_its_line(known):
    batch = checked(
        known,
        a_row(1),
        ["", "", "Braeside Primary School", "", 9, "", ""],
        ["31/02/2019", "", "Braeside Primary School", "", 9, "", ""],
        a_row(1),
        a_row(2, place="Braside PS"),
        a_row(3, total="30-35"),
    )

    assert batch.state == "checked"
    assert batch.rows_done == 6
    assert said(batch) == [
        (2, "ready", []),
        (3, "held", ["It has no date"]),
        (
            4,
            "wrong",
            ["“31/02/2019” is not a day of the calendar. The day comes first, then the month"],
        ),
        (5, "duplicate", ["It says the same as line 2"]),
        (
            6,
            "wrong",
            [
                "“Braside PS” is not a place that we know for certain. Choose which one it is",
            ],
        ),
        (
            7,
            "wrong",
            ["“30-35” is two numbers. Enter one, with “approx” before it when it is an estimate"],
        ),
    ]
    assert not Session.objects.exists()
    assert not Change.objects.exists()


def test_rules_of_the_log_are_asked_word_for_word(known):
    closed = factories.make_place(name="Tollgate Primary School", closed_on=date(2018, 6, 30))
    batch = checked(
        known,
        ["01/10/2015", "", "Braeside Primary School", "", 9, "", ""],
        ["12/03/2019", "", closed.name, "", 5_001, "", ""],
        ["24/11/2026", "", "Braeside Primary School", "", 9, "", ""],
        ["12/03/2019", "", "Braeside Primary School", "", 9, "", "Ask 07700 900123"],
    )

    assert [problems for _, _, problems in said(batch)] == [
        ["The date must be 1 November 2015 or later, when the campaign began"],
        [
            (
                "Tollgate Primary School closed on 30 June 2018. Choose another place or check "
                "the date"
            ),
            "A number of people must be between 0 and 5,000",
        ],
        ["It is still to come. Only what was held can be brought in: plan it in the log"],
        ["Take the phone number out: this text is kept for years"],
    ]


def test_new_rule_of_the_log_is_a_rule_of_the_dry_run(known, monkeypatch):
    def never_at_braeside(**told):
        raise ValidationError({"place": ["Nobody goes to Braeside"]})

    monkeypatch.setattr(rules, "check_session", never_at_braeside)

    assert said(checked(known, a_row(1))) == [(2, "wrong", ["Nobody goes to Braeside"])]


def test_count_beside_the_class_counts_when_no_column_has_one(known):
    row = read_row(known, **{"Class": "P6/7 60"})
    assert [(count.audience, count.count) for count in row.counts] == [(Audience.CHILDREN, 60)]
    both = read_row(known, **{"Class": "P7, S1 60"})
    assert both.verdict == "held"
    assert [(count.audience, count.count) for count in both.counts] == [(Audience.NOT_RECORDED, 60)]
    beside = read_row(known, **{"Class": "P7 60", "Staff": "4"})
    assert {count.audience: count.count for count in beside.counts} == {
        Audience.PROFESSIONALS: 4,
        Audience.CHILDREN: 60,
    }
    assert read_row(known, **{"Class": "P7 60", "Pupils": "60"}).verdict == "ready"
    other = read_row(known, **{"Class": "P7 60", "Pupils": "28"})
    assert "The class says 60 and the pupils are 28" in other.problems


def test_each_remark_of_a_row_is_said_and_it_comes_in(known):
    row = read_row(known, **{"Time": "Period 3", "Class": "Parents", "Pupils": "~20"})
    assert row.verdict == "ready"
    assert len(row.problems) == 3


def test_row_is_read_into_details_and_counts(known):
    row = read_row(
        known,
        **{
            "Time": "1.30",
            "Length": "1 hr",
            "Type": "P7 Assembly",
            "Topic": "talk about sextortion",
            "Class": "P6/7",
            "Officer": "PC Muir",
            "Pupils": "approx 60",
            "Staff": "4",
            "Comments": "Went well",
        },
    )

    told = row.details
    remark = "“approx 60” is taken as 60, an estimate."
    assert (row.verdict, row.problems) == ("ready", [remark])
    assert (told["held_on"], f"{told['starts_at']:%H:%M}", told["minutes"], told["format"]) == (
        date(2019, 3, 12),
        "13:30",
        60,
        "assembly",
    )
    assert (
        told["stages"],
        [str(topic) for topic in told["topics"]],
        [str(one) for one in told["officers"]],
    ) == (
        ("P6", "P7"),
        ["Sextortion"],
        ["Catriona Muir"],
    )
    assert told["notes"] == "Went well"
    assert [(count.audience, count.count, count.known) for count in row.counts] == [
        ("children", 60, "estimated"),
        ("professionals", 4, "register"),
    ]


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"Total": "60"}, [("not_recorded", 60)]),
        ({}, [("not_recorded", None)]),
        ({"Total": "0"}, [("not_recorded", 0)]),
        ({"Total": "64", "Pupils": "60", "Staff": "4"}, [("children", 60), ("professionals", 4)]),
        ({"Pupils": "60", "Staff": "?"}, [("children", 60)]),
        ({"Total": "64", "Pupils": "60", "Staff": "?"}, [("children", 60), ("not_recorded", 4)]),
    ],
)
def test_total_without_a_breakdown_is_not_recorded(known, cells, counts):
    row = read_row(known, **cells)

    assert (row.verdict, [(count.audience, count.count) for count in row.counts]) == (
        "ready",
        counts,
    )
    assert row.counts[0].known == ("unknown" if counts[0][1] is None else "register")
    assert set(dict(counts)) <= set(Audience.values)


@pytest.mark.parametrize(
    "parts", [{"Pupils": "60"}, {"Pupils": "70"}, {"Pupils": "70", "Staff": "?"}]
)
def test_total_that_its_parts_do_not_add_up_to_is_wrong(known, parts):
    row = read_row(known, Total="64", **parts)

    assert row.problems == [f"The total says 64 and the audiences add up to {parts['Pupils']}"]


def test_formula_is_refused_by_its_cell_only_where_it_is_needed(known):
    assert read_row(known, Total="=SUM(J2:N2)").problems == [
        (
            "Cell I2 holds a formula. What it comes to may be out of date: mend this row with the "
            "number itself, or paste the column as values in the file"
        )
    ]
    assert read_row(known, header=(*WIDE, "Sum"), Sum="=SUM(J2:N2)").verdict == "ready"


def test_what_is_taken_by_default_is_said(known):
    row = read_row(known, Type="drop in", Topic="Fire safety", Officer="PC Bell & C Nobody")

    assert row.verdict == "ready"
    assert row.problems == [
        "“drop in” is not a kind of session that we know: taken as Class lesson.",
        "“Fire safety” is not one of our topics: taken as Sextortion.",
        "“PC Bell, C Nobody” is nobody whom we know for certain: taken as Catriona Muir.",
    ]


def test_online_needs_no_place(known):
    row = read_row(known, School="MS Teams")

    assert (row.verdict, row.details["place"], row.details["is_online"]) == ("ready", None, True)


@pytest.mark.parametrize(
    ("cells", "starts_at", "minutes"),
    [
        ({"Date": "43536.4375"}, time(10, 30), None),
        ({"Date": "43536.4375", "Time": "9.30"}, time(9, 30), None),
        ({"Date": "43536"}, None, None),
        ({"Time": "7.30-8.30pm"}, time(19, 30), 60),
        ({"Time": "6.30 - 7.30"}, time(18, 30), 60),
        ({"Time": "6.30 - 7.30", "Length": "45"}, time(18, 30), 45),
    ],
)
def test_start_of_a_row_is_in_its_own_cell_or_beside_the_date(known, cells, starts_at, minutes):
    row = read_row(known, **{"Total": "25", "Class": "P7", **cells})

    assert (row.verdict, row.problems) == ("ready", [])
    assert (row.details["starts_at"], row.details["minutes"]) == (starts_at, minutes)
