"""A box for a wanted date, with what we read in it below."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

LONGEST_WISH = 150


class WishBox(forms.TextInput):
    """`told` says what its words were read as, when the page is drawn; static/js/read-dates.js
    asks again while somebody types.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "data-read": True, **(attrs or {})})
        self.told: Callable[[], str] = str

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        box = super().render(*args, **kwargs)
        return format_html("{}<output class=hint>{}</output>", box, self.told())
