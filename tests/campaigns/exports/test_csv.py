"""Domain rule 17: what leaves as a spreadsheet computes nothing there,
and a number stays a number.
"""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.exports.csv import FORMULA, INVISIBLE, NUMBER, PHONE, SPACES, cell, csv_lines


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\u200b=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("|calc", "'|calc"),
        ("-", "'-"),
        ("--5", "'--5"),
        ("-5 pupils", "'-5 pupils"),
        ("+44-1698-300000", "'+44-1698-300000"),
    ],
)
def test_what_looks_like_a_formula_becomes_text(value, written):
    assert cell(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"),
        (0, "0"),
        (1200, "1200"),
        (-2.5, "-2.5"),
        (None, ""),
        (date(2026, 11, 23), "2026-11-23"),
        ("-5", "-5"),
        ("+5", "+5"),
        ("-2.5%", "-2.5%"),
        ("+44 1698 300000", "+44 1698 300000"),
        ("+44 (0)1698 300000", "+44 (0)1698 300000"),
        ("+441698300000", "+441698300000"),
        ("", ""),
        ("Children: 25, counted", "Children: 25, counted"),
        ("a=b", "a=b"),
        ("O’Neil’s “own” school", "O’Neil’s “own” school"),
    ],
)
def test_numbers_telephones_and_words_stay_what_they_are(value, written):
    assert cell(value) == written


VALUES = st.one_of(
    st.integers(),
    st.text(),
    st.text(alphabet="=+-@|%\t\r\n '\"0123456789,;.()\u200b\ufeff＝", max_size=12),
)


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=5))
def test_every_cell_comes_back_and_none_computes(rows):
    text = "".join(csv_lines(["A", "B", "C"], rows))

    header, *read = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))

    assert (header, len(read)) == (["A", "B", "C"], len(rows))
    for given_row, read_row in zip(rows, read, strict=True):
        for value, written in zip(given_row, read_row, strict=True):
            plain = str(value).lstrip(INVISIBLE) if isinstance(value, str) else str(value)
            assert written in (plain, f"'{plain}")
            is_number = (
                not isinstance(value, str) or NUMBER.fullmatch(plain) or PHONE.fullmatch(plain)
            )
            assert is_number or not written.lstrip(INVISIBLE + SPACES).startswith(FORMULA)
            assert written == plain or not is_number


def test_lines_are_made_one_by_one():
    taken = []

    def rows():
        for number in range(1000):
            taken.append(number)
            yield [number]

    lines = csv_lines(["Number"], rows())

    assert [next(lines), next(lines), taken] == ["\ufeffNumber\r\n", "0\r\n", [0]]
