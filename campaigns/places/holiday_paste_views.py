"""A council's page of term dates is pasted: what each line of it says, and one press."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.models import Campaign, Membership
from campaigns.places.councils import COUNCILS
from campaigns.places.holiday_upload_views import WHAT
from campaigns.places.kept_list import holidays_as_json, keep, kept
from campaigns.places.pasted_dates import MOST_CHARACTERS, MOST_LINES, PastedLine, read_pasted
from campaigns.places.pasted_days import FIRST_MONTH
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import from_list

PASTED = "pasted"  # in what is kept: the answers of this form
LINES = 15


class PasteForm(ServiceForm):
    council = forms.ChoiceField(
        label="Council",
        error_messages={"required": "Choose the council", **from_list("a council")},
    )
    year = forms.TypedChoiceField(
        label="School year",
        help_text="For days whose year does not stand there.",
        coerce=int,
        error_messages={"required": "Choose the school year", **from_list("a school year")},
    )
    days = forms.CharField(
        label="What you copied",
        help_text=(
            "The months, the days and what is on them, a line for each, or the rows of a table: "
            f"{MOST_CHARACTERS:,} characters at most."
        ),
        widget=forms.Textarea({"rows": LINES}),
        error_messages={"required": "Paste what you copied from the council’s page"},
    )

    def __init__(self, data: Any, *, campaign: Campaign, today: date, **kwargs: Any) -> None:
        begins = today.year - (today.month < FIRST_MONTH)
        super().__init__(data, initial={"year": begins, **kwargs.pop("initial", {})}, **kwargs)
        own = list(campaign.areas.values_list("name", flat=True))
        councils: Any = self.fields["council"]
        councils.choices = [("", "Choose"), *((name, name) for name in own or sorted(COUNCILS))]
        years: Any = self.fields["year"]
        years.choices = [
            (year, f"{year}/{(year + 1) % 100:02}") for year in range(begins - 1, begins + 3)
        ]

    def clean_days(self) -> str:
        """A browser sends a line end as two characters, and we count it as one."""
        text: str = self.cleaned_data["days"].replace("\r\n", "\n")
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                f"Paste {MOST_CHARACTERS:,} characters at most: these are {len(text):,}"
            )
        if (lines := sum(map(bool, map(str.strip, text.splitlines())))) > MOST_LINES:
            raise ValidationError(f"Paste {MOST_LINES} lines at most: these are {lines:,}")
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme, fresh=True)
def holiday_paste(request: HttpRequest, member: Membership) -> HttpResponse:
    form = PasteForm(
        request.POST if request.method == "POST" else None,
        campaign=member.campaign,
        today=timezone.localdate(),
        initial=pasted_before(request, member),
    )
    if not form.is_valid():
        return render(request, "campaigns/places/holiday_paste.html", {"form": form})
    said = form.cleaned_data
    file, lines = read_pasted(said["days"], council=said["council"], year=said["year"])
    read = {**holidays_as_json(file), PASTED: said, "lines": [*map(as_json, lines)]}
    keep(request, member, what=WHAT, name=f"pasted, {said['council']}", read=read)
    return redirect("campaigns:holiday_check")


def pasted_before(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """It stands in the box again, to be put right, as long as it waits."""
    found = kept(request, member, what=WHAT)
    return found.read.get(PASTED, {}) if found else {}


def as_json(line: PastedLine) -> list[Any]:
    return [line.number, line.text, line.fate, bool(line.rows)]
