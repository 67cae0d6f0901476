"""Who comes to a talk, put right after it was asked for: how many, and which class. A planned
session of it has the same stages afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence

from campaigns.history.record import record_change
from campaigns.models import Change, TalkGroup, TalkRequest, User, stages_label
from campaigns.models.fields import to_stages
from campaigns.sessions.audiences import audience_of
from campaigns.sessions.edit import lock_session
from campaigns.talks.words import who_in_words

Fields = dict[str, tuple[str, str]]
Stages = Mapping[int, Sequence[str]]


def set_groups(
    request: TalkRequest, *, expected: Mapping[int, int], stages: Stages, by: User | None
) -> Fields:
    """The lines of history. Both have what is to be of each group by its key. The request is
    locked.
    """
    groups = list(request.groups.all())
    fields: Fields = {}
    stood = _all_stages(groups)
    for group in changed_groups(groups, expected=expected, stages=stages):
        before = TalkGroup.objects.get(pk=group.pk)
        who = who_in_words(before)
        if before.expected != group.expected:
            fields[f"Expected, {who}"] = (str(before.expected), str(group.expected))
        if before.stages != group.stages:
            fields[f"Stages, {who}"] = (stages_label(before.stages), stages_label(group.stages))
        group.full_clean()
        group.save(update_fields=["expected", "stages", "audience"])
    _teach_session(
        request, left=stood - _all_stages(groups), new=_all_stages(groups) - stood, by=by
    )
    return fields


def changed_groups(
    groups: Iterable[TalkGroup], *, expected: Mapping[int, int], stages: Stages
) -> list[TalkGroup]:
    """Those that differ then, changed. A stage decides whether they are children."""
    changed = []
    for group in groups:
        before = (group.expected, group.stages)
        group.expected = expected.get(group.pk, group.expected)
        group.stages = to_stages(stages.get(group.pk, group.stages))
        if group.stages != before[1]:
            group.audience = str(audience_of(group.stages[0]))
        if before != (group.expected, group.stages):
            changed.append(group)
    return changed


def _all_stages(groups: Iterable[TalkGroup]) -> set[str]:
    return {stage for group in groups for stage in group.stages}


def _teach_session(request: TalkRequest, *, left: set[str], new: set[str], by: User | None) -> None:
    """What one of us named on its own page besides stays."""
    session = lock_session(request.session) if request.session and (left or new) else None
    if session is None or not session.is_planned:
        return
    before = session.stages
    session.stages = to_stages((set(before) - left) | new)
    if session.stages != before:
        session.save(update_fields=["stages"])
        fields = {"Stages": (stages_label(before), stages_label(session.stages))}
        record_change(kind=Change.Kind.EDITED, by=by, session=session, fields=fields)
