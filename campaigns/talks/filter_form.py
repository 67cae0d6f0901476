"""Which talk requests the queue shows."""

from functools import cached_property
from typing import Any, cast

from django import forms

from campaigns.models import CouncilArea, Membership, TalkRequest, Topic
from campaigns.models.talks import REFERENCE_LETTERS, TalkRequestQuerySet
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.patterns import compiled

REFERENCE = compiled(rf"[{REFERENCE_LETTERS}]{{7}}")
SEEN = [
    choice for choice in TalkRequest.State.choices if choice[0] != TalkRequest.State.UNCONFIRMED
]


class QueueFilter(ServiceForm):
    reference = forms.CharField(
        max_length=30,
        required=False,
        label="Reference",
        help_text="It finds one request, whatever its state.",
        widget=forms.TextInput({"class": "width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    state = forms.ChoiceField(
        choices=[("", "Open"), *SEEN, ("all", "All")], required=False, label="State"
    )
    owner = forms.ChoiceField(
        choices=[("", "Anybody’s"), ("mine", "Mine"), ("nobody", "Nobody’s")],
        required=False,
        label="Owner",
    )
    area = forms.ModelChoiceField(
        CouncilArea.objects.none(), required=False, empty_label="All", label="Council area"
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), required=False, empty_label="All", label="Topic"
    )

    all_optional = True

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        super().__init__(data)
        self.member = member
        cast(
            "forms.ModelChoiceField[CouncilArea]", self.fields["area"]
        ).queryset = member.campaign.areas.all()
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = Topic.objects.filter(
            campaign=member.campaign
        )

    @cached_property
    def reference_asked(self) -> str:
        """As it is kept, however it was read out or copied: “bcd 23-45”, “Ref: BCD2345.”."""
        self.is_valid()
        typed = self.cleaned_data.get("reference", "") if self.is_bound else ""
        words = [
            "".join(letter for letter in word if letter.isalnum()) for word in typed.upper().split()
        ]
        whole = [word for word in words if REFERENCE.fullmatch(word)]
        return whole[-1] if whole else "".join(words)

    def narrow(self, talks: TalkRequestQuerySet) -> TalkRequestQuerySet:
        """What cannot be read filters nothing."""
        if self.reference_asked:
            return talks.filter(reference=self.reference_asked)
        chosen = self.cleaned_data if self.is_bound else {}
        talks = self._of_state(talks, chosen.get("state", ""))
        if owner := chosen.get("owner"):
            talks = talks.filter(owner=self.member if owner == "mine" else None)
        for name in ("area", "topic"):
            if chosen.get(name):
                talks = talks.filter(**{name: chosen[name]})
        return talks

    def _of_state(self, talks: TalkRequestQuerySet, state: str) -> TalkRequestQuerySet:
        if state == "all":
            return talks
        return talks.filter(state=state) if state else talks.open()
