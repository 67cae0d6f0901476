"""One row of a spreadsheet as a session.

What a row says is asked of the same rules as the log form; nothing is written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from campaigns.models import ImportRow
from campaigns.sessions import rules
from campaigns.sessions.likeness import Moment
from campaigns.sessions.rules import Count, Details
from campaigns.spreadsheets.cells import NoDay, to_date
from campaigns.spreadsheets.columns import NUMBERS, places_of
from campaigns.spreadsheets.counting import (
    Figures,
    by_audience,
    figures_of,
    in_doubt,
    people_in,
    people_said,
    with_own_stages,
)
from campaigns.spreadsheets.happened import did_not_happen
from campaigns.spreadsheets.old_notes import LEAVE_OUT, NOTED, asked_of_old
from campaigns.spreadsheets.row_details import details_of
from campaigns.spreadsheets.setting import Reading, Setting
from campaigns.spreadsheets.totals import is_total_line, total_words
from sextortion_aware.reading.problems import shown

Verdict, Reason = ImportRow.Verdict, ImportRow.Reason
TAKE = "take"  # what somebody says of a row that was held back, among its answers
IS_HIDDEN = "It is hidden in the file, by a filter or by hand"
IN_FUTURE = "It is still to come. Only what was held can be brought in: plan it in the log"


@dataclass
class Judged:
    """A row with what is said of it. `details` and `counts` are there when it could be read."""

    line: int
    verdict: ImportRow.Verdict = Verdict.READY
    reason: str = ""
    people: dict[str, int] = field(default_factory=dict)  # by audience, as far as it is said
    problems: list[str] = field(default_factory=list)
    unlikely: list[str] = field(default_factory=list)
    about_notes: str = ""  # what somebody said of them, for the history
    unknown_place: str = ""
    about_place: str = ""  # said whatever becomes of the row
    looks_like: int | None = None
    mended: tuple[str, ...] = ()  # what somebody wrote over its cells
    details: Details | None = None
    counts: tuple[Count, ...] = ()

    @property
    def moment(self) -> Moment:
        told = self.details
        assert told is not None  # noqa: S101 (asked of ready rows only)
        return Moment(
            place=told.get("place"),
            held_on=told["held_on"],
            starts_at=told.get("starts_at"),
            stages=told.get("stages", ()),
        )


def judge(
    cells: Sequence[str],
    *,
    line: int,
    setting: Setting,
    seen: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Judged:
    """`seen` is what the file says beside the cells, `answers` what somebody said of the row."""
    judged = Judged(line)
    reading = Reading(cells, line=line, setting=setting)
    if is_total_line(cells, seen or {}):
        return held(judged, Reason.TOTAL, total_words(cells, seen or {}), reading)
    said, is_final = did_not_happen(cells, columns=setting.columns, header=setting.header)
    if said and (is_final or (answers or {}).get(Reason.NOT_HELD) != TAKE):
        return held(judged, Reason.NOT_HELD, said, reading)
    try:
        held_on = reading.read("date", partial(to_date, month_first=setting.month_first))
    except NoDay as problem:
        if reading.wrong:
            return wrong(judged, reading)
        return held(judged, Reason.NO_DATE, str(problem), reading)
    figures = figures_of(reading)
    details, where = details_of(reading, held_on, answers or {})
    judged.unknown_place, judged.about_place = where.unknown, where.remark
    if details is None:
        return wrong(judged, reading)
    details["stages"] = details.get("stages") or figures.stages
    answer = (answers or {}).get(Reason.AUDIENCE, "")
    whom = dict(
        in_doubt(figures, stages=details["stages"], place=details.get("place"), answer=answer)
    )
    counts = by_audience(figures, whom, reading, stages=details["stages"])
    details["stages"] = with_own_stages(details["stages"], figures, counts, reading)
    if not judged.unknown_place:
        reading.wrong += row_problems(details, counts, setting=setting)
        judged.details, judged.counts = details, counts
    if reading.wrong:
        return wrong(judged, reading)
    judged.people = people_in(row for row in counts if row.count)
    judged.problems = [*merged_words(seen or {}, cells), *reading.remarks]
    return held_by(judged, reading, details, figures, whom, seen=seen or {}, answers=answers or {})


def look_into(
    cells: Sequence[str], *, line: int, setting: Setting, answers: Mapping[str, str]
) -> Reading:
    """What is said of each cell, whatever becomes of the row."""
    reading = Reading(cells, line=line, setting=setting)
    reading.asked("date", date_said)
    figures_of(reading)
    details_of(reading, None, answers)
    return reading


def date_said(reading: Reading) -> None:
    try:
        reading.read("date", partial(to_date, month_first=reading.setting.month_first))
    except NoDay as problem:
        reading.wrong.append(str(problem))


def held(judged: Judged, reason: str, why: str, reading: Reading) -> Judged:
    judged.verdict, judged.reason, judged.problems = Verdict.HELD, reason, [why]
    judged.people = people_said(reading)
    return judged


def wrong(judged: Judged, reading: Reading) -> Judged:
    judged.verdict = Verdict.WRONG
    judged.reason = Reason.PLACE if judged.unknown_place else Reason.WRONG
    judged.problems = [*dict.fromkeys(reading.wrong)]
    judged.people = people_said(reading)
    return judged


def held_by(
    judged: Judged,
    reading: Reading,
    details: Details,
    figures: Figures,
    whom: Mapping[str, str],
    *,
    seen: Mapping[str, Any],
    answers: Mapping[str, str],
) -> Judged:
    """What a person must look at, although all of it can be read."""
    used = {place for name in NUMBERS for place in places_of(reading.setting.columns, name)}
    numbers = [ref for place, ref in seen.get("number", {}).items() if int(place) in used]
    unclear = [name for name, audience in whom.items() if not audience]
    if numbers and answers.get(Reason.MERGED) != TAKE:
        why = f"One number is merged over several rows ({', '.join(numbers)}). Whose is it?"
        return held(judged, Reason.MERGED, why, reading)
    if unclear:
        why = audience_question(unclear[0], details, figures, reading)
        return held(judged, Reason.AUDIENCE, why, reading)
    if seen.get("hidden") and answers.get(Reason.HIDDEN) != TAKE:
        return held(judged, Reason.HIDDEN, IS_HIDDEN, reading)
    return held_for_notes(judged, reading, details, answer=answers.get(Reason.NOTES, ""))


def held_for_notes(judged: Judged, reading: Reading, details: Details, *, answer: str) -> Judged:
    if answer and details["notes"]:
        judged.about_notes = NOTED[answer]
        details["notes"] = "" if answer == LEAVE_OUT else details["notes"]
    elif why := asked_of_old(details["notes"], held_on=details["held_on"]):
        return held(judged, Reason.NOTES, why, reading)
    return judged


def audience_question(name: str, details: Details, figures: Figures, reading: Reading) -> str:
    columns = places_of(reading.setting.columns, name)
    header = reading.setting.header
    called = ", ".join(f"“{shown(header[at])}”" for at in columns if at < len(header))
    stages, place = ", ".join(details["stages"]), details.get("place")
    says = " at ".join(words for words in (stages, place.name if place else "") if words)
    return (
        f"{figures.parts[name].count:,} under {called or 'pupils'}"
        f"{f', and the row says {says}' if says else ''}. Were they children (up to P7) or young "
        "people (S1 and up)?"
    )


def merged_words(seen: Mapping[str, Any], cells: Sequence[str]) -> list[str]:
    """What was taken from merged cells."""
    return [
        f"“{shown(cells[int(place)])}” stands in merged cells ({ref}): taken for each row."
        for place, ref in seen.get("spread", {}).items()
    ]


def row_problems(details: Details, counts: Sequence[Count], *, setting: Setting) -> list[str]:
    """The very rules of the log form, and that it was held."""
    found: list[str] = [IN_FUTURE] if details["held_on"] > setting.today else []
    try:
        rules.check_session(
            campaign=setting.campaign, details=details, counts=counts, today=setting.today
        )
    except ValidationError as problem:
        found += problem.messages
    return found[:1] if IN_FUTURE in found else found
