"""Moments as machines export them: 2024-06-11T23:00:00.000Z is the 12th of June in Scotland."""

from datetime import UTC, date, datetime, time

from django.utils import timezone

from sextortion_aware.patterns import compiled

MOMENT = compiled(
    r"\d{4}-\d{2}-\d{2}[ t]\d{2}:\d{2}(?::\d{2}(?:[.]\d{1,9})?)?"
    r"(?P<zone> ?(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?"
)
MIDNIGHT = time(0)


def day_of_moment(said: str) -> tuple[date, time | None] | None:
    """None for what is no moment. Midnight, by its own clock or by Scotland's, is a day alone."""
    match = MOMENT.fullmatch(said)
    if match is None:
        return None
    zone = match["zone"] or ""
    written = said.removesuffix(zone).replace(" ", "t")
    offset = zone.strip().replace("utc", "z").replace("gmt", "z")
    try:
        moment = datetime.fromisoformat(f"{written}{offset}".upper())
    except ValueError:
        return None
    if moment.time() == MIDNIGHT:
        return moment.date(), None
    if moment.tzinfo:
        moment = moment.astimezone(UTC).astimezone(timezone.get_default_timezone())
    clock = moment.time().replace(second=0, microsecond=0)
    return moment.date(), None if clock == MIDNIGHT else clock
