"""What every form here has in common, and the layout objects of the service pack.

A page template writes the <form> tag, the token and the buttons; `{% crispy form %}` draws the
fields, `{% error_summary form %}` the summary.
"""

from functools import cached_property
from typing import Any, ClassVar

import crispy_forms.layout
from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.validators import MaxLengthValidator
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sextortion_aware.forms.drawing import QuickRenderer, attributes, draw_field
from sextortion_aware.forms.words import Longest
from sextortion_aware.only_drawn import is_only_drawn
from sextortion_aware.template_tags import error_list

__all__ = ["Fieldset", "Layout", "More", "Part", "Question", "Reveal", "ServiceForm", "Usual"]

MESSAGES = {
    "invalid_choice": "Choose one of the answers listed",
    "max_length": (
        "Shorten this to %(limit_value)d characters or fewer: it has %(show_value)d, "
        "%(over)d too many"
    ),
}
EMAIL_MESSAGE = "Enter an e-mail address in full, like name@example.com"


def required_message(field: forms.Field) -> str:
    """What to say when a field was left empty and its form has no better words."""
    label = str(field.label or "")
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Choose" if isinstance(field.widget, forms.widgets.ChoiceWidget) else "Enter"
    return f"{verb} {label[:1].lower()}{label[1:]}"


class NumberedBox(forms.BoundField):
    """In a form whose `auto_id` is a plain word, its id is that word and a number: what is wrong
    with a box says its id five times. What is hidden has none.
    """

    @property
    def auto_id(self) -> str:
        word = str(self.form.auto_id)
        if "%s" in word:
            return super().auto_id
        return "" if self.is_hidden else f"{word}{[*self.form.fields].index(self.name)}"


class ServiceForm(forms.Form):
    """Server-side messages only, in our own words.

    `layout` may order the fields; without one they stand as declared.

    `asked_if` names fields that are needed only in some cases: they are not required, but are not
    called optional either.
    """

    use_required_attribute = False
    default_renderer = QuickRenderer()
    bound_field_class = NumberedBox
    completes: ClassVar[bool] = True  # not when the <form> says autocomplete="off" for all boxes
    layout: ClassVar["Layout | None"] = None
    asked_if: ClassVar[frozenset[str]] = frozenset()
    # A filter: everything may be left empty, so it is not said each time.
    all_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self._in_our_words(name, field)

    def _in_our_words(self, name: str, field: forms.Field) -> None:
        field.label = field.label or name.replace("_", " ").capitalize()
        field.widget.attrs.pop("placeholder", None)
        # With it a browser cuts what is pasted, in silence. What is too long is told, and kept.
        field.widget.attrs.pop("maxlength", None)
        if not self.completes:
            field.widget.attrs.pop("autocomplete", None)
        field.validators = [
            Longest(each.limit_value) if type(each) is MaxLengthValidator else each
            for each in field.validators
        ]
        messages = field.error_messages
        if messages.get("required") == forms.Field.default_error_messages["required"]:
            messages["required"] = required_message(field)
        for code, message in MESSAGES.items():
            if isinstance(field, (forms.CharField, forms.ChoiceField)) and str(
                messages.get(code, "")
            ) in ("", _django_message(field, code)):
                messages[code] = message
        if isinstance(field, forms.EmailField):
            messages["invalid"] = EMAIL_MESSAGE

    def is_valid(self) -> bool:
        return super().is_valid() and not is_only_drawn(self.data)

    @cached_property
    def helper(self) -> FormHelper:
        """Made once: crispy asks for it three times, and a layout may ask the database."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        helper.layout = self.layout or Layout(*(field.name for field in self.visible_fields()))
        return helper

    @property
    def error_summary(self) -> list[dict[str, str]]:
        return error_list(self)


def _django_message(field: forms.Field, code: str) -> str:
    return str(getattr(type(field), "default_error_messages", {}).get(code, ""))


class Fields:
    """Draws each field by itself: crispy takes a template, and a copy of all that the page knows,
    for each.
    """

    fields: list[Any]

    def get_rendered_fields(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        drawn = [
            draw(part, form)
            if isinstance(part, str)
            else part.render(form, context, template_pack=template_pack)
            for part in self.fields
        ]
        return mark_safe("".join(drawn))  # noqa: S308 (each draws itself)


def draw(name: str, form: forms.BaseForm, **how: Any) -> SafeString:
    """`how` is what `draw_field` takes. Crispy draws what is hidden and was not drawn so far."""
    form.rendered_fields.add(name)  # type: ignore[attr-defined]  # crispy gives it to the form
    field = form[name]
    return field.as_widget() if field.is_hidden else draw_field(field, **how)


class Layout(Fields, crispy_forms.layout.Layout):  # type: ignore[misc]  # crispy ships no types
    pass


class Fieldset(Fields, crispy_forms.layout.Fieldset):  # type: ignore[misc]
    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        fields = self.get_rendered_fields(form, context)
        return format_html(
            "<fieldset class=set><legend>{}</legend>{}</fieldset>", self.legend, fields
        )


class Question(LayoutObject):  # type: ignore[misc]
    """The one field of a page: its label or legend is the page's h1."""

    def __init__(self, field: str) -> None:
        self.fields = [field]

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        return draw(self.fields[0], form, as_title=True)


class More(Fieldset):
    """Fields folded away until they are asked for. One More may stand in another."""

    def __init__(self, legend: str, *fields: Any, is_open: bool = False) -> None:
        super().__init__(legend, *fields)
        self.is_open = is_open

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        named = [form[pointer.name] for pointer in self.get_field_names()]
        is_open = self.is_open or any(field.errors or _is_filled(field.value()) for field in named)
        return fold(self.legend, self.get_rendered_fields(form, context), is_open=is_open)


class Part(Fieldset):
    """A `look` of the style: "row" is short boxes side by side, with what belongs to all of them
    below; "sides" are its parts side by side on a desk.
    """

    def __init__(self, look: str, *fields: Any) -> None:
        super().__init__("", *fields)
        self.look = look

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        drawn = attributes({"class": self.look or None})
        return format_html("<div{}>{}</div>", drawn, self.get_rendered_fields(form, context))


class Usual(Fieldset):
    """What is nearly always the same, in one line: `says` is what stands in its fields now. Open
    when something in it is wrong, or when `says` is empty because something must be answered.
    """

    def __init__(self, legend: str, *fields: Any, says: str) -> None:
        super().__init__(legend, *fields)
        self.says = says

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        named = [form[pointer.name] for pointer in self.get_field_names()]
        is_open = not self.says or any(field.errors for field in named)
        return format_html(
            "<details class=usual{}><summary>{} <span>{}</span></summary>{}</details>",
            attributes({"open": is_open}),
            self.legend,
            self.says,
            self.get_rendered_fields(form, context),
        )


def fold(legend: str, inside: SafeString, *, is_open: bool = False) -> SafeString:
    drawn = attributes({"open": is_open})
    return format_html("<details{}><summary>{}</summary>{}</details>", drawn, legend, inside)


def _is_filled(value: Any) -> bool:
    """An answer in several parts is one when one of them is."""
    return any(value) if isinstance(value, tuple) else value not in (None, "", [], False)


class Reveal(LayoutObject):  # type: ignore[misc]
    """Radios or checkboxes with a short field under an option, shown while that is chosen.

    Reveal("how", {"other": "how_other"}) shows `how_other` under the option "other".
    """

    def __init__(self, field: str, under: dict[str, str]) -> None:
        self.fields = [field, *under.values()]
        self.under = under

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        revealed = [
            (option, draw(name, form, asked_if_chosen=True)) for option, name in self.under.items()
        ]
        return draw(self.fields[0], form, revealed=revealed)
