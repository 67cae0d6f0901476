"""Two people at one session: the later one is told, by name, before anything of the earlier one is
written over.
"""

from campaigns.history.conflicts import ChangedMeanwhile
from campaigns.history.record import LEAVES_SESSION_AS_IT_IS
from campaigns.models import Session, User

IN_ANOTHER_WINDOW = "You changed this session in another window while you were typing."


def refuse_stale(*, session: Session, opened: int | None, by: User) -> None:
    """`session` is locked.

    `opened` is the version that its form was opened with; None when there was no form.
    """
    if opened is not None and opened != session.version:
        raise ChangedMeanwhile(who_changed(session=session, since=opened, by=by), session=session)


def who_changed(*, session: Session, since: int, by: User) -> str:
    """A sentence. Each version after `since` has one line of history, the last ones."""
    how_many = max(session.version - since, 1)
    changes = (
        session.changes.exclude(kind__in=LEAVES_SESSION_AS_IT_IS)
        .select_related("by")
        .order_by("-pk")[:how_many]
    )
    people = {change.by_id: change.by.name if change.by else "The school" for change in changes}
    if set(people) == {by.pk}:
        return IN_ANOTHER_WINDOW
    names = [name for pk, name in people.items() if pk != by.pk]
    return f"{' and '.join(names) or 'Somebody'} changed this session while you were typing."
