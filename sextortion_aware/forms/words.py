"""Free text from people: short enough to keep, and nothing in it that cannot be seen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from sextortion_aware.patterns import compiled

# Control characters, and those that turn the direction of text around: with them an address can be
# made to look like another.
HIDDEN = compiled(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
LINE_ENDS = compiled(r"[\r\n\t]")
MESSAGE = "Type this again by hand: it holds a character that cannot be seen"


class Longest(MaxLengthValidator):
    """Says how many characters are too many, too."""

    def __call__(self, value: Any) -> None:
        try:
            super().__call__(value)
        except ValidationError as problem:
            said = problem.params or {}
            problem.params = said | {"over": said["show_value"] - said["limit_value"]}
            raise


class WordsField(forms.CharField):
    """One line, or several with `lines`."""

    def __init__(self, *, max_length: int, lines: int = 1, **kwargs: Any) -> None:
        if lines > 1:
            kwargs.setdefault("widget", forms.Textarea({"rows": lines}))
        super().__init__(max_length=max_length, **kwargs)
        self.lines = lines

    def to_python(self, value: Any) -> str:
        """A browser sends a line end as two characters and counts it as one, and so do we."""
        words = str(super().to_python(value)).replace("\r\n", "\n")
        self._refuse_long(words)
        if HIDDEN.search(words) or (self.lines == 1 and LINE_ENDS.search(words)):
            raise ValidationError(MESSAGE, "hidden")
        return words

    def _refuse_long(self, words: str) -> None:
        """Before anything else looks at them: all validators of a field are asked, even after one
        has refused.
        """
        try:
            for measure in self.validators:
                if isinstance(measure, MaxLengthValidator):
                    measure(words)
        except ValidationError as problem:
            problem.message = self.error_messages.get("max_length", problem.message)
            raise
