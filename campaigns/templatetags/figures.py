"""How figures are written for people."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def figure(number: int) -> str:
    return f"{number:,}"


@register.filter
def counted(number: int, noun: str) -> str:
    """`1|counted:"talk"` is "1 talk", 2 are "2 talks"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@register.filter
def month_and_year(day: date) -> str:
    return f"{day:%B %Y}"
