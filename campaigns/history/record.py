"""The history: one line for each change, written in the change's own transaction.

With it the session's version goes up: here and nowhere else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F

from campaigns.models import Change, ImportBatch, Session, TalkRequest, User

Kind = Change.Kind

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
    about = session or talk_request or batch
    if about is None:
        raise ValueError("a change is about a session, a talk request or an import")
    if session and kind not in LEAVES_SESSION_AS_IT_IS:
        count_up(session)
    return Change.objects.create(
        campaign_id=about.campaign_id,
        session=session,
        talk_request=talk_request,
        batch=batch,
        by=by,
        kind=kind,
        fields={k: list(v) for k, v in (fields or {}).items()},
        reason=reason,
        **({"at": at} if at else {}),
    )


def count_up(session: Session) -> None:
    """Whoever has the session open in a form is told when they save."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
    session.refresh_from_db(fields=["version"])
