"""The smallest parts of a form, written here and not in a template: a page has a hundred of them,
and a template of its own for each box took most of the time of the page, and of its bytes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """As they stand in a tag, each with a blank before it."""
    drawn = [
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not None and value is not False
    ]
    return mark_safe("".join(drawn))  # noqa: S308 (each value is escaped above)


def draw_input(widget: Widget) -> SafeString:
    value = widget["value"]
    own = {"type": widget["type"], "name": widget["name"], "value": value}
    return format_html("<input{}{}>", attributes(own), attributes(widget["attrs"]))


def draw_select(widget: Widget) -> SafeString:
    """HTML needs no end of an option, and a select that is asked often has many."""
    options = [
        format_html(
            "<option{}>{}",
            attributes({"value": option["value"], **option["attrs"]}),
            option["label"],
        )
        for _, group, _ in widget["optgroups"]
        for option in group
    ]
    drawn = attributes({"name": widget["name"], **widget["attrs"]})
    return format_html("<select{}>{}</select>", drawn, mark_safe("".join(options)))  # noqa: S308


DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/text.html": draw_input,
    "django/forms/widgets/hidden.html": draw_input,
    "django/forms/widgets/checkbox.html": draw_input,
    "django/forms/widgets/select.html": draw_select,
}


class QuickRenderer(DjangoTemplates):
    """Draws what forms have most by itself, and leaves the rest to Django's templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None or any(group for group, _, _ in context["widget"].get("optgroups", ())):
            return super().render(template_name, context, request)
        return draw(context["widget"])


def options(field: forms.BoundField, revealed: Iterable[tuple[str, str]] = ()) -> SafeString:
    """The radios or ticks of a question, each with its label around it: then neither needs an id.
    Only the first has one, for the link of an error, and each that its hint describes.
    """
    under = dict(revealed)
    drawn = []
    for place, part in enumerate(field.subwidgets):
        drawn += [draw_option(part.data, is_first=place == 0), draw_under(part.data, under)]
    return mark_safe("\n".join(filter(None, drawn)))  # noqa: S308


def draw_option(option: Widget, *, is_first: bool) -> SafeString:
    """Not Django's own: it marks each radio aria-invalid, which a radio cannot be."""
    attrs = {name: value for name, value in option["attrs"].items() if name != "aria-invalid"}
    hint = option.get("hint")
    if not (is_first or hint):
        attrs.pop("id", None)
    box = draw_input({**option, "value": str(option["value"]), "attrs": attrs})
    if not hint:
        return format_html('<label class="choice">{}{}</label>', box, option["label"])
    return format_html(
        '<div class="choice">{}<label for="{id}">{}</label>'
        '<span class="hint" id="{id}_hint">{}</span></div>',
        box,
        option["label"],
        hint,
        id=attrs["id"],
    )


def draw_under(option: Widget, under: Mapping[str, str]) -> str:
    """What is asked while this option is chosen."""
    html = under.get(str(option["value"]), "")
    return html and format_html('<div class="reveal">{}</div>', html)
