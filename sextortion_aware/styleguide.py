"""Every component in every state on one page, for the people who build the site and for its tests.

It is never on the real site.
"""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.models import CouncilArea, Place
from campaigns.places.field import PlaceField
from campaigns.places.stages_field import StagesField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import Fieldset, Layout, Reveal, ServiceForm
from sextortion_aware.forms.queries import Chosen
from sextortion_aware.forms.widgets import Checkboxes, Radios

LONG = (
    "A name so long that it has to break somewhere, such as Saint Columba’s-on-the-Hill "
    "Intermediate and Additional Support Needs Academy"
)
FORMATS = [("lesson", "Class lesson"), ("assembly", "Assembly"), ("other", "Something else")]
TOPICS = [
    ("online", "Staying safe online"),
    ("sextortion", "Sextortion"),
    ("images", "Sharing images"),
    ("long", LONG),
]
MONTHS = [
    ("Sep 2025", 640),
    ("Oct 2025", 410),
    ("Nov 2025", 1204),
    ("Dec 2025", 380),
    ("Jan 2026", 720),
    ("Feb 2026", 0),
]
YEAR = [
    *MONTHS,
    ("Mar 2026", 905),
    ("Apr 2026", None),
    ("May 2026", 1110),
    ("Jun 2026", 860),
    ("Jul 2026", 0),
    ("Aug 2026", 555),
]
AREAS = [("North Lanarkshire", 3120), ("South Lanarkshire", 2480), (LONG, 35)]

CONTACTS = [
    {"email": "team@demo.example"},
    {"email": "team@demo.example", "telephone": "01698 000 000"},
    {
        "email": "a-long-name-of-a-whole-division-and-its-campaign@safer-communities.example",
        "telephone": "+44 (0)1698 000 000",
        "hours": "Monday to Thursday, 9 to 5, and Friday, 9 to 12",
    },
]


class Sample(ServiceForm):
    """Every widget that the service pack draws."""

    name = forms.CharField(max_length=120, label="Your name")
    email = forms.EmailField(
        label="E-mail address", help_text="We write to you here, and nowhere else."
    )
    phone = forms.CharField(
        label="Telephone",
        required=False,
        widget=forms.TextInput({"type": "tel", "class": "width-20"}),
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    place = PlaceField(
        places=Place.objects.none,
        what="the school",
        label="School",
        help_text="Type part of its name or town.",
    )
    held_on = DateField(
        label="When is the talk?", what="the date of the talk", latest=date(2030, 12, 31)
    )
    starts_at = TimeField(label="Start time", required=False)
    attended = CountField(label="How many came?", what="how many came", most=5_000)
    length = forms.ChoiceField(
        label="How long was it?",
        choices=[("", "Choose a length"), ("50", "50 minutes"), ("100", "1 hour 40 minutes")],
    )
    kind = forms.ChoiceField(
        label="What kind of talk?",
        choices=FORMATS,
        widget=Radios(hints={"lesson": "One class in its own room", "assembly": LONG}),
    )
    other = forms.CharField(label="What kind?", required=False)
    topics = forms.MultipleChoiceField(
        label="What about?",
        choices=TOPICS,
        widget=Checkboxes(hints={"images": "What the law says, too"}),
    )
    stages = StagesField(label="Which stages?")
    notes = forms.CharField(
        label="Notes",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Do not name a pupil here.",
    )
    staff_stay = forms.BooleanField(label="School staff stay in the room")
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    layout = Layout(
        Fieldset("About you", "name", "email", "phone", "password"),
        Fieldset("The talk", "place", "held_on", "starts_at", "attended", "length"),
        Fieldset(
            "What it is about",
            Reveal("kind", {"other": "other"}),
            "topics",
            "stages",
            "notes",
            "staff_stay",
        ),
    )


class SampleFilter(ServiceForm):
    all_optional = True

    area = forms.ChoiceField(
        label="Council area",
        required=False,
        choices=[("", "All areas"), ("n", "North Lanarkshire")],
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("planned", "Planned")]
    )
    words = forms.CharField(label="School or town", required=False)


WRONG = {
    "wrong-name": "x" * 130,
    "wrong-email": "name at school",
    "wrong-place": "Braeside",
    "wrong-held_on_day": "31",
    "wrong-held_on_month": "2",
    "wrong-held_on_year": "2026",
    "wrong-starts_at": "half past",
    "wrong-attended": "a few",
    "wrong-kind": "other",
    "wrong-token": "kept",
}


def wrong_sample() -> Sample:
    """A form that came back; the places stand in for what a database would have found."""
    form = Sample(WRONG, prefix="wrong")
    form.full_clean()
    field = form.fields["place"]
    field.candidates = [  # type: ignore[attr-defined]  # a PlaceField
        Place(
            pk=number,
            name=name,
            town="Wishaw",
            kind="primary",
            area=CouncilArea(name="North Lanarkshire"),
        )
        for number, name in enumerate(("Braeside Primary School", LONG), start=1)
    ]
    form.errors["place"] = form.error_class([str(field.error_messages["several"])])
    return form


def disabled_sample() -> Sample:
    form = Sample(
        prefix="disabled",
        initial={
            "name": "Morag Bell",
            "held_on": date(2026, 11, 23),
            "stages": ("P6", "P7"),
            "kind": "lesson",
        },
    )
    for field in form.fields.values():
        field.disabled = True
    return form


def samples() -> dict[str, Any]:
    pages = Paginator(range(95), 10)
    return {
        "plain": Sample(prefix="plain"),
        "wrong": wrong_sample(),
        "disabled": disabled_sample(),
        "filter": SampleFilter(prefix="filter"),
        "long": LONG,
        "points": f"A talk and a short film\n\nTime for questions\n{LONG}",
        "contacts": CONTACTS,
        "facts": [
            {"key": "School", "value": "Braeside Primary School, Wishaw", "href": "#main"},
            {
                "key": "Dates that suit",
                "value": "Any Tuesday morning\nor the week of 7 December",
                "href": "#main",
                "change": "the dates",
            },
            {"key": LONG, "value": LONG, "href": "#main", "change": "the long one"},
            {"key": "Reference", "value": "BCD 2345"},
        ],
        "tasks": [
            {"text": "Say who will be there", "href": "#main", "status": "Done", "kind": "good"},
            {"text": "Enter how many came", "href": "#main", "status": "To do", "kind": "brand"},
            {"text": LONG, "status": "Cannot start yet"},
            {"text": "Topics", "href": "#main", "status": "Missing", "kind": "bad", "note": LONG},
        ],
        "columns": [
            {"text": "Date"},
            {"text": "Place"},
            {"text": "State"},
            {"text": "People", "number": True},
        ],
        "rows": [
            ["2 November 2026", "Braeside Primary School, Wishaw", "Delivered", "54"],
            ["9 November 2026", LONG, "No figure yet", "–"],
        ],
        "total": ["Total", "", "", "54"],
        "pages": [pages.page(number) for number in (1, 5, 10)],
        "chosen": [Chosen("Town", "Wishaw", "?"), Chosen("Words", LONG, "?")],
        "months": MONTHS,
        "year": YEAR,
        "areas": AREAS,
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", samples())
