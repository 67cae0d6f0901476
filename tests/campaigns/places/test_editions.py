"""Every shape in which a list of schools is published is known by the names of its columns."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.places.councils import council_called, is_grant_aided
from campaigns.places.schools_file import FIGURES, ONLY_CHANGES, read_list
from sextortion_aware.files.text import AS_WINDOWS_TEXT
from sextortion_aware.files.unreadable import Unreadable
from tests.campaigns.places.list_editions import (
    DASHBOARD,
    FINTRYS,
    MAIL,
    PHONE,
    STATISTICS_2019,
    STATISTICS_2022,
    contact_list,
    csv_of,
    of_2017,
    of_contact_list,
    register,
    roll,
    statistics,
    workbook,
)

OURS = frozenset({"North Lanarkshire", "South Lanarkshire"})
OWN = ["seed_code", "name", "local_authority", "sector"]


def read(content: bytes, **given):
    return read_list(content, **{"file_name": "list.xlsx", "only_areas": OURS, **given})


def facts(school) -> tuple:
    return (
        school.seed_code,
        school.name,
        school.kind.value,
        school.area,
        school.roll,
        school.denomination,
        school.postcode,
        school.town,
    )


def test_contact_list_is_found_on_the_sixth_row_of_the_third_sheet():
    file = read(contact_list())

    where = ("Roman Catholic", "ML0 1AA", "Testwick")
    assert [facts(school) for school in file.schools] == [
        ("9990011", FINTRYS, "primary", "North Lanarkshire", None, *where),
        ("9990024", "Larkbrae School", "primary", "South Lanarkshire", None, *where),
        ("9990024", "Larkbrae School", "secondary", "South Lanarkshire", None, *where),
    ]
    assert [facts(school) for school in file.asked] == [
        ("9990037", "Wellcraig Centre", "special", "", None, *where)
    ]
    assert file.elsewhere == (("City of Edinburgh", "9990089"),)
    assert (file.bad, file.day) == ((), date(2024, 10, 31))
    assert file.remarks == ("The sheet “Open Schools” was read.",)


def test_contact_list_says_what_became_of_a_school():
    notes = read(contact_list()).notes

    assert notes["9990011"].words == "renamed in 2023, before “Fintry Primary School”"
    assert (notes["9990063"].words, notes["9990063"].closed_on) == (
        "closed 26 June 2024; To Larkbrae",
        date(2024, 6, 26),
    )


def test_special_school_with_a_primary_department_is_a_special_school():
    both = of_contact_list(9990099, "Highland", "Sgoil", primary="Yes", special="Yes")

    file = read(contact_list(both), only_areas=frozenset({"Highland"}))

    assert [school.kind for school in file.schools] == ["special"]


@pytest.mark.parametrize("make", [workbook, csv_of], ids=["workbook", "CSV"])
def test_roll_edition_has_roll_position_and_council(make):
    rows = roll()
    content = make(Schools_Final=rows) if make is workbook else make(*rows)

    [school] = read(content).schools

    assert facts(school) == (
        "9990011",
        FINTRYS,
        "primary",
        "North Lanarkshire",
        143,
        "Roman Catholic",
        "ML0 1AA",
        "Testwick",
    )
    assert (school.latitude, school.longitude) == (Decimal("55.821"), Decimal("-3.99"))


@pytest.mark.parametrize("code", ["S12000050", "S12000044"], ids=["code", "old code"])
def test_council_is_known_by_its_code_too(code):
    [school] = read(workbook(Schools=roll("", council_code=code))).schools

    assert school.area == "North Lanarkshire"


@pytest.mark.parametrize("withheld", ["*", "#", "c", "C", "x", "X", "z", ".", "N/A"])
@pytest.mark.parametrize("names", [STATISTICS_2019, STATISTICS_2022], ids=["2019", "2022"])
def test_statistics_give_the_roll_and_a_withheld_cell_says_nothing(names, withheld):
    file = read(workbook(Notes=[["Made up"]], Figures=statistics(names, withheld=withheld)))

    assert [(school.name, school.roll) for school in file.schools] == [
        (FINTRYS, 143),
        ("Sgoil Ùr", None),
    ]
    assert file.bad == ()


def test_statistics_know_no_council_of_a_grant_aided_school():
    file = read(workbook(Figures=statistics(STATISTICS_2022, council="Grant aided [ NOTE ]")))

    assert (len(file.schools), len(file.asked), file.bad) == (0, 2, ())


def test_list_of_2017_has_titles_over_three_columns_of_one_name():
    file = read(csv_of(*of_2017()))

    assert [facts(school)[2:7] for school in file.schools] == [
        ("primary", "South Lanarkshire", 99, "", "ML0 2BB"),
        ("secondary", "South Lanarkshire", 305, "", "ML0 2BB"),
    ]


def test_register_of_independent_schools_has_no_codes_and_no_councils():
    file = read(workbook(Registered_=register()))

    assert [(s.name, s.kind.value, s.postcode, s.roll) for s in file.asked] == [
        ("Braehall School", "primary", "ML0 4DD", None),
        ("Braehall School", "secondary", "ML0 4DD", None),
        ("Corrie Lodge", "special", "ML0 5EE", None),
        ("Farawa School", "secondary", "IV1 1AA", None),
    ]


def test_figures_by_school_are_told_to_be_no_list():
    with pytest.raises(Unreadable) as problem:
        read(csv_of(DASHBOARD, [2023, 9990011, 320, "North Lanarkshire", FINTRYS, *"abcde"]))

    assert str(problem.value) == FIGURES


def test_sheet_of_closed_schools_alone_is_no_list():
    rows = [["Seed Code", "School name", "Local authority", "Sector", "Status"], [1, *"abcd"]]

    with pytest.raises(Unreadable) as problem:
        read(csv_of(*rows))

    assert str(problem.value) == ONLY_CHANGES


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_list_is_read_in_whatever_letters_a_spreadsheet_wrote_it(separator, encoding):
    rows = [OWN, [9990012, "Sgoil Ghàidhlig", "North Lanarkshire", "Primary"]]

    file = read(csv_of(*rows, separator=separator, encoding=encoding))

    assert [school.name for school in file.schools] == ["Sgoil Ghàidhlig"]
    assert file.remarks == ((AS_WINDOWS_TEXT,) if encoding == "cp1252" else ())


def test_no_address_or_number_of_a_school_is_taken():
    file = repr(read(contact_list())) + repr(read(workbook(Schools=roll())))

    assert (MAIL in file, PHONE in file) == (False, False)


def test_columns_in_another_order_and_a_title_above_them_are_no_matter():
    rows = [["Our schools"], ["Sector", "Roll", "Local Authority", "Name", "Seed Code"]]

    [school] = read(csv_of(*rows, ["Primary", 12, "North Lanarkshire", "Brae", "9990012"])).schools

    assert (school.name, school.roll) == ("Brae", 12)


@pytest.mark.parametrize(
    ("said", "council"),
    [
        ("Edinburgh, City of", "City of Edinburgh"),
        ("Edinburgh City", "City of Edinburgh"),
        ("Glasgow", "Glasgow City"),
        ("Na h-Eileanan Siar", "Na h-Eileanan an Iar"),
        ("Eilean Siar", "Na h-Eileanan an Iar"),
        ("Comhairle nan Eilean Siar", "Na h-Eileanan an Iar"),
        ("Argyll & Bute", "Argyll and Bute"),
        ("Shetland Island", "Shetland Islands"),
        ("Aberdeen City ", "Aberdeen City"),
        ("North Lanarkshire Council", "North Lanarkshire"),
        ("S12000046", "Glasgow City"),
        ("Narnia", "Narnia"),
    ],
)
def test_council_is_known_in_its_other_spellings(said, council):
    assert council_called(said) == council


@pytest.mark.parametrize("said", ["Grant Aided", "Grant aided", "Grant aided [ NOTE ]"])
def test_grant_aided_is_no_council(said):
    assert is_grant_aided(said)


def test_of_two_lists_in_a_workbook_the_newer_is_read():
    old, new = roll(pupils=1), roll(pupils=2)

    content = workbook(Open_at_30_April_2016=old, Open_at_30_September_2017=new)

    assert [school.roll for school in read(content).schools] == [2]


def test_cell_of_signs_that_look_like_numbers_is_no_age():
    rows = register()
    rows[1][5] = "Age specific: ²-³"

    file = read(workbook(Registered_=rows))

    assert [str(row) for row in file.bad] == ["line 2: column sector is blank"]
