"""Dates, as people say them."""

from datetime import date

from django.utils.dateformat import format as in_format


def in_words(day: date) -> str:
    return in_format(day, "j F Y")
