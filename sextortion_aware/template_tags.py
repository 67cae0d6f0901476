"""What the templates of the design system need and Django's own tags do not do. No queries here."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms, template
from django.contrib.messages import get_messages
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sextortion_aware import charts
from sextortion_aware.forms.drawing import draw_field
from sextortion_aware.reading.telephones import to_call

register = template.Library()
register.simple_tag(draw_field)


@register.filter
def phone(number: str) -> SafeString:
    """A link that calls the number: people read it with spaces, the telephone wants digits only."""
    called = to_call(str(number))
    return format_html('<a class="phone" href="tel:{}"><bdi dir="ltr">{}</bdi></a>', called, number)


@register.filter(is_safe=True)
def unwrap(text: str) -> str:
    """What a template wraps for people who read it; a page's title is compared and read out."""
    return " ".join(text.split())


@register.inclusion_tag("components/messages.html", takes_context=True)
def messages_shown(context: dict[str, Any]) -> dict[str, Any]:
    """A tag and not a context processor: public pages must not touch the session."""
    request = context.get("request")
    return {
        "messages": get_messages(request) if request else [],
        "csrf_token": context.get("csrf_token", ""),
    }


@register.filter
def beside(first: Iterable[Any], second: Iterable[Any]) -> list[tuple[Any, Any]]:
    return list(zip(first, second, strict=True))


@register.filter
def numbers_beside(page: Page[Any]) -> Iterator[int | str]:
    """Those beside the shown one and both ends, with a gap between: a list may have thousands."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.inclusion_tag("components/column_chart.html")
def column_chart(
    *,
    id: str,
    title: str,
    rows: charts.Rows,
    heading: str,
    unit: str,
    finding: str = "",
    missing: str = charts.UNKNOWN,
) -> dict[str, Any]:
    return {
        "id": id,
        "title": title,
        "finding": finding,
        "chart": charts.column_chart(rows, heading=heading, unit=unit, missing=missing),
    }


@register.inclusion_tag("components/bar_table.html")
def bar_table(
    *,
    id: str,
    title: str,
    rows: charts.Rows,
    heading: str,
    unit: str,
    missing: str = charts.UNKNOWN,
) -> dict[str, Any]:
    return {
        "id": id,
        "title": title,
        "heading": heading,
        "unit": unit,
        "bars": charts.bars(rows, missing=missing),
    }


@register.inclusion_tag("components/meter.html")
def meter(*, label: str, part: int, whole: int) -> dict[str, Any]:
    return {"label": label, "percent": charts.share(part, whole)}


def first_id(field: forms.BoundField) -> str:
    """Where a link to this field lands: the first option of a group, the day of a date."""
    widget = field.field.widget
    id_ = widget.attrs.get("id") or field.auto_id
    if getattr(field.field, "candidates", None):
        return f"{id_}_choice_0"
    return str(field.id_for_label or widget.id_for_label(id_, "0"))


def error_list(*forms_shown: Any) -> list[dict[str, str]]:
    """Every error of these forms and formsets, in the order of the page, with where it links to."""
    items: list[dict[str, str]] = []
    for form, of_set in _single_forms(forms_shown):
        if not form.is_bound:
            continue
        visible = form.visible_fields()
        start = first_id(visible[0]) if visible else "main"
        items += [{"text": str(text), "to": start} for text in [*of_set, *form.non_field_errors()]]
        items += [
            {"text": str(text), "to": start}
            for field in form.hidden_fields()
            for text in field.errors
        ]
        items += [
            {"text": str(text), "to": first_id(field)} for field in visible for text in field.errors
        ]
    return items


def _single_forms(forms_shown: Iterable[Any]) -> Iterator[tuple[forms.BaseForm, list[str]]]:
    """Each form; with the first of a formset also what is wrong with the set as a whole."""
    for shown in forms_shown:
        if isinstance(shown, forms.BaseFormSet):
            yield from (
                (form, [] if place else [str(text) for text in shown.non_form_errors()])
                for place, form in enumerate(shown.forms)
            )
        elif isinstance(shown, forms.BaseForm):
            yield shown, []


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_shown: Any) -> dict[str, Any]:
    return {"errors": error_list(*forms_shown)}
