"""Rows' numbers from hidden boxes of a form.

Whatever else stands in one was tampered with, and names no row.
"""

from django.http import HttpRequest

LONGEST = 18  # digits: a longer number is no id, and SQLite breaks on it


def whole_numbers(request: HttpRequest, name: str) -> list[int]:
    return [
        int(value)
        for value in request.POST.getlist(name)
        if value.isascii() and value.isdigit() and len(value) <= LONGEST
    ]


def whole_number(request: HttpRequest, name: str) -> int | None:
    return next(iter(whole_numbers(request, name)), None)
