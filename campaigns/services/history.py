from collections.abc import Mapping

from campaigns.models import Change, Session, TalkRequest, User


def record_change(
    *,
    kind: Change.Kind,
    by: User | None,
    session: Session | None = None,
    talk_request: TalkRequest | None = None,
    fields: Mapping[str, tuple[str, str]] | None = None,
    reason: str = "",
) -> Change:
    """Call it inside the transaction of the change itself. `fields` maps a name to (before, after), both as words."""
    about = session or talk_request
    if about is None:
        raise ValueError("a change is about a session or a talk request")
    return Change.objects.create(
        campaign_id=about.campaign_id,
        session=session,
        talk_request=talk_request,
        by=by,
        kind=kind,
        fields={k: list(v) for k, v in (fields or {}).items()},
        reason=reason,
    )
