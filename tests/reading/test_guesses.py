from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.talks.asking.group_forms import GroupForm
from campaigns.talks.forms import WhoForm
from sextortion_aware.forms.fields import CountField, SumField
from sextortion_aware.reading.numbers import read_guess


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("50", 50),
        ("about 50", 50),
        ("About 1,200 people", 1200),
        ("approx 50", 50),
        ("approx. 50", 50),
        ("50ish", 50),
        ("50-ish", 50),
        ("~50", 50),
        ("around 50 or so", 50),
        ("26 + 24", 50),
        ("50-60", None),
        ("fifty", None),
        ("about", None),
        ("about " * 10_000, None),
    ],
)
def test_guess_is_read_as_people_type_it(typed, number):
    assert read_guess(typed) == number


def test_who_asks_for_a_talk_may_guess():
    assert GroupForm.base_fields["expected"].clean("about 50") == 50
    with pytest.raises(ValidationError, match="as a whole number, like 25"):
        GroupForm.base_fields["expected"].clean("50-60")


@pytest.mark.parametrize("field", [CountField, SumField])
def test_what_was_counted_is_no_guess(field):
    with pytest.raises(ValidationError):
        field().clean("about 50")


def test_example_of_a_coming_date_is_to_come(monkeypatch):
    moment = datetime(2027, 3, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert WhoForm().fields["held_on"].help_text == "For example, 15 3 2027"
