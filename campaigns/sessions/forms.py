"""What an officer says of a session: logged, edited, called off."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from campaigns.models import (
    LONGEST_MINUTES,
    Attendance,
    Audience,
    Campaign,
    Format,
    Membership,
    Partner,
    Place,
    Session,
    Topic,
)
from campaigns.places.field import PlaceField
from campaigns.places.stages_field import StagesField
from campaigns.sessions.count_lines import likely_audiences
from campaigns.sessions.habits import Habit, habit_of, last_places
from campaigns.sessions.life import LONGEST_REASON, CalledOffBy
from campaigns.sessions.notes import refuse_contacts
from campaigns.sessions.rules import Count, Details, check_plan, check_session
from campaigns.sessions.school_lines import SchoolLines
from campaigns.sessions.version_field import VersionField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import More, Reveal, ServiceForm
from sextortion_aware.forms.rows_field import LONGEST_ID, RowsField
from sextortion_aware.forms.widgets import Checkboxes, Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.numbers import EMERGENCY, POLICE

NO_NAMES = "Leave out names of children, phone numbers, e-mail addresses and dates of birth."
DISCLOSURE = (
    "If somebody told you something that worries you, do not write it here. Follow your child "
    f"protection procedure: call {POLICE}, or {EMERGENCY} in danger."
)

ELSEWHERE = "other"
AS_USUAL = "What you do most. Change it if this was different."

OFFERED = Q(is_offered=True)
PRESENTING = Q(pk__in=Membership.objects.presenters().values("pk"))


def when_empty(message: str) -> dict[str, str]:
    return {"required": message}


class DetailsForm(ServiceForm):
    """All but who came.

    What no longer is offered stays to be chosen by the session that names it.
    """

    place = PlaceField(
        label="Place",
        places=Place.objects.none(),
        help_text="Type part of the name or the town, then choose it.",
        what="where it was held",
        required=False,
    )
    is_online = forms.BooleanField(label="It was online", required=False)
    held_on = DateField(label="Date", what="the date of the session")
    starts_at = TimeField(label="Start", what="the start time", required=False)
    minutes = CountField(
        label="Length in minutes",
        what="the length in minutes",
        most=LONGEST_MINUTES,
        required=False,
    )
    format = forms.ChoiceField(
        label="What kind of session was it?",
        choices=Format.choices,
        widget=Radios,
        error_messages=when_empty("Choose what kind of session it was"),
    )
    topics = RowsField(
        label="Topics",
        queryset=Topic.objects.none(),
        widget=Checkboxes,
        error_messages=when_empty("Choose at least one topic"),
    )
    stages = StagesField(
        label="Stages", required=False, help_text="For a school. Choose all that were there."
    )
    officers = RowsField(
        label="Officers",
        queryset=Membership.objects.none(),
        widget=Checkboxes,
        error_messages=when_empty("Choose at least one officer"),
    )
    partners = RowsField(
        label="Partners", queryset=Partner.objects.none(), widget=Checkboxes, required=False
    )
    notes = WordsField(
        label="Notes",
        max_length=1000,
        lines=4,
        required=False,
        validators=[refuse_contacts],
        help_text=f"{NO_NAMES} {DISCLOSURE}",
    )

    asked_if = frozenset({"place", "is_online"})

    def __init__(
        self,
        *args: Any,
        member: Membership,
        today: date,
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.today, self.session = member.campaign, today, session
        self._narrow(campaign=member.campaign)
        if session is None:
            self.initial = {"held_on": today, "officers": [member.pk], **self.initial}
        else:
            self.initial = {**initial_of(session), **self.initial}
            self.fields["opened"] = VersionField(initial=session.version)

    def _narrow(self, *, campaign: Campaign) -> None:
        named = self.session
        self.fields["place"].widget.attrs["data-search-url"] = reverse("campaigns:place_search")
        self.fields["place"].places = Place.objects.filter(campaign=campaign)  # type: ignore[attr-defined]
        offered: dict[str, QuerySet[Any]] = {
            "topics": Topic.objects.filter(OFFERED | Q(sessions=named) if named else OFFERED),
            "partners": Partner.objects.filter(OFFERED | Q(sessions=named) if named else OFFERED),
            "officers": Membership.objects.select_related("user").filter(
                PRESENTING | Q(sessions=named) if named else PRESENTING
            ),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows.filter(campaign=campaign).distinct()  # type: ignore[attr-defined]

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(*self.first_sets(), *self.last_sets())

    def first_sets(self) -> list[Fieldset]:
        return [
            Fieldset("Where and when", "place", "is_online", "held_on", "starts_at", "minutes"),
            Fieldset("What and for whom", "format", "topics", "stages"),
        ]

    def last_sets(self) -> list[Fieldset | str]:
        partners = ["partners"] if self.fields["partners"].queryset.exists() else []  # type: ignore[attr-defined]
        return [
            Fieldset(
                "Who gave it",
                "officers",
                *([More("Partners were there", *partners)] if partners else []),
            ),
            "notes",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            self.check_rules()
        except ValidationError as problem:
            self.add_problems(problem)
        return cleaned

    def check_rules(self) -> None:
        check_plan(campaign=self.campaign, details=self.details)

    def add_problems(self, problem: ValidationError) -> None:
        """What a rule says, beside the field it is about; a field that already says something is
        left alone.
        """
        for name, messages in problem.message_dict.items():
            field = self.field_for(name)
            if field is None or field not in self.errors:
                self.add_error(field, messages)

    def field_for(self, name: str) -> str | None:
        return name if name in self.fields else None

    @property
    def details(self) -> Details:
        said = self.cleaned_data
        return Details(
            held_on=said.get("held_on") or self.today,
            format=said.get("format", ""),
            topics=list(said.get("topics", ())),
            officers=list(said.get("officers", ())),
            starts_at=said.get("starts_at"),
            minutes=said.get("minutes"),
            place=said.get("place"),
            is_online=said.get("is_online", False),
            stages=said.get("stages", ()),
            partners=list(said.get("partners", ())),
            notes=said.get("notes", ""),
        )


class SessionForm(SchoolLines, DetailsForm):
    """A whole session: what it was and who came. With a session it edits that one."""

    counts: list[Count]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_lines(main=Audience)
        self.fields[self.first_line].help_text = "Fill in the lines that apply."
        rows = list(self.session.attendances.select_related("place__area")) if self.session else []
        self.initial = {**counts_of(row for row in rows if not row.place), **self.initial}
        self.add_schools(campaign=self.campaign, rows=rows)

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(
            *self.first_sets(), Fieldset("Who came", *self.lines_layout()), *self.last_sets()
        )

    def check_rules(self) -> None:
        details = self.details
        is_past = "held_on" not in self.errors and details["held_on"] <= self.today
        likely = likely_audiences(format=details["format"], stages=details.get("stages", ()))
        self.counts = self.read_lines(
            when_alone=likely if len(likely) == 1 else [Audience.NOT_RECORDED], must_say=is_past
        )
        check_session(campaign=self.campaign, details=details, counts=self.counts, today=self.today)

    def add_problems(self, problem: ValidationError) -> None:
        """Without a date nothing can be said of who came; with a wrong line the wrong line has been
        told.
        """
        said = problem.message_dict
        if "held_on" in self.errors or self._lines_are_wrong():
            said.pop("attendance", None)
        super().add_problems(ValidationError(said))

    def field_for(self, name: str) -> str | None:
        return self.first_line if name == "attendance" else super().field_for(name)


class LogForm(SessionForm):
    """`client_id` makes one session of the same form sent twice.

    It begins with what this officer does most, but never with a figure.
    """

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, member=member, today=today, **kwargs)
        self.fields["client_id"].error_messages = dict.fromkeys(
            ("required", "invalid"),
            "Something went wrong with this form. Open “Log a session” again",
        )
        self.last_places = self._last_places(member)
        if self.last_places:
            self._ask_whether_there()
        if not self.is_bound:
            self._begin_with(habit_of(member, today=today))

    def _begin_with(self, habit: Habit) -> None:
        usual = {
            "format": habit.format,
            "minutes": habit.minutes,
            "topics": habit.topic and [habit.topic],
        }
        for name, value in usual.items():
            if value is not None:
                self.initial.setdefault(name, value)
                self.fields[name].help_text = AS_USUAL

    def _last_places(self, member: Membership) -> list[Place]:
        """With the one that was chosen: a phone without a signal may send it when it is long not
        the last any more.
        """
        places, chosen = last_places(member, today=self.today), str(self.data.get("last_place", ""))
        if (
            chosen.isdecimal()
            and len(chosen) <= LONGEST_ID
            and int(chosen) not in {place.pk for place in places}
        ):
            places += Place.objects.filter(campaign=self.campaign, pk=int(chosen)).select_related(
                "area"
            )
        return places

    def _ask_whether_there(self) -> None:
        choices = [
            *((str(place.pk), place.label) for place in self.last_places),
            (ELSEWHERE, "Somewhere else"),
        ]
        self.fields["last_place"] = forms.ChoiceField(
            label="Where was it?", choices=choices, widget=Radios, required=False, initial=ELSEWHERE
        )
        self._in_our_words("last_place", self.fields["last_place"])
        # each form has its own places
        self.asked_if = self.asked_if | {"last_place"}  # type: ignore[misc]
        if self.is_bound and not self.data.get("last_place"):
            self.data = cast("QueryDict", self.data).copy()
            self.data["last_place"] = ELSEWHERE

    def first_sets(self) -> list[Fieldset]:
        where, *others = super().first_sets()
        if self.last_places:
            where.fields[where.fields.index("place")] = Reveal("last_place", {ELSEWHERE: "place"})
        return [where, *others]

    def clean(self) -> dict[str, Any]:
        """One tap on a place is worth more than words left in the box."""
        if chosen := self._chosen_last():
            self.errors.pop("place", None)
            self.cleaned_data["place"] = chosen
        return super().clean()

    def _chosen_last(self) -> Place | None:
        chosen = self.cleaned_data.get("last_place")
        return next((place for place in self.last_places if str(place.pk) == chosen), None)

    def field_for(self, name: str) -> str | None:
        return "last_place" if name == "place" and self._chosen_last() else super().field_for(name)


class CallOffForm(ServiceForm):
    called_off_by = forms.ChoiceField(
        label="Who called it off?",
        choices=CalledOffBy.choices,
        widget=Radios,
        error_messages=when_empty("Choose who called it off"),
    )
    reason = WordsField(
        label="Why?",
        max_length=LONGEST_REASON,
        error_messages=when_empty("Enter why, in a few words"),
        validators=[refuse_contacts],
        help_text=f"A few words, like “The hall was flooded”. {NO_NAMES}",
    )


def initial_of(session: Session) -> dict[str, Any]:
    columns = ("place", "is_online", "held_on", "starts_at", "minutes", "format", "stages", "notes")
    lists = {
        name: [row.pk for row in getattr(session, name).all()]
        for name in ("topics", "officers", "partners")
    }
    return {name: getattr(session, name) for name in columns} | lists


def counts_of(rows: Iterable[Attendance]) -> dict[str, Any]:
    """The way of knowing that all lines share is said once, above; otherwise each line says its
    own.
    """
    ways, lines = {}, {}
    for row in rows:
        lines[f"count_{row.audience}"], ways[f"known_{row.audience}"] = row.count, row.known
    if not lines:
        return {}
    shared = set(ways.values())
    return lines | ({"known": shared.pop()} if len(shared) == 1 else {"known": "", **ways})
