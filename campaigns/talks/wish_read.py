"""What was read of the words in which a school wished for its dates, and what was not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import Truncator

from campaigns.models import TalkRequest
from campaigns.places.guests import in_a_sentence, is_of_a_school
from campaigns.talks.asking.wish_spans import Span
from campaigns.talks.asking.wishes import read_wishes, span_in_words
from campaigns.talks.new_wish import whose_of_request
from campaigns.talks.words import Row

LONGEST_QUOTED = 200  # characters; the whole stands in the request
WISHED_IN = ("Would suit better", "Wanted")  # the row of its words, the later one first


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`read` are the days that are kept, in words; `rest` is what nobody but a person can read."""

    words: Sequence[str]
    read: Sequence[str]
    rest: Sequence[str]


def reading_of(talk: TalkRequest) -> Reading:
    """One query besides the wishes. The words are read as on the day on which they came in, or
    earlier: no day of theirs had gone by then.
    """
    said = [talk.new_wish] if talk.new_wish else talk.wanted.split("; ")
    words = [" ".join(part.split()) for part in said if part.strip()]
    wishes = list(talk.wishes.all())
    if not wishes:
        return Reading(words=words, read=[], rest=words)
    whose, day = whose_of_request(talk), timezone.localdate(talk.asked_at)
    anew = read_wishes(words, whose=whose, today=day)
    rest = [wish.rest if wish.spans else wish.words for wish in anew]
    spans = [
        Span(wish.first_on, wish.last_on, wish.weekdays, wish.not_before, wish.not_after)
        for wish in wishes
    ]
    read = [span_in_words(span, is_school=whose.is_school) for span in spans]
    return Reading(words=words, read=read, rest=[part for part in rest if part])


def with_reading(rows: Sequence[Row], reading: Reading) -> list[Row]:
    """The reading stands below the words that it is of."""
    keys = [row["key"] for row in rows]
    wished = next((key for key in WISHED_IN if key in keys), None)
    if wished is None:
        return list(rows)
    below = keys.index(wished) + 1
    lines = [*reading.read, f"Not read: {quoted(reading.rest)}"] if reading.rest else reading.read
    value = "\n".join(lines) if reading.read else "No date could be read"
    return [*rows[:below], {"key": "We read this as", "value": value}, *rows[below:]]


def lead_to(talk: TalkRequest, reading: Reading, *, found: bool, left_out: bool) -> str:
    """Above the suggestions, or in their place. `left_out` are dates that were refused or wait for
    an answer.
    """
    subject = in_a_sentence(talk)
    who = "the school" if is_of_a_school(talk) else subject
    if not reading.read:
        return unread_words(subject, reading, found=found)
    not_read = f" Not read: {quoted(reading.rest)}." if reading.rest else ""
    if not found:
        another = "at another time" if left_out else "on a day"
        return f"Nobody is free {another} that {who} wished for.{not_read}"
    if reading.rest:
        return f"These fit what we could read of what {who} wished for.{not_read}"
    return f"These fit what {who} wished for:"


def unread_words(subject: str, reading: Reading, *, found: bool) -> str:
    if not reading.words:
        return (
            "The first days on which somebody is free:"
            if found
            else "Nobody is free in the next weeks."
        )
    wrote = f"{subject} wrote: {quoted(reading.words)}. We could not read a date in it"
    if found:
        return f"{wrote}, so these are only when somebody is free:"
    return f"{wrote}, and nobody is free in the next weeks."


def quoted(parts: Sequence[str]) -> str:
    return "; ".join(f"“{Truncator(part).chars(LONGEST_QUOTED)}”" for part in parts)
