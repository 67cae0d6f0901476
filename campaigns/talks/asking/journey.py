"""Which page of asking for a talk comes next, as the answers so far decide.

The answers are checked again each time: a place may have closed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.utils.datastructures import MultiValueDict

from campaigns.models import Campaign, Format, TalkKind
from campaigns.talks.asking import group_forms, people_forms, place_forms, visit_forms
from campaigns.talks.asking.drafts import Asked
from campaigns.talks.asking.step_form import Cleaned, StepForm, guest_so_far, typed

Kinds = Sequence[TalkKind]


@dataclass(frozen=True)
class Step:
    """`is_asked` sees the answers before it, and the talks that are on offer."""

    slug: str
    form: type[StepForm]
    is_asked: Callable[[Cleaned, Kinds], bool] = lambda cleaned, kinds: True


def place_is_not_listed(cleaned: Cleaned, kinds: Kinds) -> bool:
    return bool(cleaned["place"]["not_listed"])


def another_group(number: int) -> Callable[[Cleaned, Kinds], bool]:
    def is_asked(cleaned: Cleaned, kinds: Kinds) -> bool:
        return all(cleaned.get(f"group-{before}", {}).get("another") for before in range(1, number))

    return is_asked


def kinds_to_choose_from(cleaned: Cleaned, kinds: Kinds) -> bool:
    return bool(place_forms.kinds_for(guest_so_far(cleaned), kinds))


def something_else(cleaned: Cleaned, kinds: Kinds) -> bool:
    return (
        not kinds_to_choose_from(cleaned, kinds)
        or cleaned["kind"]["kind"] == place_forms.SOMETHING_ELSE
    )


def assembly_of_a_class_topic(cleaned: Cleaned, kinds: Kinds) -> bool:
    topic = cleaned.get("topic")
    return bool(topic and topic["topic"].class_size_only and topic["format"] == Format.ASSEMBLY)


STEPS = (
    Step("place", place_forms.PlaceForm),
    Step("new-place", place_forms.UnlistedPlaceForm, place_is_not_listed),
    *(
        Step(slug, group_forms.GROUP_FORMS[slug], another_group(number))
        for number, slug in enumerate(group_forms.GROUP_FORMS, start=1)
    ),
    Step("kind", place_forms.KindForm, kinds_to_choose_from),
    Step("topic", place_forms.TopicForm, something_else),
    Step("assembly", place_forms.AssemblyForm, assembly_of_a_class_topic),
    Step("dates", visit_forms.DatesForm),
    Step("room", visit_forms.RoomForm),
    Step("needs", visit_forms.NeedsForm),
    Step("staff", people_forms.StaffForm),
    Step("contact", people_forms.ContactForm),
)


def boxes_of(slug: str) -> list[str]:
    """What can be typed on that page; of no page, nothing."""
    forms = [step.form for step in STEPS if step.slug == slug]
    return [
        name
        for form in forms
        for name, field in form.base_fields.items()
        if not field.widget.is_hidden
    ]


SENT_ON = (
    "room",
    "arriving",
    "anything_else",
    "contact_name",
    "contact_role",
    "contact_email",
    "contact_phone",
)


class Journey:
    """The pages from the first to the first that is not answered.

    `after` it nothing may be opened yet.
    """

    def __init__(
        self,
        *,
        answers: Mapping[str, Mapping[str, list[str]]],
        campaign: Campaign,
        today: date,
        typing: Mapping[str, Mapping[str, list[str]]] | None = None,
    ) -> None:
        self.answers, self.typing = answers, typing or {}
        self.campaign = campaign
        self.today = today

    @cached_property
    def kinds(self) -> Kinds:
        return list(TalkKind.objects.for_schools().filter(campaign=self.campaign))

    @cached_property
    def answered(self) -> dict[str, StepForm]:
        """Valid forms in the order of the pages, up to the first gap: one that has to be asked
        about once more, because an answer before it has changed, is none yet.
        """
        done: dict[str, StepForm] = {}
        cleaned: dict[str, Mapping[str, Any]] = {}
        for step in STEPS:
            if not step.is_asked(cleaned, self.kinds):
                continue
            form = self._form(step.slug, cleaned)
            if not (form.is_bound and form.is_valid()) or (form.asks_again and form.waits()):
                break
            done[step.slug], cleaned[step.slug] = form, form.cleaned_data
        return done

    @cached_property
    def first_unanswered(self) -> str | None:
        """None when all is answered."""
        cleaned = {slug: form.cleaned_data for slug, form in self.answered.items()}
        return next(
            (
                step.slug
                for step in STEPS
                if step.slug not in cleaned and step.is_asked(cleaned, self.kinds)
            ),
            None,
        )

    def may_open(self, slug: str) -> bool:
        return slug in self.answered or slug == self.first_unanswered

    @property
    def half_typed(self) -> str | None:
        """The first page on which something was typed and not sent."""
        typed = [step.slug for step in STEPS if step.slug in self.typing]
        return next((slug for slug in typed if self.may_open(slug)), None)

    def before(self, slug: str) -> str | None:
        """The page that "Back" goes to; of the page after the last one, the last."""
        done = list(self.answered)
        place = done.index(slug) if slug in done else len(done)
        return done[place - 1] if place else None

    def form(self, slug: str, data: MultiValueDict[str, str] | None = None) -> StepForm:
        """Of a page that may be opened."""
        slugs = [step.slug for step in STEPS]
        before = {
            name: form.cleaned_data
            for name, form in self.answered.items()
            if slugs.index(name) < slugs.index(slug)
        }
        if data is None and slug in self.typing:
            return self._made(slug, before, None, typed(dict(self.typing[slug])))
        return self._form(slug, before, data)

    def _form(
        self, slug: str, before: Cleaned, data: MultiValueDict[str, str] | None = None
    ) -> StepForm:
        if data is None and slug in self.answers:
            data = typed(self.answers[slug])
        return self._made(slug, before, data)

    def _made(
        self,
        slug: str,
        before: Cleaned,
        data: MultiValueDict[str, str] | None,
        half_typed: MultiValueDict[str, str] | None = None,
    ) -> StepForm:
        step = next(step for step in STEPS if step.slug == slug)
        return step.form(
            data,
            campaign=self.campaign,
            today=self.today,
            before=dict(before),
            half_typed=half_typed,
        )

    def asked(self) -> Asked:
        """Needs every page to be answered."""
        cleaned: dict[str, Any] = {}
        for form in self.answered.values():
            cleaned |= form.cleaned_data
        place, dates = cleaned["place"], cast("visit_forms.DatesForm", self.answered["dates"])
        kind = (
            cast("place_forms.KindForm", self.answered["kind"]).kind_chosen
            if "kind" in self.answered
            else None
        )
        return Asked(
            place=place,
            area=place.area if place else cleaned["area"],
            unlisted_place=cleaned.get("unlisted_place", ""),
            unlisted_town=cleaned.get("unlisted_town", ""),
            kind=kind,
            topic=kind.topic if kind else cleaned["topic"],
            format=kind.format if kind else cleaned["format"],
            assembly_reason=cleaned.get("assembly_reason", ""),
            groups=[
                cast("group_forms.GroupForm", self.answered[slug]).group
                for slug in group_forms.GROUP_FORMS
                if slug in self.answered
            ],
            wanted=dates.wanted,
            wishes=dates.wishes,
            access_needs=cast("visit_forms.NeedsForm", self.answered["needs"]).access_needs,
            **{name: cleaned[name] for name in SENT_ON},
        )
