from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from campaigns.models import Campaign, User
from campaigns.programme.areas import AreaInUse, areas_of, councils_for, in_use, set_areas
from campaigns.programme.opened_form import OpenedForm, mark_of
from sextortion_aware.forms.layout import Layout, More
from sextortion_aware.forms.widgets import Checkboxes

OTHERS = "Other councils of Scotland"


class AreasForm(OpenedForm):
    """Those that are chosen stand first, the rest folded away.

    `sure` names what was asked about: whoever takes away one more is asked again.
    """

    own = forms.MultipleChoiceField(widget=Checkboxes, required=False, label="Our council areas")
    others = forms.MultipleChoiceField(widget=Checkboxes, required=False, label="We work here too")
    sure = forms.CharField(required=False, widget=forms.HiddenInput)
    asked_if = frozenset({"own", "others"})

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        self.campaign, self.areas = campaign, areas_of(campaign)
        super().__init__(data, initial={"own": self.areas})
        left = [name for name in councils_for(campaign) if name not in self.areas]
        for field, names in (("own", self.areas), ("others", left)):
            choices = [(name, name) for name in names]
            cast("forms.MultipleChoiceField", self.fields[field]).choices = choices

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        others = More(OTHERS, "others", is_open=not self.areas)
        return Layout("own", others) if self.areas else Layout(others)

    def stands(self) -> str:
        return ", ".join(self.areas)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.chosen:
            self.add_error("own" if self.areas else "others", "Choose at least one council area")
        return cleaned

    @property
    def chosen(self) -> list[str]:
        return [*self.cleaned_data.get("own", ()), *self.cleaned_data.get("others", ())]

    @cached_property
    def taken_away(self) -> list[AreaInUse]:
        """Of a form that is right: those that have places or sessions."""
        return in_use(self.campaign, [name for name in self.areas if name not in self.chosen])

    @property
    def asked_about(self) -> str:
        return mark_of(", ".join(area.name for area in self.taken_away))

    def asks(self) -> bool:
        return bool(self.taken_away) and self.cleaned_data["sure"] != self.asked_about

    def shown_asking(self) -> "AreasForm":
        """With the same ticks; saved again, it is done."""
        self.data = cast("QueryDict", self.data).copy()
        self.data["sure"] = self.asked_about
        return self

    def save(self, *, by: User) -> None:
        set_areas(campaign=self.campaign, names=self.chosen, by=by)
