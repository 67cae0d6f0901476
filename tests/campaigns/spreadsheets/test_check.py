"""The dry run: what is said of each row, and that it is said by the very rules of the log form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.history.conflicts import Conflict
from campaigns.models import Audience, Change, ImportLayout, PlaceAlias, Session
from campaigns.sessions import rules
from campaigns.spreadsheets.batches import accept_row, choose_columns, say_places
from campaigns.spreadsheets.columns import column_problems, format_of, guess
from campaigns.spreadsheets.names import KnownOfficers, KnownPlaces, KnownTopics, as_alias
from campaigns.spreadsheets.rows import judge, setting_of
from tests import factories
from tests.campaigns.spreadsheets.files import HEADER, a_row, check, team, upload_rows, verdicts
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

WIDE = (
    "Date",
    "Time",
    "School",
    "Length",
    "Type",
    "Topic",
    "Class",
    "Officer",
    "Total",
    "Pupils",
    "Young people",
    "Parents",
    "Staff",
    "Others",
    "Comments",
)


@pytest.fixture
def known():
    return team()


def checked(known, *rows, header=HEADER, **columns):
    _, member, topic = known
    return check(upload_rows(rows, member=member, topic=topic, header=header, **columns))


def said(batch):
    return [(row.line, row.verdict, row.problems) for row in batch.rows.all()]


def read_row(known, header=WIDE, **cells):
    """One row of the wide file, as the parser sees it."""
    campaign, member, topic = known
    given = {"Date": "12/03/2019", "School": "Braeside Primary School", **cells}
    columns = guess(header, []) | {
        "default_format": "lesson",
        "default_topic": topic.pk,
        "default_officer": member.pk,
        "default_known": "register",
    }
    setting = setting_of(campaign=campaign, columns=columns, today=TODAY)
    return judge([given.get(name, "") for name in header], line=2, setting=setting)


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
        "total",
        "children",
        "young_people",
        "parents",
        "professionals",
        "adults",
        "notes",
    ]
    assert guess(["Ref", "Number of pupils", "Venue"], [["1", "20", "A"]]) == {
        "place": 2,
        "total": 1,
    }
    assert guess(["", "Venue"], [["12/3/19", "A"], ["13/3/19", "B"]])["date"] == 0


def test_columns_that_are_missing_or_named_twice_are_told():
    assert column_problems({}) == {
        "date": "Choose the column with the date",
        "place": "Choose the column with the place",
        "total": "Choose the column with the total, or one for each audience",
    }
    assert column_problems({"date": 0, "place": 1, "children": 1}) == {
        "children": "This column is chosen for “Place” too"
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
                (
                    "“Braside PS” is not a place that we know for certain. Choose which one it "
                    "is, above the rows"
                )
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
    assert (row.verdict, row.problems) == ("ready", [])
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
            "Cell I2 holds a formula. What it comes to may be out of date: copy the column and "
            "paste it as values"
        )
    ]
    assert read_row(known, header=(*WIDE, "Sum"), Sum="=SUM(J2:N2)").verdict == "ready"


def test_what_is_taken_by_default_is_said(known):
    row = read_row(known, Type="drop in", Topic="Fire safety", Officer="PC Bell & C Nobody")

    assert row.verdict == "ready"
    assert row.problems == [
        "“drop in” is not a kind of session that we know: taken as Class lesson.",
        "“Fire safety” is not one of our topics: taken as Sextortion.",
        "“PC Bell, C Nobody” is not in the team: taken as Catriona Muir.",
    ]


def test_online_needs_no_place(known):
    row = read_row(known, School="MS Teams")

    assert (row.verdict, row.details["place"], row.details["is_online"]) == ("ready", None, True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Assembly", "assembly"),
        ("Parents' evening", "parents"),
        ("staff CPD", "staff"),
        ("PSE input", "lesson"),
        ("Gala day", "community"),
        ("x", None),
    ],
)
def test_kind_of_session_is_known_by_its_words(words, kind):
    assert format_of(words) == kind


@pytest.mark.parametrize(
    "name",
    [
        "Braeside Primary School",
        "BRAESIDE PRIMARY  SCHOOL",
        "Braeside PS",
        "Braeside Primary",
        "Braeside P.S.",
        "Braeside Primary School, Wishaw",
    ],
)
def test_place_is_known_however_it_is_written(known, name):
    assert KnownPlaces(known[0]).called(name).name == "Braeside Primary School"


def test_place_whose_name_two_bear_is_not_known_but_both_are_suggested(known):
    factories.make_place(town="Stepps")
    places = KnownPlaces(known[0])

    assert places.called("Braeside PS") is None
    assert {place.town for place in places.suggested("Braeside PS")} == {"Wishaw", "Stepps"}
    assert places.called("Braeside PS, Stepps").town == "Stepps"


def test_place_of_another_campaign_is_neither_known_nor_suggested(known):
    factories.make_place(
        name="Auchtermuchty High School", campaign=factories.make_campaign(name="Fife")
    )
    places = KnownPlaces(known[0])

    assert (
        places.called("Auchtermuchty High School"),
        places.suggested("Auchtermuchty High School"),
    ) == (None, [])


def test_suggestions_are_the_most_alike_first(known):
    for name in ("Braehead Primary School", "Wishaw Academy"):
        factories.make_place(name=name)

    assert [place.name for place in KnownPlaces(known[0]).suggested("Braesid Prim")] == [
        "Braeside Primary School",
        "Braehead Primary School",
    ]


def test_choice_of_a_place_is_remembered_and_can_be_changed(known):
    batch = checked(known, a_row(1, place="St. Something's P.S."))
    other = factories.make_place(name="Other")
    assert batch.rows.get().unknown_place == "St. Something's P.S."

    say_places(batch=batch, places={"St. Something's P.S.": other})
    say_places(
        batch=batch,
        places={"St Somethings PS": known[0].places.get(name="Braeside Primary School")},
    )

    assert PlaceAlias.objects.get().words == as_alias("st somethings primary school")
    assert verdicts(check(batch)) == [(2, "ready")]
    assert batch.rows.get().unknown_place == ""


def test_officers_are_known_by_name_surname_or_address_and_viewers_never(known):
    factories.make_member(name="Ailsa Reid", is_active=False)
    factories.make_member(name="Una Shaw", role="viewer")
    officers = KnownOfficers(known[0])

    found, unknown = officers.called("PC Reid, catriona.muir@example.org and Una Shaw")

    assert ([str(one) for one in found], unknown) == (["Ailsa Reid", "Catriona Muir"], ["Una Shaw"])


@pytest.mark.parametrize(
    "typed", ["PC O'Néill", "o´neill", "Siobhán ONeill", "Sgt SIOBHAN O’NEILL", "Smith Jones"]
)
def test_officer_is_known_however_the_name_is_typed(known, typed):
    factories.make_member(name="Siobhan O’Neill")
    factories.make_member(name="Una Smith-Jones")

    found, unknown = KnownOfficers(known[0]).called(typed)

    assert (len(found), unknown) == (1, [])


def test_topic_is_known_however_it_is_typed(known):
    factories.make_topic(name="Children’s phones")
    topics = KnownTopics(known[0])

    assert {str(one) for one in topics.called("About childrens  PHONES (P7)")} == {
        "Children’s phones"
    }
    assert topics.called("Grandchildren’s phones") == []
    assert len(topics.called("x" * 1_500 + " sextortion")) == 1


@pytest.mark.parametrize(
    "typed", ["Saint Somethings", "ST SOMETHING’S", "st. sòmethings", "St Something`s"]
)
def test_word_of_a_person_for_one_spelling_is_a_word_for_all(known, typed):
    batch = checked(known, a_row(1, place="St. Something's"))
    braeside = known[0].places.get(name="Braeside Primary School")

    say_places(batch=batch, places={"St. Something's": braeside})

    assert KnownPlaces(known[0]).called(typed) == braeside


def test_topics_are_known_by_name_within_the_cell(known):
    factories.make_topic(name="Grooming")

    assert {str(topic) for topic in KnownTopics(known[0]).called("Sextortion & grooming")} == {
        "Sextortion",
        "Grooming",
    }


def test_session_in_the_log_is_shown_and_can_be_said_to_be_another(known):
    there = factories.make_session(held_on=date(2016, 1, 5))
    batch = checked(
        known, a_row(1), [*a_row(1)[:3], "P5", 25, "", ""], ["05/01/2016", "13:00", *a_row()[2:]]
    )

    assert verdicts(batch) == [(2, "duplicate"), (3, "ready"), (4, "ready")]
    assert batch.rows.get(line=2).looks_like == there
    accept_row(batch=batch, line=2)
    assert verdicts(check(batch)) == [(2, "ready"), (3, "ready"), (4, "ready")]
    with pytest.raises(Conflict):
        accept_row(batch=batch, line=3)


@pytest.mark.parametrize("state", ["voided", "cancelled"])
def test_session_that_does_not_stand_is_like_nothing(known, state):
    factories.make_session(held_on=date(2016, 1, 5), state=state, state_reason="Flood")

    assert verdicts(checked(known, a_row(1))) == [(2, "ready")]


def test_two_classes_of_one_morning_are_two_sessions(known):
    rows = [
        ["05/01/2016", "", "Braeside Primary School", "P7", total, "", ""] for total in (25, 27, 25)
    ]

    assert verdicts(checked(known, *rows)) == [(2, "ready"), (3, "ready"), (4, "duplicate")]


def test_session_online_is_the_same_by_its_number(known):
    session = factories.make_session(
        held_on=date(2016, 1, 5), is_online=True, stages=(), starts_at=None
    )
    factories.make_attendance(session=session, count=25)
    rows = [["05/01/2016", "", "Teams", "", total, "", ""] for total in (25, 27)]

    assert verdicts(checked(known, *rows)) == [(2, "duplicate"), (3, "ready")]


def test_columns_cannot_be_changed_once_it_is_in_the_log(known):
    batch = checked(known, a_row(1))
    type(batch).objects.filter(pk=batch.pk).update(work="writing")

    with pytest.raises(Conflict):
        choose_columns(batch=batch, columns=batch.columns)

    assert ImportLayout.objects.count() == 1


def test_work_that_nobody_knows_is_refused_by_the_database(known):
    from django.db import IntegrityError, transaction

    batch = checked(known, a_row(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        type(batch).objects.filter(pk=batch.pk).update(work="resting")
