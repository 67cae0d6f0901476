"""Which talk requests the queue shows."""

from functools import cached_property
from typing import Any, cast

from django import forms
from django.db.models import Q

from campaigns.models import CouncilArea, Membership, Notice, TalkRequest, Topic
from campaigns.models.notices import ABOUT_GIVEN
from campaigns.models.talks import TalkRequestQuerySet
from campaigns.talks.queue_search import at_place, reference_in
from sextortion_aware.forms.layout import Layout, More, Part, ServiceForm
from sextortion_aware.forms.words import WordsField

LONGEST_SEARCH = 100
MOST_UNCONFIRMED = 10
SEEN = [
    choice for choice in TalkRequest.State.choices if choice[0] != TalkRequest.State.UNCONFIRMED
]


class QueueFilter(ServiceForm):
    q = WordsField(
        max_length=LONGEST_SEARCH,
        required=False,
        label="Reference, school or place",
        help_text="A reference finds its request, whatever its state.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
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
    layout = Layout(
        "q", More("Narrow the list", Part("filter-fields", "state", "owner", "area", "topic"))
    )

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
    def looked_for(self) -> str:
        """Of the search box. What is too long looks for nothing, and the box says so."""
        return str(self._said.get("q", ""))

    @cached_property
    def reference(self) -> str:
        return reference_in(self.looked_for)

    @property
    def shows_open(self) -> bool:
        """Nothing else was chosen than what is looked for."""
        return not any(value for name, value in self._said.items() if name != "q")

    @property
    def _said(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}

    def found(self, talks: TalkRequestQuerySet) -> TalkRequestQuerySet:
        """What was looked for, in whatever state."""
        if not self.looked_for:
            return talks
        named = at_place(talks, self.looked_for)
        return talks.filter(Q(reference=self.reference) | named if self.reference else named)

    def named(self, talks: TalkRequestQuerySet) -> list[TalkRequest]:
        """Of those that no list shows: what the place was looked for of. The newest first."""
        if not self.looked_for:
            return []
        named = talks.filter(at_place(talks, self.looked_for)).select_related("place__area")
        return list(named.order_by("-asked_at", "-pk")[:MOST_UNCONFIRMED])

    def narrow(self, talks: TalkRequestQuerySet) -> TalkRequestQuerySet:
        """Of those that were found. What cannot be read filters nothing, and a reference is the one
        that is meant.
        """
        chosen = self._of_state(self._said.get("state", ""))
        if owner := self._said.get("owner"):
            chosen &= Q(owner=self.member if owner == "mine" else None)
        for name in ("area", "topic"):
            if self._said.get(name):
                chosen &= Q(**{name: self._said[name]})
        return talks.filter(chosen | Q(reference=self.reference) if self.reference else chosen)

    def _of_state(self, state: str) -> Q:
        if state == "all":
            return Q()
        if state:
            return Q(state=state)
        # A call-off that nobody has seen stays among what is open, whoever is ill.
        news = Notice.objects.unseen().shown_to(self.member).exclude(ABOUT_GIVEN)
        return Q(state__in=TalkRequest.OPEN) | Q(pk__in=news.values("talk_request"))
