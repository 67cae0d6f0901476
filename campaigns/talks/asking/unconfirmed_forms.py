"""What a coordinator types for a school whose address is not confirmed."""

from campaigns.talks.asking.people_forms import AddressForm, work_email
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField


class LetterForm(AddressForm):
    prefix = "letter"

    contact_email = work_email("Their e-mail address")


class SpokenToForm(ServiceForm):
    prefix = "spoken"

    note = WordsField(
        max_length=300,
        lines=2,
        label="Whom you spoke to, and how you know that it is they",
        help_text="For example, “Called their office on its own number”.",
        error_messages={"required": "Enter whom you spoke to and how you know"},
    )
