"""Lists of schools as they are published, with the names of their columns and made-up schools."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

Cells = Sequence[object]

CONTACT_LIST = [
    "Seed Code",
    "LA Name",
    "Centre Type",
    "School Name",
    "Address Line1",
    "Address Line2",
    "Address Line3",
    "Post Code",
    "Unique Property Reference Number (UPRN)",
    "Email",
    "Phone Number",
    "Website Address",
    "Pre-school Department",
    "Primary Department",
    "Secondary Department",
    "Special Department",
    "Provision for Gaelic Learners",
    "Medium of Education",
    "Denomination",
]
ROLL = [
    "SeedCode",
    "SchUID",
    "SchoolType",
    "CentreType",
    "SchoolName",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "PostCode",
    "LAName",
    "LACode",
    "Email",
    "Phone",
    "Denomination",
    "FTETeacher",
    "PupilRoll",
    "Latitude",
    "Longitude",
]
STAGES = [*(f"P{n}" for n in range(1, 8)), *(f"S{n}" for n in range(1, 7))]
STATISTICS_2019 = [
    "Local Authority",
    "SeedCode",
    "School Name",
    "School Type",
    "FTE Teachers",
    "Pupil roll(1)",
    *STAGES,
    "Denomination of school",
]
STATISTICS_2022 = [
    "Teachers (Full Time Equivalent) [Note 1]" if name.startswith("FTE") else name
    for name in STATISTICS_2019
]
STATISTICS_2022[5] = "Pupil roll"
OF_2017 = [
    "SeedCode",
    "LA Name",
    "Centre Type",
    "School Name",
    "Address 1",
    "Address 2",
    "Address 3",
    "Post Code",
    "E-mail",
    "Phone",
    "Denomination",
    "Primary",
    "Secondary",
    "Special",
    "Primary",
    "Secondary",
    "Special",
    "Primary",
    "Secondary",
    "Special",
]
REGISTER = [
    "Name of School",
    "Proprietor",
    "Address ",
    "Telephone number",
    "Email address ",
    "Primary / Seconday education",
    "ASN",
    "Boarding Provision",
    "Maximum Roll",
    "Denominational School",
]
DASHBOARD = [
    "year",
    "seed_code",
    "la_code",
    "la_name",
    "school_name",
    "school_type",
    "measure_category",
    "measure",
    "value",
    "chart_label",
]

MAIL, PHONE = "office@fintrys.example.org", "01632 960001"
FINTRYS = "St Fintry's Primary School"


def workbook(**sheets: Sequence[Cells]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv_of(*rows: Cells, separator: str = ",", encoding: str = "utf-8") -> bytes:
    kept = io.StringIO()
    csv.writer(kept, delimiter=separator).writerows(rows)
    return kept.getvalue().encode(encoding)


def contact_list(*more: Cells) -> bytes:
    """The header is on the sixth row of the third sheet, and there is no roll."""
    renamed = ["Local authority", "Seed code", "New school name", "Old school name", "Year changed"]
    changed = [
        "Local authority",
        "Status",
        "Seed Code",
        "School name",
        "Date opened",
        "Date closed",
        "Further details",
    ]
    return workbook(
        Schools_renamed=[
            *[[None]] * 8,
            renamed,
            ["North Lanarkshire", 9990011, FINTRYS, "Fintry Primary School", 2023],
        ],
        Schools_Opened_or_closed=[
            *[[None]] * 6,
            changed,
            ["North Lanarkshire", "Closed ", 9990063, "Oldbrae", None, "2024-06-26", "To Larkbrae"],
        ],
        Open_Schools=[
            ["School contact list: schools open at 31 October 2024"],
            *[[None]] * 3,
            [None] * 4 + ["Address Details"] + [None] * 4 + ["Contact Details", None, None, "Type"],
            CONTACT_LIST,
            of_contact_list(9990011, "North Lanarkshire", FINTRYS, primary="Yes"),
            of_contact_list(
                9990024, "South Lanarkshire", "Larkbrae School", primary="Yes", secondary="Yes"
            ),
            of_contact_list(9990037, "Grant Aided", "Wellcraig Centre", special="Yes"),
            of_contact_list(9990089, "Edinburgh, City of", "Newcraig School", primary="Yes"),
            *more,
        ],
    )


def of_contact_list(
    code: int,
    council: str,
    name: str,
    *,
    primary: str = "No",
    secondary: str = "No",
    special: str = "No",
) -> list[object]:
    where = ["1 Sample Road", "Glenmarrow", "TESTWICK", "ML0 1AA", 999000000011]
    flags = ["Yes", primary, secondary, special]
    ways = [MAIL, PHONE, ""]
    return [
        code,
        council,
        "Local Authority",
        name,
        *where,
        *ways,
        *flags,
        "No",
        "",
        "Roman Catholic",
    ]


def roll(council: str = "North Lanarkshire", **changed: object) -> list[list[object]]:
    given = {"code": 9990011, "name": FINTRYS, "sector": "Primary", "pupils": 143, **changed}
    return [
        ROLL,
        [
            given["code"],
            "9990011P",
            given["sector"],
            "Local Authority",
            given["name"],
            "1 Sample Road",
            "",
            "TESTWICK",
            "ML0 1AA",
            council,
            given.get("council_code", "S12000050"),
            MAIL,
            PHONE,
            "Roman Catholic",
            10.2,
            given["pupils"],
            "55.821000000000005",
            "-3.99",
        ],
    ]


def statistics(names: Sequence[str], *, council: str = "North Lanarkshire", withheld: str = "*"):
    """Titles of groups above the header, and footnotes below the table."""
    stages = [20, 21, 19, 24, withheld, withheld, 28, *["z"] * 6]
    return [
        [None] * 6 + ["Primary pupils by stage"],
        names,
        [council, 9990011, FINTRYS, "Primary", 10.2, 143, *stages, "Roman Catholic"],
        [council, 9990012, "Sgoil Ùr", "Primary", 1.2, withheld, *stages, "Roman Catholic"],
        [None],
        [None, "(6) A footnote under the table"],
    ]


def of_2017() -> list[list[object]]:
    groups = [""] * 11 + ["School type", "", "", "Pupil rolls", "", "", "Teachers (FTE)", "", ""]
    return [
        ["School contact details, September 2017"],
        ["", ""],
        groups,
        OF_2017,
        ["9990024", "South Lanarkshire", "Local Authority", "Larkbrae School", "1 Road", "", "LARK",
         "ML0 2BB", MAIL, PHONE, "N/A", "Primary", "Secondary", ".", "99", "305", ".", "7", "2", 0],
    ]  # fmt: skip


def register() -> list[list[object]]:
    def row(name: str, where: str, stages: str, asn: bool) -> list[object]:
        return [name, "Ltd", where, PHONE, MAIL, stages, asn, False, 390, "No"]

    return [
        REGISTER,
        row("Braehall School", "3 Sample Avenue Testwick ML0 4DD", "All through", False),
        row("Corrie Lodge", "4 Sample Avenue Larkbrae ML0 5EE", "Age specific: 11-18", True),
        row("Farawa School", "5 Sample Avenue, Inverness, IV1 1AA", "Secondary", False),
    ]
