"""A list that was read waits here for the press that takes it, for an hour.

It is a row of the table of sign-ins, whose key is made of the membership, so it is there after the
sign-in has ended and no cookie opens it. That table is shared by all servers of a site, where a
file in a folder is not; its rows are signed and packed, and the night forgets what is over. What is
kept is what was read: no e-mail address or telephone number of a school, and not the file.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.access.kept import ROW_LENGTH
from campaigns.models import Membership, Place
from campaigns.places.schools_file import Note, SchoolFile
from campaigns.places.schools_rows import BadRow, School
from campaigns.places.term_dates_file import Holiday, TermFile
from sextortion_aware.sessions import SessionStore

SECONDS = 60 * 60
MOST_BAD = 200  # are shown; more of them is another kind of file


@dataclass(frozen=True)
class Kept:
    """`digest` is of what was read: the same list chosen again is no other list."""

    name: str
    read: Any
    digest: str


def keep(member: Membership, *, what: str, name: str, read: Any) -> None:
    digest = sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()
    told = {
        "session_data": SessionStore().encode({"name": name[:200], "read": read, "digest": digest}),
        "expire_date": timezone.now() + timedelta(seconds=SECONDS),
    }
    Session.objects.update_or_create(session_key=row_of(member, what), defaults=told)


def kept(member: Membership, *, what: str) -> Kept | None:
    """The list that waits, if it is there yet."""
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    row = rows.filter(session_key=row_of(member, what)).first()
    found = row.get_decoded() if row else {}
    return Kept(found["name"], found["read"], found["digest"]) if found else None


def forget_kept(member: Membership, *, what: str) -> None:
    Session.objects.filter(session_key=row_of(member, what)).delete()


def row_of(member: Membership, what: str) -> str:
    return salted_hmac("campaigns.places.kept_list", f"{member.pk} {what}").hexdigest()[:ROW_LENGTH]


def schools_as_json(file: SchoolFile) -> dict[str, Any]:
    def row(school: School) -> dict[str, Any]:
        said = {name: value for name, value in asdict(school).items() if value not in (None, "")}
        for name in ("latitude", "longitude"):
            said |= {name: str(said[name])} if name in said else {}
        return {**said, "kind": school.kind.value}

    return {
        "schools": [row(school) for school in file.schools],
        "asked": [row(school) for school in file.asked],
        "bad": [[one.line, one.reasons] for one in file.bad[:MOST_BAD]],
        "more_bad": len(file.bad[MOST_BAD:]),
        "elsewhere": file.elsewhere,
        "codes": sorted(file.codes),
        "notes": {
            code: [note.words, note.closed_on.isoformat() if note.closed_on else ""]
            for code, note in file.notes.items()
        },
        "day": file.day.isoformat() if file.day else "",
        "remarks": file.remarks,
    }


def schools_of_json(said: dict[str, Any]) -> SchoolFile:
    def school(row: dict[str, Any]) -> School:
        one = School(**{"area": "", "seed_code": "", **row, "kind": Place.Kind(row["kind"])})
        return replace(
            one,
            latitude=Decimal(one.latitude) if one.latitude else None,
            longitude=Decimal(one.longitude) if one.longitude else None,
        )

    return SchoolFile(
        schools=tuple(map(school, said["schools"])),
        bad=tuple(BadRow(line, tuple(reasons)) for line, reasons in said["bad"]),
        asked=tuple(map(school, said["asked"])),
        elsewhere=tuple((area, code) for area, code in said["elsewhere"]),
        codes=frozenset(said["codes"]),
        notes={
            code: Note(words, date.fromisoformat(day) if day else None)
            for code, (words, day) in said["notes"].items()
        },
        day=date.fromisoformat(said["day"]) if said["day"] else None,
        remarks=tuple(said["remarks"]),
        more_bad=said["more_bad"],
    )


def holidays_as_json(file: TermFile) -> dict[str, Any]:
    return {
        "holidays": [
            {**asdict(one), "first_on": str(one.first_on), "last_on": str(one.last_on)}
            for one in file.holidays
        ],
        "bad": [[one.line, one.reasons] for one in file.bad[:MOST_BAD]],
        "more_bad": len(file.bad[MOST_BAD:]),
        "remarks": file.remarks,
    }


def holidays_of_json(said: dict[str, Any]) -> TermFile:
    return TermFile(
        holidays=tuple(
            Holiday(
                **{
                    **row,
                    "first_on": date.fromisoformat(row["first_on"]),
                    "last_on": date.fromisoformat(row["last_on"]),
                }
            )
            for row in said["holidays"]
        ),
        bad=tuple(BadRow(line, tuple(reasons)) for line, reasons in said["bad"]),
        remarks=tuple(said["remarks"]),
        more_bad=said["more_bad"],
    )
