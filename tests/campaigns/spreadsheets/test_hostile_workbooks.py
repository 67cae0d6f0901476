"""Workbooks that are locked, broken or meant to hurt are refused in one plain sentence."""

import io
import zipfile

from tests.campaigns.spreadsheets.files import a_row, refused, repacked, workbook_of

ROWS = [a_row(1), a_row(2, place="Sgoil Àrainn")]
SHEET = "xl__worksheets__sheet1_dot_xml"


def test_workbook_with_a_password_or_of_the_old_kind_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)).startswith(
        "The file is protected with a password, or is an old .xls workbook."
    )


def test_archive_with_a_password_is_refused():
    content = bytearray(workbook_of(ROWS))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1

    assert refused(bytes(content)).startswith("The file is protected with a password")


BOMB = (
    "The workbook unpacks to far more than a log of talks holds, so it was not opened. Copy the "
    "rows into a new workbook and save that"
)


def test_zip_bomb_is_refused_by_what_it_says_of_itself():
    bomb = repacked(workbook_of(ROWS), xl__media__a=bytes(60_000_000))

    assert len(bomb) < 100_000
    assert refused(bomb) == BOMB


def test_zip_bomb_of_many_parts_is_refused():
    assert (
        refused(
            repacked(workbook_of(ROWS), **{f"xl__media__{number}": b"" for number in range(2_000)})
        )
        == BOMB
    )


def test_zip_bomb_that_lies_about_its_size_is_never_unpacked():
    content = bytearray(repacked(workbook_of(ROWS), xl__media__a=bytes(60_000_000)))
    at = content.index(b"xl/media/a", content.index(b"PK\x01\x02")) - 46
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")

    assert refused(bytes(content)) == (
        "The workbook is damaged, so it cannot be read. Open it in Excel, save it under a new "
        "name, and choose that"
    )


def test_what_really_comes_out_is_counted(monkeypatch):
    monkeypatch.setattr(
        "sextortion_aware.files.workbook.chunks_of", lambda archive, name: iter([bytes(30_000_000)])
    )

    assert refused(workbook_of(ROWS)) == BOMB


def test_entities_are_not_followed():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'

    assert refused(repacked(workbook_of(ROWS), **{SHEET: laughs})).startswith(
        "The workbook is damaged"
    )


def test_archive_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "x" * 50)

    assert (
        refused(content.getvalue())
        == "The file is not an Excel workbook (.xlsx). Save it from Excel as .xlsx or CSV"
    )
    assert refused(b"PK\x03\x04 and no more").startswith("The workbook is damaged")
