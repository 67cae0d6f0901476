"""What of one request does not fit itself: a class of another kind of school, a talk for others,
more than a class in a lesson. Each can be meant so, so it is asked about and never refused.

The school reads the same sentences as the team: they say nothing of a mistake.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, cast

from django import forms
from django.http import QueryDict

from campaigns.models import Audience, Format, Place, TalkKind, TalkRequest, Topic, stages_label
from campaigns.models.fields import PRIMARY
from campaigns.sessions.audiences import OTHER, WHOM, pupils_at
from campaigns.sessions.audiences import audience_of as audience_of_stage
from campaigns.sessions.questions import MOST_IN_A_CLASS, SCHOOL_IS
from campaigns.talks.remarks import Remark, keys_of, not_shown

STAGES, KIND, EXPECTED, FORMAT = "stages", "kind", "expected", "format"  # beside which box
ANYWHERE = ""
SHOWN = "shown"  # the hidden box: what the form has asked about
STATES = (*TalkRequest.OPEN, TalkRequest.State.UNCONFIRMED)


class Group(Protocol):
    """Of a request, or of one that is being asked for."""

    @property
    def audience(self) -> str: ...
    @property
    def stages(self) -> tuple[str, ...]: ...
    @property
    def expected(self) -> int: ...


def misfits(
    groups: Sequence[Group],
    *,
    place: Place | None = None,
    kind: TalkKind | None = None,
    format: str = "",
    topic: Topic | None = None,
) -> list[Remark]:
    """What is not known yet is left out. `number` says which of the groups it is about; `topic` is
    that of a talk which is not on offer, when nobody said why an assembly is better.
    """
    found = []
    for number, group in enumerate(groups):
        for box, short, text in (
            (STAGES, "class of another kind of school", of_another_school(place, group.stages)),
            (KIND, "talk for others", of_another_talk(kind, group, groups)),
            (EXPECTED, "more than a class in a lesson", more_than_a_class(format, group)),
        ):
            if text:
                found.append(Remark(text=text, short=short, box=box, number=number))
    if topic and topic.class_size_only and format == Format.ASSEMBLY:
        text = f"We teach “{topic.name}” in lessons, and this is an assembly."
        found.append(Remark(text=text, short="assembly of a topic for lessons", box=FORMAT))
    return found


def of_another_school(place: Place | None, stages: Collection[str]) -> str:
    """P7 may well visit their high school; then somebody meant it. Else the school is the wrong one
    of two with the same name, or the stage is.
    """
    is_school = SCHOOL_IS.get(Place.Kind(place.kind)) if place else None
    own = pupils_at(place)
    others = [stage for stage in stages if own and audience_of_stage(stage) != own]
    if not (place and is_school and others):
        return ""
    verb = "is" if len(others) == 1 else "are"
    sector = "primary" if others[0] in PRIMARY else "secondary"
    pupils = f"{'a ' if len(others) == 1 else ''}{sector} stage{'' if len(others) == 1 else 's'}"
    return f"{stages_label(others)} {verb} {pupils}, and {place.name} is {is_school}."


def of_another_talk(kind: TalkKind | None, group: Group, groups: Iterable[Group]) -> str:
    """Adults beside pupils are there with them, and pupils beside adults too."""
    if kind is None:
        return ""
    left = [stage for stage in group.stages if stage not in kind.stages]
    others = ""
    if kind.stages and left:
        others = stages_label(left)
    elif not kind.is_for_pupils and group.stages and all(one.stages for one in groups):
        others = stages_label(group.stages)
    elif kind.stages and all(one.audience not in OTHER for one in groups):
        others = WHOM[Audience(group.audience)].removeprefix("other ")
    whom = kind.for_whom if kind.stages else kind.for_whom.lower()
    return f"“{kind.name}” is for {whom}, not for {others}." if others else ""


def more_than_a_class(format: str, group: Group) -> str:
    is_more = group.audience in OTHER and group.expected > MOST_IN_A_CLASS
    if format != Format.LESSON or not is_more:
        return ""
    return (
        f"{group.expected:,} is more than {MOST_IN_A_CLASS}, the most pupils in one class, and a "
        "lesson is for one class at a time."
    )


def misfits_of(talk: TalkRequest, groups: Sequence[Group] | None = None) -> list[Remark]:
    """Needs `place`, `kind` and `topic` selected. Of a request that is over nobody asks any more.
    `groups` as they would be instead of its own.
    """
    if talk.state not in STATES:
        return []
    return misfits(
        list(talk.groups.all()) if groups is None else groups,
        place=talk.place,
        kind=talk.kind,
        format=talk.format,
        topic=None if talk.kind or talk.assembly_reason else talk.topic,
    )


def fit_remarks(talk: TalkRequest) -> list[Remark]:
    """Before a date is offered: no box of that form is about it. Said once of two such groups."""
    found = {remark.text: remark for remark in misfits_of(talk)}
    return [replace(remark, box=ANYWHERE, number=0) for remark in found.values()]


def ask_once(
    form: forms.Form, remarks: Sequence[Remark], *, box_of: Callable[[Remark], str], again: str
) -> None:
    """For a form with a hidden box `shown`: what its page did not have yet stands beside its box,
    and the next press is meant so. `again` says what to press.
    """
    new = not_shown(remarks, str(form.cleaned_data.get(SHOWN) or ""))
    form.data = cast("QueryDict", form.data).copy()
    form.data[form.add_prefix(SHOWN)] = keys_of(remarks)
    for remark in new:
        box = box_of(remark)
        form.add_error(box if box in form.fields else None, f"{remark.text} {again}")


def shown_box() -> forms.CharField:
    """As long as there are remarks: nobody could shorten what a hidden box says."""
    return forms.CharField(required=False, widget=forms.HiddenInput)
