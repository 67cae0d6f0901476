"""How a member hears what schools did: what they chose, for the team that they are in just now."""

from django import forms
from django.db import transaction

from campaigns.models import Membership
from campaigns.models.people import Hears
from sextortion_aware.forms.layout import ServiceForm


class HearsForm(ServiceForm):
    prefix = "hears"

    hears_near = forms.ChoiceField(
        choices=Hears.choices,
        widget=forms.RadioSelect,
        label="About a talk within three working days",
        help_text="A talk of yours that the school calls off so late always comes at once.",
    )
    hears_rest = forms.ChoiceField(
        choices=Hears.choices,
        widget=forms.RadioSelect,
        label="About everything else",
        help_text="In the morning: one e-mail at 07:30, Monday to Friday, when there is news.",
    )

    def __init__(self, data: object = None, *, member: Membership) -> None:
        initial = {name: getattr(member, name) for name in ("hears_near", "hears_rest")}
        super().__init__(data, initial=initial)


@transaction.atomic
def choose_how_to_hear(*, member: Membership, near: str, rest: str) -> None:
    Membership.objects.filter(pk=member.pk).update(hears_near=near, hears_rest=rest)
