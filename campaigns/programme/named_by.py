"""What names a topic or a partner: what does keeps it on the list."""

from typing import TypeVar, cast

from django.db.models import Count, Q, QuerySet

from campaigns.models import Correction, ImportBatch, Merge, Partner, Session, TalkKind, Topic

Row = TypeVar("Row", Topic, Partner)


def with_sessions(rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """`named_by` says how many sessions name each, whatever became of them; `held` how many of
    these were held, as a list of sessions counts them.
    """
    held = Count("sessions", filter=Q(sessions__state=Session.State.DELIVERED))
    return cast("QuerySet[Row]", rows.annotate(named_by=Count("sessions"), held=held))


def is_named(row: Topic | Partner) -> bool:
    """By a session, a request, a talk, an officer: whatever has a column for it. Or in what is kept
    of a session to be written back.
    """
    related = type(row)._meta.related_objects
    in_columns = any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in related
    )
    return in_columns or _is_kept(row)


def talks_about(topic: Topic) -> "QuerySet[TalkKind]":
    """Which schools can no longer choose when the topic is retired."""
    return TalkKind.objects.filter(topic=topic, is_offered=True)


def _is_kept(row: Topic | Partner) -> bool:
    key, campaign = f"{type(row).__name__.lower()}s", row.campaign
    waiting = Correction.objects.in_campaign(campaign).waiting().values_list("wanted", flat=True)
    merges = Merge.objects.filter(kept__campaign=campaign, undone_at=None)
    kept = [*waiting, *merges.values_list("gained", flat=True)]
    if any(row.pk in (each.get(key) or ()) for each in kept):
        return True
    batches = ImportBatch.objects.filter(campaign=campaign).values_list("columns", flat=True)
    return isinstance(row, Topic) and any(
        str(columns.get("default_topic")) == str(row.pk) for columns in batches
    )
