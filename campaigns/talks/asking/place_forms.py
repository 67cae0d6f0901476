"""Asking for a talk, one form a page: where, and what kind.

Who is in group_forms.py, the rest in visit_forms.py and people_forms.py.
"""

from collections.abc import Iterable
from typing import Any, Self, cast

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from campaigns.models import CouncilArea, Format, Place, TalkKind, TalkRequest, Topic
from campaigns.places.field import PlaceField
from campaigns.places.guests import Guest, format_in_words
from campaigns.talks.asking.address import asked_lately
from campaigns.talks.asking.group_forms import groups_so_far
from campaigns.talks.asking.step_form import AskedOnce, StepForm
from campaigns.talks.asking.wishes import day_in_words
from campaigns.talks.fits import misfits
from campaigns.talks.remarks import Remark
from sextortion_aware.forms.layout import Layout, Question
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

SOMETHING_ELSE = "other"
NOT_LISTED = "I cannot find it on the list"
WAY_ON = f"Check the spelling, or tick “{NOT_LISTED}”."
NOT_FOUND = f"We found nothing. {WAY_ON}"
ONLY_SCHOOLS = (Format.LESSON, Format.ASSEMBLY)


class PlaceForm(StepForm):
    title = "Where should the talk be?"
    after_warnings = (
        "To add to that request, use the link in our e-mail to whoever asked. To ask for another "
        "talk, press Continue."
    )
    asked_if = frozenset({"place", "not_listed"})

    place = PlaceField(
        places=lambda: Place.objects.none(),
        search_url=reverse_lazy("campaigns:talk_place_search"),
        what="the name of the school or place",
        required=False,
        label="School, college or other place",
        error_messages={"none": f"We found no match for “%(text)s”. {WAY_ON}"},
        help_text="Type the first letters of the name or the town, then choose.",
    )
    not_listed = forms.BooleanField(required=False, label=NOT_LISTED)
    told = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def prepare(self) -> None:
        self.fields["place"].widget.attrs["data-none"] = NOT_FOUND
        cast("PlaceField", self.fields["place"]).places = lambda: Place.objects.filter(
            campaign=self.campaign
        ).open_on(self.today)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("not_listed"):
            self.errors.pop("place", None)
            self.cleaned_data["place"] = None
        elif not self.cleaned_data.get("place") and "place" not in self.errors:
            self.add_error(
                "place", "Enter the name of the school or place, or tick that you cannot find it"
            )
        return self.cleaned_data

    @cached_property
    def asked_before(self) -> TalkRequest | None:
        place = self.cleaned_data.get("place") if self.is_bound and self.is_valid() else None
        return asked_lately(place.pk, campaign=self.campaign, now=timezone.now()) if place else None

    @property
    def warnings(self) -> list[str]:
        if self.asked_before is None:
            return []
        return [
            (
                "Somebody asked us for a talk here on "
                f"{day_in_words(timezone.localdate(self.asked_before.asked_at))}, and it is not "
                "over yet."
            )
        ]

    def waits(self) -> bool:
        return self.asked_before is not None and self.cleaned_data["told"] != str(
            self.cleaned_data["place"].pk
        )

    def shown_with_warnings(self) -> Self:
        place = self.cleaned_data["place"]
        data = MultiValueDict(
            {"place": [place.label], "place_id": [str(place.pk)], "told": [str(place.pk)]}
        )
        return type(self)(data, campaign=self.campaign, today=self.today, before=self.before)

    def kept(self) -> dict[str, list[str]]:
        place = self.cleaned_data["place"]
        return (
            {"place": [place.label], "place_id": [str(place.pk)]}
            if place
            else {"not_listed": ["on"]}
        )

    def rows(self) -> list[tuple[str, str]]:
        place = self.cleaned_data["place"]
        return [("Place", place.label)] if place else []


class UnlistedPlaceForm(StepForm):
    title = "Tell us about the place"

    unlisted_place = WordsField(max_length=200, label="Name of the school, group or workplace")
    unlisted_town = WordsField(max_length=80, label="Town or village")
    area = forms.ModelChoiceField(
        CouncilArea.objects.none(), widget=Radios(), empty_label=None, label="Council area"
    )
    is_school = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(),
        label="Is it a school?",
        error_messages={"required": "Choose if it is a school"},
    )

    def prepare(self) -> None:
        cast(
            "forms.ModelChoiceField[CouncilArea]", self.fields["area"]
        ).queryset = self.campaign.areas.all()

    def rows(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        is_school = given["is_school"] == "yes"
        label = "Name of the school" if is_school else "Name"
        more = [
            (str(self.fields[name].label), str(given[name])) for name in ("unlisted_town", "area")
        ]
        return [(label, given["unlisted_place"]), *more]


class KindForm(AskedOnce):
    """The talks that we offer, those that fit the groups first. Adults are offered no lesson."""

    title = "Which talk would you like?"
    title_is_a_field = True
    starts_with = "kind"
    layout = Layout(Question("kind"))

    kind = forms.ChoiceField(
        widget=Radios(), label=title, error_messages={"required": "Choose a talk"}
    )

    def prepare(self) -> None:
        kinds = TalkKind.objects.for_schools().filter(campaign=self.campaign)
        offered = kinds_for(self.guest, kinds.select_related("topic"))
        self.kinds = {
            str(kind.pk): kind for kind in sorted(offered, key=lambda kind: not self._fits(kind))
        }
        self._ask_again_of_adults(kinds)
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [
            *((pk, kind.name) for pk, kind in self.kinds.items()),
            (SOMETHING_ELSE, "Something else"),
        ]
        field.widget.hints = {pk: kind_in_short(kind) for pk, kind in self.kinds.items()}

    def _ask_again_of_adults(self, kinds: Iterable[TalkKind]) -> None:
        """They may have begun on the page of a talk for pupils: that is no mistake of theirs."""
        others = {str(kind.pk): kind.name for kind in kinds if str(kind.pk) not in self.kinds}
        chosen = str(self.data.get("kind", ""))
        if chosen in others:
            self.is_bound, self.data = False, MultiValueDict()
            self.intro = f"“{others[chosen]}” is a talk for young people. These are for adults."

    def _fits(self, kind: TalkKind) -> bool:
        groups = [answer for step, answer in self.before.items() if step.startswith("group-")]
        wanted = {stage for group in groups for stage in group["stages"]}
        formats = {format_of(group["who"]) for group in groups}
        return bool(wanted & set(kind.stages)) if wanted else kind.format in formats

    @property
    def kind_chosen(self) -> TalkKind | None:
        return self.kinds.get(self.cleaned_data["kind"])

    def remarks(self) -> list[Remark]:
        kind = self.kind_chosen
        format = kind.format if kind else ""
        return misfits(groups_so_far(self.before), kind=kind, format=format)

    def rows(self) -> list[tuple[str, str]]:
        kind = self.kind_chosen
        if kind is None:
            return []
        return [("Talk", self.with_warnings(f"{kind.name}\n{kind_in_short(kind)}"))]


def kinds_for(guest: Guest, kinds: Iterable[TalkKind]) -> list[TalkKind]:
    return [kind for kind in kinds if kind.is_for_adults or guest != Guest.ADULTS]


def kind_in_short(kind: TalkKind) -> str:
    how = "" if kind.is_for_adults else how_given(kind)
    parts = [kind.for_whom, f"{kind.minutes} minutes", how]
    return ", ".join(part for part in parts if part)


def how_given(kind: TalkKind) -> str:
    if kind.format == Format.LESSON:
        return "lesson"
    return format_in_words(kind.format, Guest.ADULTS if kind.is_for_adults else Guest.SCHOOL)


def format_of(who: str) -> str:
    """How a talk is given as a rule to this audience."""
    usual = {
        "parents": Format.PARENTS,
        "professionals": Format.STAFF,
        "adults": Format.COMMUNITY,
        "children": Format.WORKSHOP,
        "young_people": Format.WORKSHOP,
    }
    return usual.get(who, Format.LESSON)


class TopicForm(AskedOnce):
    title = "What should it be about?"
    starts_with = "topic"

    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        widget=Radios(),
        empty_label=None,
        label="Topic",
        error_messages={"required": "Choose a topic"},
    )
    format = forms.ChoiceField(
        widget=Radios(
            hints={
                "lesson": "One class at a time. Pupils ask more.",
                "assembly": "Several classes in one hall.",
            }
        ),
        label="How it is given",
        error_messages={"required": "Choose how the talk is given"},
    )

    def prepare(self) -> None:
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = Topic.objects.filter(
            campaign=self.campaign, is_offered=True
        )
        left_out = () if self.is_for_a_school else ONLY_SCHOOLS
        cast("forms.ChoiceField", self.fields["format"]).choices = [
            (format, format_in_words(format, self.guest))
            for format in Format.values
            if format not in left_out
        ]

    def remarks(self) -> list[Remark]:
        """Why an assembly is better is asked on the next page."""
        return misfits(groups_so_far(self.before), format=self.cleaned_data["format"])

    def rows(self) -> list[tuple[str, str]]:
        how = format_in_words(self.cleaned_data["format"], self.guest)
        return [
            ("Topic", self.cleaned_data["topic"].name),
            ("How it is given", self.with_warnings(how)),
        ]


class AssemblyForm(StepForm):
    title = "Why is an assembly better for you than lessons?"
    title_is_a_field = True
    layout = Layout(Question("assembly_reason"))

    assembly_reason = WordsField(
        max_length=300,
        lines=3,
        label=title,
        help_text=(
            "We teach this topic in lessons. In a small group pupils ask questions, and a pupil "
            "who has been hurt is not sitting in a crowd."
        ),
        error_messages={
            "required": "Enter why an assembly is better, or go back and choose lessons"
        },
    )

    def rows(self) -> list[tuple[str, str]]:
        return [("Why an assembly", self.cleaned_data["assembly_reason"])]
