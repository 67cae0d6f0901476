"""What a coordinator types of a topic or a partner."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, Partner, Topic, User
from campaigns.programme.lists import (
    add_named,
    add_suggested,
    change_named,
    missing_suggestions,
    refuse_second_name,
)
from campaigns.programme.opened_form import OpenedForm
from sextortion_aware.forms.fields import StillThereField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField

Named = Topic | Partner
LONGEST_NAME = 120


class PartnerForm(OpenedForm):
    """A new one, or with `row` one that is there."""

    model: type[Topic] | type[Partner] = Partner

    name = WordsField(
        max_length=LONGEST_NAME, label="Name", error_messages={"required": "Enter the name"}
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, row: Any = None) -> None:
        self.campaign, self.row = campaign, row
        shown = {name: getattr(row, name) for name in self.columns} if row else {}
        super().__init__(data, initial=shown)

    @property
    def columns(self) -> list[str]:
        return [name for name in self.base_fields if name != "opened"]

    def stands(self) -> str:
        if self.row is None:
            return ""
        only = ", in lessons only" if getattr(self.row, "class_size_only", False) else ""
        return f"“{self.row.name}”{only}"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        wanted = self.model(pk=self.row.pk if self.row else None, campaign=self.campaign, name=name)
        try:
            refuse_second_name(wanted)
        except ValidationError as problem:
            raise ValidationError(problem.message_dict["name"]) from None
        return name

    def save(self, *, by: User) -> Named:
        """ValidationError when somebody was quicker with the same name."""
        said = {name: self.cleaned_data[name] for name in self.columns}
        if self.row:
            return cast("Named", change_named(self.row, by=by, **said))
        add: Any = add_named
        return cast("Named", add(self.model, campaign=self.campaign, by=by, **said))


class TopicForm(PartnerForm):
    model = Topic

    class_size_only = forms.BooleanField(
        required=False,
        label="It is taught in lessons only",
        help_text="A school that asks for an assembly is asked why.",
    )


class SuggestedForm(ServiceForm):
    """All ticked when the list is empty, else none."""

    names = StillThereField(label="Suggested", error_messages={"required": "Choose at least one"})

    def __init__(
        self, data: Any = None, *, model: type[Topic] | type[Partner], campaign: Campaign
    ) -> None:
        self.model, self.campaign = model, campaign
        self.missing = missing_suggestions(model, campaign)
        is_empty = not model.objects.filter(campaign=campaign).exists()
        super().__init__(data, initial={"names": list(self.missing) if is_empty else []})
        field = cast("StillThereField", self.fields["names"])
        field.choices = [(name, name) for name in self.missing]
        field.widget.hints = {
            name: "In lessons only" for name, more in self.missing.items() if any(more.values())
        }

    def save(self, *, by: User) -> list[Any]:
        return add_suggested(
            self.model, campaign=self.campaign, by=by, names=self.cleaned_data["names"]
        )
