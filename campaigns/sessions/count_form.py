"""The count of one session: whom to expect, beside the box and never in it."""

from collections.abc import Container, Iterable
from typing import Any

from django.urls import reverse

from campaigns.models import Attendance, Audience, Place, Session, TalkGroup, stages_label
from campaigns.places.guests import SCHOOLS
from campaigns.sessions.audiences import OTHER, WHOM, audiences_of, likely_audiences, stages_within
from campaigns.sessions.count_lines import PLACE, Known
from campaigns.sessions.school_lines import FROM_SCHOOL, SchoolLines
from campaigns.sessions.version_field import VersionField
from sextortion_aware.forms.layout import Layout


def groups_at(session: Session) -> dict[Audience, list[str]]:
    """The groups that the school told us to expect, in its own numbers, or else the stages of the
    plan. Needs talk_request__groups prefetched.
    """
    request = getattr(session, "talk_request", None)
    groups: dict[Audience, list[str]] = {}
    for group in request.groups.all() if request else ():
        stages = f" ({stages_label(group.stages)})" if group.stages else ""
        groups.setdefault(_whom(group), []).append(f"{group.expected}{stages}")
    return groups


def _whom(group: TalkGroup) -> Audience:
    """Its stages say whether pupils are children, whatever a school ticked beside them."""
    audience, named = Audience(group.audience), audiences_of(group.stages)
    return named[0] if audience in OTHER and len(named) == 1 else audience


def stages_at(session: Session) -> dict[Audience, str]:
    """Which of its stages each audience is, or, without any, whom its school has."""
    likely = likely_audiences(format=session.format, stages=session.stages, place=session.place)
    return {audience: stages_label(stages_within(audience, session.stages)) for audience in likely}


class CountForm(SchoolLines):
    """The count of one session: as few questions as can be."""

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.fields["opened"] = VersionField(initial=session.version)
        groups, stages = groups_at(session), stages_at(session)
        self.audiences = list(groups or stages)
        hints = {audience: f"Expected: {', '.join(said)}" for audience, said in groups.items()}
        several = {audience for audience, said in groups.items() if len(said) > 1}
        hints |= {audience: f"{hints[audience]}. You can add up: 26 + 24" for audience in several}
        self.add_lines(
            main=self.audiences or list(Audience),
            hints=hints or stages,
            stages=session.stages,
        )
        add_at = reverse(f"campaigns:session_count_{PLACE}", args=[session.pk])
        self.add_schools(
            campaign=session.campaign, rows=self._rows(), stages=session.stages, add_at=add_at
        )
        self._ask_anew()
        self._alone_needs_no_name()
        self._speak_of_no_school()
        self._bring_the_pad(several)

    def _rows(self) -> Iterable[Attendance]:
        return self.session.attendances.select_related("place__area")

    def _ask_anew(self) -> None:
        """What was not known then is what this page is opened for."""
        for school in self.schools:
            if school.initial.get("known") == Known.UNKNOWN:
                del school.initial["known"]

    def own_place(self) -> Place | None:
        return self.session.place

    def _alone_needs_no_name(self) -> None:
        if len(self.main) == 1:
            self.fields[self.first_line].label = f"How many {WHOM[self.main[0]]} came?"

    def _speak_of_no_school(self) -> None:
        """Of a firm nobody is from another school, and adults are others than nobody."""
        place = self.own_place()
        if place is None or place.kind in SCHOOLS:
            return
        self.others_words = FROM_SCHOOL
        is_alone = self.main == [Audience.ADULTS]
        self.fields[f"count_{Audience.ADULTS}"].label = (
            "How many adults came?" if is_alone else "Adults"
        )
        self.fields[f"known_{Audience.ADULTS}"].label = "How do you know the number of adults?"

    def _bring_the_pad(self, several: Container[Audience]) -> None:
        """static/js/thumb.js looks for these boxes."""
        for audience in self.main:
            self.fields[f"count_{audience}"].widget.attrs["data-pad"] = (
                "+" if audience in several else ""
            )

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(*self.lines_layout())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.counts = self.read_lines(
            when_alone=self.audiences or [Audience.NOT_RECORDED], must_say=True
        )
        return cleaned
