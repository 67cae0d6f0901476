import re

import pytest

from advice.checks import problems
from advice.library import library, load_library
from advice.rendering import render_body
from tests.advice.content import FIGURES, SOURCES, content, page

SECOND = FIGURES.index("[[bikes.rows]]", FIGURES.index("[[bikes.rows]]") + 1)


def wrong(folder, figures=FIGURES, **kwargs):
    return [
        str(problem)
        for problem in problems(load_library(content(folder, figures=figures, **kwargs)))
    ]


def in_second_row(old, new):
    """The two rows are alike until a test changes the second."""
    return FIGURES[:SECOND] + FIGURES[SECOND:].replace(old, new)


@pytest.fixture
def found(tmp_path):
    return load_library(content(tmp_path))


def test_series_is_drawn_as_bars_from_nought_with_what_was_counted_and_its_source(found):
    html = render_body("Before.\n\n[[figures:bikes]]\n\nAfter.", found)

    assert "<caption>Bikes</caption>" in html
    assert re.findall(r'<th scope="row">(.*?)</th>\s*<td class="num">(.*?)</td>', html) == [
        ("December 2015 to March 2016", "1,200"),
        ("April to July 2016", "300"),
    ]
    assert re.findall(r'<rect class="bar" width="([\d.]+)%"', html) == ["100", "25"]
    assert "What was counted: Bikes on the road. Each row is 4 months." in html
    assert "A paper, “A story” (2016)." in html
    assert html.startswith("<p>Before.</p>\n")
    assert html.endswith("<p>After.</p>\n")
    assert "<p></p>" not in html


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2015-12-01", "2016-03-31", "December 2015 to March 2016"),
        ("2020-01-01", "2020-08-31", "January to August 2020"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-04-01", "2024-03-31", "April 2023 to March 2024"),
    ],
)
def test_period_is_named_as_people_say_it(tmp_path, first, last, period):
    figures = (
        FIGURES[:SECOND]
        .replace("2015-12-01", first)
        .replace("2016-03-31", last)
        .replace('unit = "Number"', 'unit = "Number"\ndrawn = false')
    )

    assert (
        load_library(content(tmp_path, figures=figures)).figures["bikes"].rows[0].period == period
    )


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        (
            in_second_row("Bikes on the road", "Bikes in shops"),
            (
                'its rows do not all count the same ("counts"), so they are never drawn together: '
                "say drawn = false."
            ),
        ),
        (
            in_second_row("2016-07-31", "2016-08-31"),
            (
                "its periods are not of one length, so they are never drawn together: say drawn = "
                "false."
            ),
        ),
        (
            in_second_row("2016-04-01", "2016-03-01").replace("2016-07-31", "2016-06-30"),
            "its periods must follow one another in time, with none counted twice.",
        ),
        (
            in_second_row("2016", "2014"),
            "its periods must follow one another in time, with none counted twice.",
        ),
        (
            FIGURES[:SECOND],
            "one row is no comparison: say drawn = false, or write it in a sentence.",
        ),
        (
            '[bikes]\ntitle = "Bikes"\nunit = "Number"\nrows = [1]\n',
            '"rows" must be tables like [[lanarkshire.rows]].',
        ),
        (
            '[bikes]\ntitle = "Bikes"\nunit = "Number"\nrows = []\n',
            '"rows" must be tables like [[lanarkshire.rows]].',
        ),
        (in_second_row("value = 300", "value = -1"), 'row 2: "value" must not be below nought.'),
        (in_second_row("value = 300", 'value = "300"'), 'row 2: "value" must be a whole number.'),
        (
            in_second_row('["R1"]', "[]"),
            'row 2: "sources" is empty: say where the number comes from.',
        ),
        (in_second_row("value", "colour = 1\nvalue"), 'row 2: "colour" is not a key we know.'),
        (
            in_second_row("2016-04-01", "2016-04-02"),
            (
                'row 2: "first" must be the first day of a month, and "last" the last day of that '
                "month or a later one."
            ),
        ),
        (
            in_second_row("2016-07-31", "2016-07-30"),
            (
                'row 2: "first" must be the first day of a month, and "last" the last day of that '
                "month or a later one."
            ),
        ),
        (
            in_second_row("2016-07-31", "2016-02-29"),
            (
                'row 2: "first" must be the first day of a month, and "last" the last day of that '
                "month or a later one."
            ),
        ),
    ],
)
def test_check_refuses_what_must_not_be_compared_and_what_is_not_whole(tmp_path, figures, reason):
    assert wrong(tmp_path, figures) == [f"figures.toml: [bikes] {reason}"]


def test_series_that_is_refused_is_never_drawn(tmp_path):
    found = load_library(content(tmp_path, figures=in_second_row("2016-07-31", "2016-08-31")))

    assert found.figures == {}


def test_rows_that_do_not_compare_stand_in_a_table_that_says_what_each_one_counts(tmp_path):
    figures = in_second_row("Bikes on the road", "Bikes in shops").replace(
        'unit = "Number"', 'unit = "Number"\ndrawn = false'
    )
    found = load_library(content(tmp_path, figures=figures))

    html = render_body("[[figures:bikes]]", found)

    assert "<svg" not in html
    assert "Each row is" not in html
    assert re.findall(r"<td>(.*?)</td>", html) == ["Bikes on the road.", "Bikes in shops."]
    assert "1,200" in html


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("[[figures:cars]]", 'there is no series "cars" in figures.toml, or it is wrong.'),
        (
            "See [[figures:bikes]] here.",
            (
                '"[[" would be shown as it stands: it is not a link, a contact, a block or bold '
                "text that we know."
            ),
        ),
        (
            "## [[figures:bikes]]",
            (
                '"[[" would be shown as it stands: it is not a link, a contact, a block or bold '
                "text that we know."
            ),
        ),
    ],
)
def test_check_refuses_figures_that_cannot_be_shown(tmp_path, body, reason):
    page(tmp_path, "bad", body=body)

    assert wrong(tmp_path) == [f"bad.md: {reason}"]


def test_check_refuses_a_source_that_nobody_registered_or_the_page_does_not_name(tmp_path):
    page(tmp_path, "bad", body="[[figures:bikes]]")
    figures = in_second_row('["R1"]', '["R1", "R2"]')

    assert wrong(tmp_path, figures) == [
        'figures.toml: source "R2" is not in sources.toml.',
        'bad.md: [[figures:bikes]] comes from R2: name it in "sources".',
    ]
    assert (
        wrong(tmp_path, figures, sources=SOURCES + '[R2]\npublisher = "Two"\ntitle = "More"\n')[1:]
        == []
    )


def test_every_series_of_the_site_is_shown_and_is_the_one_in_its_source():
    rows = {
        key: [(row.period, row.value) for row in series.rows]
        for key, series in library().figures.items()
    }
    figures = library().page("figures")

    assert rows == {
        "lanarkshire": [("December 2015 to March 2016", 12), ("April to July 2016", 14)],
        "scotland": [
            ("January to August 2019", 196),
            ("January to August 2020", 283),
            ("January to August 2020", 236),
            ("April to September 2022", 819),
        ],
        "rph": [("2020", 593), ("2021", 1124)],
        "report_remove": [("2023", 792), ("2024", 1142)],
        "iwf": [("2022", 21), ("2023", 176)],
        "ncmec": [("2022", 10731), ("2023", 26718)],
    }
    assert re.findall(r"\[\[figures:(\w+)\]\]", figures.body) == list(rows)
    assert [key for key, series in library().figures.items() if not series.drawn] == ["scotland"]
