"""Which page of asking for a talk comes next, as the answers so far decide. The answers are checked again each time: a place may have closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.utils.datastructures import MultiValueDict

from campaigns.forms import talk_visit, talks
from campaigns.forms.talk_step import StepForm, typed
from campaigns.models import Campaign, Format
from campaigns.services.talk_drafts import Asked, Group

Cleaned = Mapping[str, Mapping[str, Any]]


def always(cleaned: Cleaned) -> bool:
    return True


def place_is_not_listed(cleaned: Cleaned) -> bool:
    return bool(cleaned["place"]["not_listed"])


def second_group(cleaned: Cleaned) -> bool:
    return bool(cleaned["group-1"]["another"])


def third_group(cleaned: Cleaned) -> bool:
    return second_group(cleaned) and bool(cleaned["group-2"]["another"])


def assembly_of_a_class_topic(cleaned: Cleaned) -> bool:
    return bool(cleaned["kind"]["topic"].class_size_only and cleaned["kind"]["format"] == Format.ASSEMBLY)


@dataclass(frozen=True)
class Step:
    slug: str
    form: type[StepForm]
    is_asked: Callable[[Cleaned], bool] = always


STEPS = (
    Step("place", talks.PlaceForm),
    Step("new-place", talks.UnlistedPlaceForm, place_is_not_listed),
    Step("group-1", talks.GroupForm),
    Step("group-2", talks.SecondGroupForm, second_group),
    Step("group-3", talks.ThirdGroupForm, third_group),
    Step("kind", talks.KindForm),
    Step("assembly", talks.AssemblyForm, assembly_of_a_class_topic),
    Step("dates", talk_visit.DatesForm),
    Step("room", talk_visit.RoomForm),
    Step("staff", talk_visit.StaffForm),
    Step("contact", talk_visit.ContactForm),
)
GROUPS = ("group-1", "group-2", "group-3")


class Journey:
    """The pages from the first to the first that is not answered. `after` it nothing may be opened yet."""

    def __init__(self, *, answers: Mapping[str, Mapping[str, list[str]]], campaign: Campaign, today: date) -> None:
        self.answers = answers
        self.campaign = campaign
        self.today = today

    @cached_property
    def answered(self) -> dict[str, StepForm]:
        """Valid forms in the order of the pages, up to the first gap."""
        done: dict[str, StepForm] = {}
        cleaned: dict[str, Mapping[str, Any]] = {}
        for step in STEPS:
            if not step.is_asked(cleaned):
                continue
            form = self.form(step.slug)
            if not (form.is_bound and form.is_valid()):
                break
            done[step.slug], cleaned[step.slug] = form, form.cleaned_data
        return done

    @cached_property
    def first_unanswered(self) -> str | None:
        """None when all is answered."""
        cleaned = {slug: form.cleaned_data for slug, form in self.answered.items()}
        return next((step.slug for step in STEPS if step.slug not in cleaned and step.is_asked(cleaned)), None)

    def may_open(self, slug: str) -> bool:
        return slug in self.answered or slug == self.first_unanswered

    def before(self, slug: str) -> str | None:
        """The page that "Back" goes to; of the page after the last one, the last."""
        done = list(self.answered)
        place = done.index(slug) if slug in done else len(done)
        return done[place - 1] if place else None

    def form(self, slug: str, data: MultiValueDict[str, str] | None = None) -> StepForm:
        step = next(step for step in STEPS if step.slug == slug)
        if data is None and slug in self.answers:
            data = typed(self.answers[slug])
        return step.form(data, campaign=self.campaign, today=self.today)

    def asked(self) -> Asked:
        """Needs every page to be answered."""
        cleaned: dict[str, Any] = {}
        for form in self.answered.values():
            cleaned |= form.cleaned_data
        place, dates = cleaned["place"], cast("talk_visit.DatesForm", self.answered["dates"])
        names = ("topic", "format", "room", "access_needs", "anything_else", "contact_name", "contact_role", "contact_email", "contact_phone")
        return Asked(
            place=place,
            area=place.area if place else cleaned["area"],
            unlisted_place=cleaned.get("unlisted_place", ""),
            unlisted_town=cleaned.get("unlisted_town", ""),
            assembly_reason=cleaned.get("assembly_reason", ""),
            groups=[self._group(slug) for slug in GROUPS if slug in self.answered],
            wanted=dates.wanted,
            **{name: cleaned[name] for name in names},
        )

    def _group(self, slug: str) -> Group:
        form = cast("talks.GroupForm", self.answered[slug])
        return Group(audience=form.cleaned_data["audience"], stages=form.stages, expected=form.cleaned_data["expected"])
