"""What an officer says of a session: planned, edited, called off. log_form.py has the log."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from crispy_forms.layout import LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse

from campaigns.models import (
    LONGEST_MINUTES,
    Audience,
    Campaign,
    Format,
    Membership,
    Partner,
    Place,
    Session,
    Topic,
)
from campaigns.models.people import PRESENTING
from campaigns.places.field import PlaceField
from campaigns.places.stages_field import StagesField
from campaigns.sessions.audiences import likely_audiences
from campaigns.sessions.count_lines import PLACE, SPLIT, Ask, lines_of
from campaigns.sessions.details import DETAILS, LISTS, Details, details_of
from campaigns.sessions.life import LONGEST_REASON, CalledOffBy
from campaigns.sessions.notes import refuse_contacts
from campaigns.sessions.rules import Count, check_plan, check_session, not_there
from campaigns.sessions.school_lines import SchoolLines
from campaigns.sessions.stage_lines import BY_STAGE, TWO_STAGES, listed
from campaigns.sessions.version_field import VersionField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import Fieldset, Layout, More, ServiceForm
from sextortion_aware.forms.rows_field import RowsField
from sextortion_aware.forms.widgets import Checkboxes, Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.numbers import EMERGENCY, POLICE

NO_NAMES = "Leave out names of children, phone numbers, e-mail addresses and dates of birth."
DISCLOSURE = (
    "If somebody told you of harm, do not write it here. Follow your child protection procedure: "
    f"call {POLICE}, or {EMERGENCY} in danger."
)


OFFERED = Q(is_offered=True)


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
    completes = False
    address = "campaigns:session_edit"  # where it is sent to; a place is added beside it

    def __init__(
        self,
        *args: Any,
        member: Membership,
        today: date,
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for box in self.fields["held_on"].widget.widgets:
            box.attrs.pop("autocomplete", None)
        self.campaign, self.today, self.session = member.campaign, today, session
        stands = initial_of(session) if session else {"held_on": today, "officers": [member.pk]}
        self._narrow(campaign=member.campaign, named=stands if session else {})
        self.fields["place"].add_at = self.add_at  # type: ignore[attr-defined]
        self.initial = {**stands, **self.initial}
        if session:
            self.fields["opened"] = VersionField(initial=session.version)

    @property
    def add_at(self) -> str:
        return place_added_at(self.address, self.session)

    def _narrow(self, *, campaign: Campaign, named: Mapping[str, Any]) -> None:
        self.fields["place"].widget.attrs["data-search-url"] = reverse("campaigns:place_search")
        self.fields["place"].places = Place.objects.filter(campaign=campaign)  # type: ignore[attr-defined]
        lists: dict[str, tuple[QuerySet[Any], Q]] = {
            "topics": (Topic.objects.all(), OFFERED),
            "partners": (Partner.objects.all(), OFFERED),
            "officers": (Membership.objects.select_related("user"), PRESENTING),
        }
        for name, (rows, offered) in lists.items():
            may_be = offered | Q(pk__in=named[name]) if named else offered
            self.fields[name].queryset = rows.filter(may_be, campaign=campaign)  # type: ignore[attr-defined]

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(*self.first_sets(), *self.last_sets())

    def first_sets(self) -> list[Fieldset]:
        return [
            Fieldset("Where and when", "place", "is_online", "held_on", "starts_at", "minutes"),
            Fieldset("What and for whom", "format", "topics", "stages"),
        ]

    def last_sets(self) -> list[Fieldset | str]:
        partners = ["partners"] if self.fields["partners"].queryset else []  # type: ignore[attr-defined]
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
        said = {detail.name: detail.of(self.cleaned_data) for detail in DETAILS}
        lists = {name: list(said[name]) for name in LISTS}
        return cast("Details", said | lists | {"held_on": said["held_on"] or self.today})


class SessionForm(SchoolLines, DetailsForm):
    """A whole session: what it was and who came. With a session it edits that one."""

    counts: list[Count]

    def __init__(
        self, *args: Any, typed_schools: Sequence[Mapping[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(self.session.attendances.select_related("place__area")) if self.session else []
        self.initial = {**lines_of(row for row in rows if not row.place), **self.initial}
        said = self.data if self.is_bound else self.initial
        stages = listed(said, "stages")
        self.add_lines(main=Audience, stages=stages)
        if self.session and not self.is_bound:
            self._put_first(details_of(self.session))
        self.add_schools(
            campaign=self.campaign,
            rows=rows,
            typed=typed_schools,
            stages=stages,
            add_at=self.add_at,
        )

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(
            *self.first_sets(), Fieldset("Who came", *self.lines_layout()), *self.last_sets()
        )

    def check_rules(self) -> None:
        details = self.details
        is_past = "held_on" not in self.errors and details["held_on"] <= self.today
        likely = self._put_first(details)
        self.counts = self.read_lines(
            when_alone=likely if len(likely) == 1 else [Audience.NOT_RECORDED], must_say=is_past
        )
        for row in self.counts:
            if row.stage and row.stage not in details.get("stages", ()):
                box = self.box_of(row)
                box.form.add_error(box.name, not_there(row.stage))
        check_session(campaign=self.campaign, details=details, counts=self.counts, today=self.today)

    def _put_first(self, details: Details) -> list[Audience]:
        """Whom its stages, or else its school, say come first; returns them."""
        format, stages = details["format"], details.get("stages", ())
        likely = likely_audiences(format=format, stages=stages, place=details.get("place"))
        self.main.sort(key=lambda audience: audience not in likely)
        self.fields[self.first_line].help_text = "Fill in the lines that apply."
        return likely

    def split_layout(self, *, is_open: bool = False) -> list[LayoutObject]:
        """Without a script the page learns by a press which stages are named."""
        if self.split or self.on_phone:
            return super().split_layout(is_open=is_open)
        return [Ask((BY_STAGE, SPLIT), told=TWO_STAGES if is_open else "")]

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


def place_added_at(address: str, session: Session | None) -> str:
    return reverse(f"{address}_{PLACE}", args=[session.pk] if session else [])


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
    """The value of each column, and the ids of each list."""
    ids = {
        name: list(getattr(session, name).order_by().values_list("pk", flat=True)) for name in LISTS
    }
    columns = (detail.name for detail in DETAILS if not detail.is_list)
    return ids | {name: getattr(session, name) for name in columns}
