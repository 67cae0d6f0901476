"""Days at the ends of the calendar are left to an officer: nothing fails, and nothing is slow."""

import random
from datetime import date

import pytest

from campaigns.models import CouncilArea, SchoolHoliday, TalkRequest
from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_marks import FURTHEST_AHEAD, LONGEST_AGO
from campaigns.talks.asking.wish_spans import FURTHEST, Span
from campaigns.talks.asking.wish_words import read_words
from campaigns.talks.asking.wishes import NOT_READ, Whose, warnings_of
from tests.campaigns.talks.asking.conftest import answered
from tests.campaigns.talks.heard.told import press
from tests.campaigns.talks.links.conftest import midday, offered
from tests.factories import make_member, make_talk_request

__all__ = ["midday"]  # the clock of the schools' pages

TODAY = date(2026, 11, 30)
YEAR = SchoolYear([], today=TODAY)
FAR = [
    "31/12/9999",
    "31 December 9999",
    "after 31/12/9999",
    "not before 31/12/9999",
    "week of 31/12/9999",
    "the week after 31/12/9999",
    "99 days after 31/12/9999",
    "the day after 31/12/9999",
    "any Tuesday after 31/12/9999",
    "any day until 1/1/9998",
    "1/1/27-1/1/9990, 1/1/28-1/1/9991, 1/1/29-1/1/9992",
    "between 1/12/9999 and 31/12/9999",
    "until March 2099",
    "the day before 1/1/0001",
    "1 or 2/1/0001",
    "9999 days after today",
]
SHAPES = [
    "{}",
    "after {}",
    "until {}",
    "week of {}",
    "the week before {}",
    "the day before {}",
    "99 days after {}",
    "any Tuesday after {}",
    "the Monday after {}",
    "{} or the 5th",
    "{} - {}",
    "from {} to {}",
    "any day but {}",
    "8 December 10am or {} 2pm",
    "two weeks from {}",
    "{} or the Friday after",
]
FORMS = [
    "{d}/{m}/{y:04}",
    "{d}.{m}.{y:04}",
    "{d} December {y:04}",
    "{d}-{m}-{y:04}",
    "{y:04}-12-{d}",
]
POSTS = {"another-time": "another-text", "refuse": "refuse-reason"}


def read(said):
    return read_words(said, today=TODAY, year=YEAR)


def spread(span):
    return (span.last_on - span.first_on).days


@pytest.mark.parametrize("said", FAR)
def test_nothing_is_read_of_a_day_far_away(said):
    assert read(said).spans == ()
    assert read(said).rest == said


@pytest.mark.parametrize(
    ("said", "is_read"),
    [("29/11/2028", True), ("29/12/2028", False), ("until 29/11/2028", True), ("3/2/2029", False)],
)
def test_about_two_years_ahead_are_read(said, is_read):
    assert bool(read(said).spans) is is_read


def test_a_day_too_far_ahead_is_asked_about_once():
    assert read("week of 8/12/2062").remarks == (
        "“8/12/2062” is more than two years ahead. Please check it.",
    )


def test_a_day_of_last_year_is_asked_about():
    assert read("1 October 2025").remarks == (
        "“1 october 2025” has gone by. Please check the date.",
    )


def test_what_may_be_hours_is_not_called_a_day_gone_by():
    assert read("9/10/11").remarks == ()


def test_four_figures_of_a_clock_are_no_year():
    assert len(read("8 December 1030").spans) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_the_year_no_span_is_long(shape):
    rng = random.Random(shape)
    longest = (LONGEST_AGO + FURTHEST_AHEAD + FURTHEST).days
    years = [1, 2, 9998, 9999, *range(2024, 2031), *rng.sample(range(1, 10_000), 20)]
    for year in years:
        for form in FORMS:
            days = [
                form.format(d=rng.choice([1, 28, 29, 31]), m=rng.choice([1, 2, 12]), y=each)
                for each in (year, rng.choice(years))
            ]
            said = shape.format(*days)
            for span in read(said).spans:
                assert spread(span) <= longest, said
                assert span.last_on <= TODAY + FURTHEST_AHEAD + FURTHEST, said


def test_only_days_of_holidays_are_held_against_a_long_span(monkeypatch):
    walked, days = [], Span.days
    monkeypatch.setattr(
        Span, "days", lambda span: (walked.append(day) or day for day in days(span))
    )
    christmas = SchoolHoliday(
        name="Christmas", first_on=date(2026, 12, 23), last_on=date(2027, 1, 5), stages=[]
    )
    whose = Whose(area=CouncilArea(name="Glen"))

    told = warnings_of(Span(TODAY, date(9998, 1, 1)), [christmas], whose=whose, today=TODAY)

    assert told == ["10 of these days are without pupils in Glen (Christmas). We leave them out."]
    assert 0 < len(walked) <= 20


@pytest.mark.django_db
@pytest.mark.parametrize("said", FAR)
def test_pages_where_a_school_asks_take_it(client, answers, said):
    address = answered({name: answers[name] for name in ("place", "group-1", "topic")})

    while_typed = client.post(f"{address}dates/read/", {"words": said})
    page = client.post(f"{address}dates/", {"when_1": said, "when_2": "any Thursday"})

    assert NOT_READ in while_typed.content.decode()
    assert page.status_code in (200, 302)


@pytest.mark.django_db
@pytest.mark.parametrize("said", FAR)
def test_pages_of_a_request_take_it(client, said):
    talk, offer = offered()
    press(talk, "another-time", **{"another-text": said})
    press(talk, "refuse", offer=offer.pk, **{"refuse-reason": said})

    assert not TalkRequest.objects.get(pk=talk.pk).wishes.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("said", FAR)
def test_on_the_telephone_it_is_taken(client, said):
    make_talk_request()
    client.force_login(make_member().user)

    answer = client.post("/team/talks/enter/read/", {"words": said})

    assert NOT_READ in answer.content.decode()
