"""What somebody saved while a form was open is told, and not written over."""

import hashlib
from typing import Any, cast

from django.http import QueryDict

from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.told import LONGEST, OpenedField

MEANWHILE = (
    "Somebody saved this meanwhile: it says now %s. "
    "What you typed is still here. Save again to keep yours"
)


class OpenedForm(ServiceForm):
    """A form about what stands already carries a mark of it."""

    opened = OpenedField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = mark_of(self.stands())

    def stands(self) -> str:
        """What the form is about, as it stands now, in words. Of a new one there are none."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        now = mark_of(self.stands())
        if self.stands() and cleaned.get("opened", "") != now:
            self.data = cast("QueryDict", self.data).copy()
            self.data["opened"] = now
            self.add_error(None, MEANWHILE % self.stands())
        return cleaned


def mark_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:LONGEST]
