"""What of a row can be right and seldom is.

The log form asks about it; of a spreadsheet it is said beside the row, which comes in all the same.
"""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count as HowMany

from campaigns.models import Campaign, Format, Place, SchoolHoliday, Session
from campaigns.sessions.likeness import STANDING
from campaigns.sessions.questions import at_odd_time, closed_on_day, many_in_a_day, too_many
from campaigns.sessions.rules import Details
from campaigns.spreadsheets.rows import Judged, Verdict
from sextortion_aware.reading.names import compared_place


class Unlikely:
    """Two queries, so that ten thousand rows can be asked about.

    The rows that can come in count among the sessions of their day.
    """

    def __init__(self, campaign: Campaign) -> None:
        standing = (
            Session.objects.in_campaign(campaign)
            .filter(state__in=STANDING, officers__isnull=False)
            .order_by()
        )
        days = standing.values_list("officers", "held_on").annotate(HowMany("pk"))
        self.busy = Counter({(officer, day): number for officer, day, number in days})
        self.holidays: dict[int, list[SchoolHoliday]] = defaultdict(list)
        for holiday in SchoolHoliday.objects.all():
            self.holidays[holiday.area_id].append(holiday)

    def mark(self, judged: Judged) -> None:
        """Of a row that looks like another session too: somebody may say that it is not."""
        details = judged.details
        if details is None or judged.verdict not in (Verdict.READY, Verdict.DUPLICATE):
            return
        held_on, place = details["held_on"], details.get("place")
        judged.unlikely = [
            *too_many(details=details, counts=judged.counts),
            *self._many(judged, details, held_on=held_on),
            *closed_on_day(
                place,
                held_on=held_on,
                holiday=self._closing(place, details) if place else None,
                format=details["format"],
            ),
            *at_odd_time(details),
        ]
        judged.problems = [*judged.problems, *judged.unlikely]

    def _many(self, judged: Judged, details: Details, *, held_on: date) -> list[str]:
        numbers = {officer: self.busy[officer.pk, held_on] + 1 for officer in details["officers"]}
        if judged.verdict == Verdict.READY:
            self.busy.update((officer.pk, held_on) for officer in numbers)
        return [
            words
            for officer, number in numbers.items()
            for words in many_in_a_day(officer, number, held_on=held_on)
        ]

    def _closing(self, place: Place, details: Details) -> SchoolHoliday | None:
        """What SchoolHoliday's own questions say, of rows that are in memory."""
        stages = set(details.get("stages", ()))
        held_on = details["held_on"]
        is_staff = details["format"] == Format.STAFF
        for holiday in self.holidays[place.area_id]:
            is_there = holiday.first_on <= held_on <= holiday.last_on and holiday.town_words in (
                "",
                compared_place(place.town),
            )
            is_about = not holiday.stages or bool(stages & set(holiday.stages))
            if is_there and is_about and not (is_staff and holiday.staff_are_in):
                return holiday
        return None
