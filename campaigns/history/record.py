"""The history: one line for each change, written in the change's own transaction.

With it the session's version goes up: here and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import F

from campaigns.history.dealt import ANSWERS, deal_with
from campaigns.models import Campaign, Change, ImportBatch, Session, TalkRequest, User
from sextortion_aware.reading import dates as reading

Kind = Change.Kind
LINES_AT_ONCE = 400

# With these the session's row is new, or stays as it is: something was only asked for, or refused.
LEAVES_SESSION_AS_IT_IS = (
    Kind.LOGGED,
    Kind.PLANNED,
    Kind.IMPORTED,
    Kind.PROPOSED,
    Kind.NOT_CORRECTED,
)


def record_change(
    *,
    kind: Change.Kind,
    by: User | None,
    session: Session | None = None,
    talk_request: TalkRequest | None = None,
    batch: ImportBatch | None = None,
    fields: Mapping[str, Sequence[str]] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Change:
    """Call it inside the transaction of the change itself.

    `fields` maps a name to (before, after), both as words. `at` is for what began to count later.
    """
    whose = session or talk_request or batch
    if whose is None:
        raise ValueError("a change is about a session, a talk request or an import")
    if session and kind not in LEAVES_SESSION_AS_IT_IS:
        count_up(session)
    change = Change.objects.create(
        campaign_id=whose.campaign_id,
        session=session,
        talk_request=talk_request,
        batch=batch,
        by=by,
        kind=kind,
        fields={k: list(v) for k, v in (fields or {}).items()},
        reason=reason,
        **({"at": at} if at else {}),
    )
    if talk_request and by:
        if kind in ANSWERS:  # the school has heard, so no day is promised any more
            waiting = TalkRequest.objects.filter(pk=talk_request.pk, hear_by__isnull=False)
            waiting.update(hear_by=None)
        deal_with(talk_request, by=by, kind=kind, at=change.at)
    return change


def count_up(session: Session) -> None:
    """Whoever has the session open in a form is told when they save."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
    session.refresh_from_db(fields=["version"])


def record_deed(
    *,
    campaign: Campaign,
    kind: Change.Kind,
    about: str,
    by: User | None,
    fields: Mapping[str, Sequence[str]] | None = None,
    reason: str = "",
) -> Change:
    """A line about what is no session, talk request or import: a place, a person, a setting.

    Call it inside the transaction of the deed. `about` is like "Topic: Cyberbullying", and is cut
    to its column. `by` is None for a command on the server. `fields` as in `record_change`.
    """
    line = line_of(campaign, kind, about, fields or {}, by=by, reason=reason)
    line.save()
    return line


def record_deeds(
    *,
    campaign: Campaign,
    kind: Change.Kind,
    deeds: Iterable[tuple[str, Mapping[str, Sequence[str]]]],
    by: User | None,
    reason: str = "",
) -> None:
    """Thousands of lines like those of `record_deed`, for a long list: `deeds` has `about` and
    `fields` of each.
    """
    lines = [line_of(campaign, kind, *deed, by=by, reason=reason) for deed in deeds]
    Change.objects.bulk_create(lines, batch_size=LINES_AT_ONCE)


def line_of(
    campaign: Campaign,
    kind: Change.Kind,
    about: str,
    fields: Mapping[str, Sequence[str]],
    *,
    by: User | None,
    reason: str,
) -> Change:
    return Change(
        campaign=campaign,
        kind=kind,
        about=about[: Change._meta.get_field("about").max_length],
        by=by,
        fields={name: list(pair) for name, pair in fields.items()},
        reason=reason,
    )


def differences(
    before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, tuple[str, str]]:
    """What differs, as `fields` of a line of history: name to (before, after), as words. What was
    nothing and is left empty does not differ.
    """
    told = {name: (in_words(before.get(name)), in_words(value)) for name, value in after.items()}
    return {name: (was, now) for name, (was, now) in told.items() if was != now}


def in_words(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return reading.in_words(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
