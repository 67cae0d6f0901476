from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField


class DateStaysForm(ServiceForm):
    prefix = "stays"

    reason = WordsField(
        max_length=300,
        lines=2,
        label="Why the date stays",
        help_text="They read these words in an e-mail.",
        error_messages={"required": "Enter why, in words that they can read"},
    )
