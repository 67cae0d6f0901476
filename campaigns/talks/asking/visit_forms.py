"""Asking for a talk, continued: when, and what the visit needs."""

from functools import partial
from typing import Any, Self, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from campaigns.places.guests import DO_NOT_NAME, Guest
from campaigns.talks.asking.step_form import StepForm
from campaigns.talks.asking.wish_box import LONGEST_WISH, WishBox
from campaigns.talks.asking.wishes import Whose, Wish, read_wishes, told_of
from sextortion_aware.forms.widgets import Checkboxes
from sextortion_aware.forms.words import WordsField
from sextortion_aware.numbers import EMERGENCY, POLICE

NEEDS = {
    "bsl": "A British Sign Language (BSL) interpreter",
    "interpreter": "An interpreter for another language",
    "asn": "A talk that suits additional support needs (ASN)",
}
NO_REPORT = (
    f"Do not report a crime here. To report one, call {POLICE}. In danger now, call {EMERGENCY}."
)
FOR_ADULTS = "A talk that suits people with a learning disability"


def wish(label: str, *, required: bool = False, help_text: str = "") -> WordsField:
    return WordsField(
        max_length=LONGEST_WISH,
        required=required,
        label=label,
        help_text=help_text,
        error_messages={
            "required": "Enter a date, a week, or a rule like “any Tuesday until Easter”"
        },
        widget=WishBox(),
    )


class DatesForm(StepForm):
    """What we cannot read is kept as it was typed.

    `told` are the words whose warnings were on the page: sent again as they are, they are meant so.
    """

    title = "When would suit you?"
    asked_if = frozenset({"when_2", "told"})

    when_1 = wish(
        "First choice",
        required=True,
        help_text=(
            "A date or a week, with morning or afternoon: “Tuesday 8 December, morning”. Or a "
            "rule: “any Tuesday before 11 until Easter”."
        ),
    )
    when_2 = wish("Second choice", help_text="You need no second one after a rule.")
    when_3 = wish("Third choice")
    told = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4 * LONGEST_WISH)

    def prepare(self) -> None:
        for name in WHENS:
            cast("WishBox", self.fields[name].widget).told = partial(self.told_below, name)

    def told_below(self, name: str) -> str:
        """How its words were read. What to look at stands above the boxes."""
        if not self.is_bound or name in self.errors:
            return ""
        typed = [each for each in WHENS if self.cleaned_data.get(each)]
        return told_of(self.wishes[typed.index(name)])[0] if name in typed else ""

    def clean(self) -> dict[str, Any]:
        if (
            not self.errors
            and not self.cleaned_data["when_2"]
            and not self.cleaned_data["when_3"]
            and not self.wishes[0].is_enough
        ):
            self.add_error(
                "when_2",
                "Enter a second choice, or make the first one wider: “any Tuesday until Easter”",
            )
        return self.cleaned_data

    @cached_property
    def wishes(self) -> list[Wish]:
        """Needs the answers to be checked for length."""
        words = [self.cleaned_data[name] for name in WHENS if self.cleaned_data.get(name)]
        return read_wishes(words, whose=self.whose, today=self.today)

    @property
    def whose(self) -> Whose:
        place, new = self.before.get("place", {}).get("place"), self.before.get("new-place", {})
        groups = [answer for step, answer in self.before.items() if step.startswith("group-")]
        return Whose(
            area=place.area if place else new["area"],
            town=place.town if place else new["unlisted_town"],
            stages={stage for group in groups for stage in group["stages"]},
            is_school=self.is_for_a_school,
            pupils_come=any(group["stages"] for group in groups),
        )

    @property
    def warnings(self) -> list[str]:
        return (
            [warning for wish in self.wishes for warning in wish.warnings]
            if self.is_bound and self.is_valid()
            else []
        )

    @property
    def wanted(self) -> str:
        return "; ".join(wish.words for wish in self.wishes)

    def waits(self) -> bool:
        """Something should be looked at once more, and was not on the page that was sent."""
        return bool(self.warnings) and self.cleaned_data["told"] != self.wanted

    def shown_with_warnings(self) -> Self:
        data = (
            MultiValueDict({name: [str(self[name].value() or "")] for name in WHENS})
            if self.is_bound
            else None
        )
        if data is not None:
            data["told"] = self.wanted
        return type(self)(data, campaign=self.campaign, today=self.today, before=self.before)

    def rows(self) -> list[tuple[str, str]]:
        return [
            (name, wish_in_words(wish))
            for name, wish in zip(
                ("First choice", "Second choice", "Third choice"), self.wishes, strict=False
            )
        ]


WHENS = ("when_1", "when_2", "when_3")


def wish_in_words(wish: Wish) -> str:
    return "\n".join([wish.words, *told_of(wish)])


class RoomForm(StepForm):
    title = "The room, and how we find you"

    room = WordsField(
        max_length=300,
        required=False,
        label="The room",
        help_text="Is there a screen, with sound? Does your network block videos?",
    )
    arriving = WordsField(
        max_length=300,
        required=False,
        label="Arriving",
        help_text="Which gate, where to park, and who meets us?",
    )

    def prepare(self) -> None:
        if self.guest == Guest.ADULTS:
            self.fields[
                "room"
            ].help_text = (
                "Is there a screen, with sound? If you would rather meet online, say so here."
            )


class NeedsForm(StepForm):
    title = "What do people need?"

    needs = forms.MultipleChoiceField(
        choices=list(NEEDS.items()),
        widget=Checkboxes(),
        required=False,
        label="We need",
        help_text="Choose all that fit, or none.",
    )
    more_needs = WordsField(
        max_length=350,
        lines=2,
        required=False,
        label="Tell us more",
        help_text="For example, which language. Do not name anyone.",
    )
    anything_else = WordsField(
        max_length=1000,
        lines=4,
        required=False,
        label="Anything else we should know",
        help_text=f"{DO_NOT_NAME[Guest.SCHOOL]}. {NO_REPORT}",
    )

    def prepare(self) -> None:
        if self.guest == Guest.ADULTS:
            self.fields["anything_else"].help_text = f"{DO_NOT_NAME[self.guest]}. {NO_REPORT}"
            needs = NEEDS | {"asn": FOR_ADULTS}
            cast("forms.MultipleChoiceField", self.fields["needs"]).choices = list(needs.items())

    @property
    def access_needs(self) -> str:
        needs: Any = cast("forms.MultipleChoiceField", self.fields["needs"]).choices
        return ". ".join(
            part
            for part in (
                *(dict(needs)[need] for need in self.cleaned_data["needs"]),
                self.cleaned_data["more_needs"],
            )
            if part
        )

    def rows(self) -> list[tuple[str, str]]:
        rows = [
            ("What people need", self.access_needs),
            ("Anything else", self.cleaned_data["anything_else"]),
        ]
        return [row for row in rows if row[1]]
