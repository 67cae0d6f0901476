"""A request that one of us writes down while a school is on the telephone: one short page."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.urls import reverse_lazy

from campaigns.models import (
    MOST_IN_A_ROW,
    Audience,
    Campaign,
    CouncilArea,
    Format,
    Place,
    TalkKind,
    TalkRequest,
    Topic,
)
from campaigns.places.field import PlaceField
from campaigns.sessions.questions import SCHOOLS
from campaigns.talks.asking.drafts import Asked, Group
from campaigns.talks.asking.group_forms import (
    IN_A_SCHOOL,
    PUPILS,
    STAGES_HINT,
    audience_of,
    read_stages,
)
from campaigns.talks.asking.place_forms import format_of
from campaigns.talks.asking.wish_box import LONGEST_WISH, WishBox
from campaigns.talks.asking.wishes import Whose, read_wishes
from campaigns.talks.fits import ask_once, misfits, shown_box
from sextortion_aware.forms.fields import SumField
from sextortion_aware.forms.layout import Layout, More, Reveal, ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

WRONG_NUMBER = "Something went wrong with this form. Open “A request by telephone” again"
ALL_THE_SAME = "If that is right, press the button again"


class EnterForm(ServiceForm):
    asked_if = frozenset(
        {"stages", "place", "unlisted_place", "unlisted_town", "area", "kind", "topic", "format"}
    )
    layout = Layout(
        "place",
        More("It is not on our list", "unlisted_place", "unlisted_town", "area"),
        Reveal("who", {PUPILS: "stages"}),
        "expected",
        "kind",
        "topic",
        "format",
        "when",
        "contact_name",
        "contact_email",
        "contact_phone",
        More("More that they said", "anything_else"),
    )

    shown = shown_box()
    draft_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), WRONG_NUMBER),
    )
    place = PlaceField(
        places=lambda: Place.objects.none(),
        search_url=reverse_lazy("campaigns:place_search"),
        what="the name of the school or place",
        required=False,
        label="School or place",
        help_text="Type the first letters of the name or the town, then choose.",
    )
    unlisted_place = WordsField(
        max_length=200, required=False, label="Name of the school, group or workplace"
    )
    unlisted_town = WordsField(max_length=80, required=False, label="Town or village")
    area = forms.ModelChoiceField(
        CouncilArea.objects.none(),
        required=False,
        empty_label="Choose a council",
        label="Council area",
    )
    who = forms.ChoiceField(
        choices=list(IN_A_SCHOOL.items()), initial=PUPILS, widget=Radios(), label="Who is it for?"
    )
    stages = WordsField(
        max_length=60,
        required=False,
        label="Which stages?",
        help_text=f"{STAGES_HINT}.",
        widget=forms.TextInput({"class": "width-10"}),
    )
    expected = SumField(
        what="how many people they expect", most=MOST_IN_A_ROW, label="How many people?"
    )
    kind = forms.ModelChoiceField(
        TalkKind.objects.none(),
        required=False,
        label="Which talk?",
        empty_label="Something else",
        help_text="Its topic, and how it is given, go with it.",
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        required=False,
        label="Topic of something else",
        empty_label="Choose a topic",
    )
    format = forms.ChoiceField(
        choices=[("", "As is usual for them"), *Format.choices],
        required=False,
        label="How something else is given",
    )
    when = WordsField(
        max_length=LONGEST_WISH,
        label="When",
        help_text="Their own words: “any Tuesday before 11 until Easter”.",
        error_messages={"required": "Enter when"},
        widget=WishBox(),
    )
    contact_name = WordsField(max_length=120, label="Who to talk to")
    contact_email = forms.EmailField(max_length=254, label="Their work e-mail address")
    contact_phone = WordsField(
        max_length=30,
        required=False,
        label="Their telephone number",
        widget=forms.TextInput({"inputmode": "tel", "class": "width-20"}),
    )
    anything_else = WordsField(
        max_length=1000,
        lines=3,
        required=False,
        label="Anything else",
        help_text="Do not name a pupil.",
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, today: date) -> None:
        super().__init__(data, initial={"draft_key": uuid.uuid4()})
        self.campaign, self.today = campaign, today
        cast("PlaceField", self.fields["place"]).places = lambda: Place.objects.filter(
            campaign=campaign
        ).open_on(today)
        cast(
            "forms.ModelChoiceField[CouncilArea]", self.fields["area"]
        ).queryset = campaign.areas.all()
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = Topic.objects.filter(
            campaign=campaign, is_offered=True
        )
        cast(
            "forms.ModelChoiceField[TalkKind]", self.fields["kind"]
        ).queryset = TalkKind.objects.for_schools().filter(campaign=campaign)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("place") and "place" not in self.errors:
            if not given.get("unlisted_place"):
                self.add_error(
                    "place",
                    "Enter the name of the school or place, or open “It is not on our list”",
                )
            elif not given.get("area"):
                self.add_error("area", "Choose the council area")
        if given.get("who") == PUPILS and "stages" not in self.errors:
            try:
                given["stages_read"] = read_stages(given.get("stages", ""))
            except forms.ValidationError as problem:
                self.add_error("stages", problem)
        if not (given.get("kind") or given.get("topic") or {"kind", "topic"} & set(self.errors)):
            self.add_error("topic", "Choose a topic")
        if given.get("expected") == 0:
            self.add_error("expected", "Enter how many people they expect, 1 or more")
        others = TalkRequest.objects.exclude(campaign=self.campaign)
        key = given.get("draft_key")
        if key and others.filter(draft_key=key).exists():
            self.add_error(None, WRONG_NUMBER)
        if not self.errors:
            self._ask_once()
        return given

    def _ask_once(self) -> None:
        asked = self.asked()
        topic = None if asked.kind else asked.topic
        found = misfits(
            asked.groups, place=asked.place, kind=asked.kind, format=asked.format, topic=topic
        )
        ask_once(self, found, box_of=lambda remark: remark.box, again=ALL_THE_SAME)

    def asked(self) -> Asked:
        """Of a valid form."""
        given = self.cleaned_data
        place, stages = given["place"], given.get("stages_read", ())
        area = place.area if place else given["area"]
        town = place.town if place else given["unlisted_town"]
        whose = whose_of(
            place, area=area, town=town, stages=stages, is_for_pupils=given["who"] == PUPILS
        )
        kind: TalkKind | None = given["kind"]
        names = ("anything_else", "contact_name", "contact_email", "contact_phone")
        return Asked(
            place=place,
            area=area,
            unlisted_place="" if place else given["unlisted_place"],
            unlisted_town="" if place else given["unlisted_town"],
            groups=[
                Group(
                    audience=audience_of(given["who"], stages),
                    stages=stages,
                    expected=given["expected"],
                )
            ],
            kind=kind,
            topic=kind.topic if kind else given["topic"],
            format=kind.format if kind else given["format"] or usual_format(given["who"], place),
            wanted=given["when"],
            wishes=read_wishes([given["when"]], whose=whose, today=self.today),
            assembly_reason="",
            room="",
            access_needs="",
            contact_role="",
            **{name: given[name] for name in names},
        )


def usual_format(who: str, place: Place | None) -> str:
    """Pupils of a place that is not on our list are in a school."""
    elsewhere = place is not None and place.kind not in SCHOOLS
    return format_of(Audience.YOUNG_PEOPLE if who == PUPILS and elsewhere else who)


def whose_of(
    place: Place | None,
    *,
    area: CouncilArea,
    town: str = "",
    stages: Sequence[str] = (),
    is_for_pupils: bool = False,
) -> Whose:
    return Whose(
        area=area,
        town=town,
        stages=set(stages),
        is_school=place.kind in SCHOOLS if place else is_for_pupils,
        pupils_come=bool(stages),
    )
