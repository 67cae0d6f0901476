"""Draws the fields of a form. What a page has dozens of is written here and not in a template: a
template of its own for each box and each word took most of the time of a page, and of its bytes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import TemplateSyntaxError
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """As they stand in a tag, each with a blank before it. HTML needs no quotes around a plain word
    or number.
    """
    drawn = []
    for name, value in attrs.items():
        text = str(value)
        if value is True:
            drawn.append(f" {name}")
        elif value is not None and value is not False:
            is_plain = text.isascii() and text.replace("_", "").replace("-", "").isalnum()
            drawn.append(f" {name}={text}" if is_plain else f' {name}="{conditional_escape(text)}"')
    return SafeString("".join(drawn))  # each value is a plain word, or escaped


def draw_input(widget: Widget) -> SafeString:
    """What somebody may have typed always stands in quotes. A box without a type is for text."""
    value = widget["value"]
    given = "" if value in (None, "") else format_html(' value="{}"', value)
    kind = None if widget["type"] == "text" else widget["type"]
    own = attributes({"type": kind, "name": widget["name"]})
    return SafeString(f"<input{own}{given}{attributes(widget['attrs'])}>")


def draw_select(widget: Widget) -> SafeString:
    """HTML needs no end of an option, and a select that is asked often has many."""
    options = [
        f"<option{attributes({'value': option['value'], **option['attrs']})}>"
        f"{conditional_escape(option['label'])}"
        for _, group, _ in widget["optgroups"]
        for option in group
    ]
    drawn = attributes({"name": widget["name"], **widget["attrs"]})
    return SafeString(f"<select{drawn}>{''.join(options)}</select>")


def draw_textarea(widget: Widget) -> SafeString:
    """Browsers leave out the first line's end. How wide it is, the style says."""
    attrs = {name: value for name, value in widget["attrs"].items() if name != "cols"}
    drawn = attributes({"name": widget["name"], **attrs})
    return format_html("<textarea{}>\n{}</textarea>", drawn, widget["value"] or "")


DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/text.html": draw_input,
    "django/forms/widgets/hidden.html": draw_input,
    "django/forms/widgets/checkbox.html": draw_input,
    "django/forms/widgets/select.html": draw_select,
    "django/forms/widgets/textarea.html": draw_textarea,
}


class QuickRenderer(DjangoTemplates):
    """Draws what forms have most by itself, and leaves the rest to Django's templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None or any(group for group, _, _ in context["widget"].get("optgroups", ())):
            return super().render(template_name, context, request)
        return draw(context["widget"])


# Django's own widgets, in the order they are asked: a group of checkboxes is also a radio group by
# class.
PARTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "checkbox"),
    (forms.RadioSelect, "choices"),
    (forms.Select, "input"),
    (forms.Textarea, "input"),
    (forms.FileInput, ""),
    (forms.widgets.Input, "input"),
)


def draw_field(
    field: forms.BoundField,
    *,
    as_title: bool = False,
    asked_if_chosen: bool = False,
    revealed: Iterable[tuple[str, str]] = (),
) -> SafeString:
    """`as_title`: its label is the page's h1. `asked_if_chosen`: needed only after another answer,
    so neither required nor called optional. `revealed`: pairs of an option and the field drawn
    under it.
    """
    label = draw_label(field, as_title=as_title, asked_if_chosen=asked_if_chosen)
    match part_of(field.field.widget):
        case "checkbox":
            return in_box(draw_notes(field), draw_tick(field))
        case "choices":
            return in_group(field, label, draw_notes(field), options(field, revealed))
        case "date":
            return in_group(field, label, draw_notes(field), boxes(field))
        case "place":
            return in_box(label, draw_notes(field), draw_search(field))
        case _:
            return in_box(label, draw_notes(field), SafeString(field.as_widget()))


def part_of(widget: forms.Widget) -> str:
    """How this widget is drawn: one that nothing draws is refused, never drawn half."""
    name = getattr(widget, "pack_part", "") or next(
        (name for kind, name in PARTS if isinstance(widget, kind)), ""
    )
    if not name:
        raise TemplateSyntaxError(f"Nothing here draws a {type(widget).__name__}")
    return str(name)


def in_box(*parts: SafeString) -> SafeString:
    return format_html("<div class=field>{}</div>", SafeString("".join(parts)))


def in_group(field: forms.BoundField, *parts: SafeString) -> SafeString:
    described = attributes({"aria-describedby": field.aria_describedby or None})
    inside = SafeString("".join(parts))
    return format_html("<fieldset class=field{}>{}</fieldset>", described, inside)


def draw_label(
    field: forms.BoundField, *, as_title: bool = False, asked_if_chosen: bool = False
) -> SafeString:
    words = format_html("{}{}", field.label, "" if asked_if_chosen else optional(field))
    is_group = bool(field.field.widget.use_fieldset)
    if as_title:
        words = format_html("<h1>{}</h1>" if is_group else "{}", words)
    if is_group:
        return format_html("<legend>{}</legend>", words)
    label = format_html("<label{}>{}</label>", attributes({"for": field.id_for_label}), words)
    return format_html("<h1>{}</h1>", label) if as_title else label


OPTIONAL = SafeString(" <i>(optional)</i>")


def optional(field: forms.BoundField) -> str:
    form: Any = field.form
    is_said = field.field.required or getattr(form, "all_optional", False)
    return "" if is_said or field.name in getattr(form, "asked_if", ()) else OPTIONAL


def draw_notes(field: forms.BoundField) -> SafeString:
    """The hint and the errors, with the ids that Django's aria-describedby names."""
    hint = field.help_text and format_html(
        "<p class=hint{}>{}</p>",
        attributes({"id": f"{field.auto_id}_helptext"}),
        field.help_text,
    )
    wrong = [format_html("<b>Error:</b> {}", text) for text in field.errors]
    if not wrong:
        return SafeString(hint)
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in wrong))
    named = attributes({"id": f"{field.auto_id}_error"})
    return format_html("{}<p class=error{}>{}</p>", hint, named, lines)


def draw_tick(field: forms.BoundField) -> SafeString:
    return format_html(
        "<div class=choice>{}<label{}>{}</label></div>",
        field.as_widget(),
        attributes({"for": field.id_for_label}),
        field.label,
    )


def boxes(field: forms.BoundField) -> SafeString:
    """Day, month and year."""
    drawn = format_html_join(
        "",
        "<div><label{}>{}</label>{}</div>",
        (
            (attributes({"for": box["attrs"]["id"]}), box["box"], draw_input(box))
            for box in field.subwidgets[0].data["subwidgets"]
        ),
    )
    return format_html("<div class=date>{}</div>", drawn)


def draw_search(field: forms.BoundField) -> SafeString:
    """A place found by typing. static/js/place-search.js fills in the box behind it; several
    matches become radios.
    """
    name, pk = field.html_name, getattr(field.value(), "pk", None)
    chosen = draw_input({"type": "hidden", "name": f"{name}_id", "value": pk, "attrs": {}})
    box = format_html("<div class=search>{}{}</div>", field.as_widget(), chosen)
    places = getattr(field.field, "candidates", ())
    if not places:
        return box + draw_add(field, name)
    which = {
        "type": "radio",
        "name": f"{name}_choice",
        "attrs": {"id": f"{field.auto_id}_choice_0"},
    }
    today = timezone.localdate()
    matches = [
        {
            **which,
            "value": place.pk,
            "label": ", ".join(
                filter(None, [place.label, place.get_kind_display().lower(), place.closing(today)])
            ),
        }
        for place in places
    ]
    return format_html(
        "{}<fieldset class=set><legend>Which one do you mean?</legend>"
        "<div class=choices>{}</div></fieldset>",
        box,
        SafeString("".join(draw_option(one, is_first=one is matches[0]) for one in matches)),
    )


def draw_add(field: forms.BoundField, name: str) -> SafeString:
    """A button for a place that is not on the list. It takes all that was typed with it; which box
    it is about is said but for the first.
    """
    address = getattr(field.field, "adds_at", "") if field.errors else ""
    if not address:
        return SafeString("")
    box = {} if name == "place" else {"name": "box", "value": name}
    drawn = attributes({"class": "plain", "formaction": address, **box})
    return format_html("<button{}>Add it to our list</button>", drawn)


def options(field: forms.BoundField, revealed: Iterable[tuple[str, str]] = ()) -> SafeString:
    """The radios or ticks of a question, each with its label around it: then neither needs an id.
    Only the first has one, for the link of an error, and each that its hint describes.
    """
    under = dict(revealed)
    drawn = []
    for place, part in enumerate(field.subwidgets):
        drawn += [draw_option(part.data, is_first=place == 0), draw_under(part.data, under)]
    chips = getattr(field.field.widget, "chips", False)
    named = attributes({"class": "choices chips" if chips else "choices"})
    return SafeString(f"<div{named}>{''.join(drawn)}</div>")


def draw_option(option: Widget, *, is_first: bool) -> SafeString:
    """Not Django's own: it marks each radio aria-invalid, which a radio cannot be."""
    attrs = {name: value for name, value in option["attrs"].items() if name != "aria-invalid"}
    hint = option.get("hint")
    if not (is_first or hint):
        attrs.pop("id", None)
    own = {name: str(option[name]) for name in ("type", "name", "value")}
    box = SafeString(f"<input{attributes(own | attrs)}>")
    if not hint:
        return SafeString(f"<label>{box}{conditional_escape(option['label'])}</label>")
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
