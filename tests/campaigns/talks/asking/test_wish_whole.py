"""A wish is read only where it is plain what belongs to what; all else is left to an officer."""

from datetime import date

import pytest

from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_shape import is_plain
from campaigns.talks.asking.wish_words import ONE_OR_ANY, read_words

TODAY = date(2027, 1, 20)
YEAR = SchoolYear([], today=TODAY)


def read(said):
    return read_words(said, today=TODAY, year=YEAR)


@pytest.mark.parametrize(
    "said",
    [
        "11 feb am, 12 feb",
        "Thurs 4 Feb 1.30pm or Fri 5 Feb",
        "Tuesday mornings or 8th pm",
        "any Wednesday or first Thursday of January",
        "March or any Tuesday",
        "any day in Feb, mornings in March",
        "w/c 8 feb mon or tues, w/c 22 feb any day",
        "week of 8 Feb (not Weds), or week of 22 Feb (Weds ok)",
        "any day 10/9am",
        "2 feb 1/2pm",
        "Feb 2-4, 9-11",
        "1 Feb every Monday",
        "2 Tuesdays in Feb",
        "8 weeks from 1 Feb",
        "1st of the month",
        "from 9 feb to 11",
        "within 2 weeks of 8 feb",
        "weeks after 8 feb",
        "Wed afternoons excepted",
        "11 feb is out",
        "before easter but not the last week",
        "the holidays",
        "March before 11",
        "9 Feb before or after lunch",
        "am Mon 1st, pm Tues 2nd March",
        "50 mins between 9 and 11, Mon 1 March",
        "Mon 1 March 9/10/11",
        "second last week before Easter",
        "any Thursday 4th to 25th Feb",
        "at the latest 4 Feb",
        "4 Feb or sooner",
        "We finish at 12.30 on Fridays so Mon-Thu",
        "Mon-Thurs, not Fri as we finish at 12.30",
        "Wed 10 Feb (P7 swimming till 11)",
        "Feb 4 - 8 pm",
        "by the end of next week",
        "Thursday this week or next",
        "this afternoon",
        "in the 2 weeks after 8 Feb",
        "Feb, preferably week of the 8th",
    ],
)
def test_what_may_be_meant_in_two_ways_is_left_to_an_officer(said):
    found = read(said)

    assert (found.spans, found.rest) == ((), said)


@pytest.mark.parametrize(
    "said",
    [
        "@aa@ or @ab@, mornings",
        "tuesdays from @aa@ until @ab@ before 11",
        "mon, tues or thurs between 9.20 and 10.30",
        "w/c @aa@ or @ab@, not friday, after lunch",
        "any day but monday in march",
        "thursday evening @aa@ - meeting 7pm",
    ],
)
def test_one_group_of_each_kind_is_plain(said):
    assert is_plain(said)


@pytest.mark.parametrize(
    "said",
    [
        "@aa@ am @ab@",
        "@aa@ 9.30 or @ab@ 10.30",
        "march tuesdays or april thursdays",
        "mornings on monday, afternoons on friday",
        "@aa@ not wednesday or @ab@",
        "any tuesday or @aa@ pm",
    ],
)
def test_a_group_that_comes_twice_with_another_between_is_not_plain(said):
    assert not is_plain(said)


@pytest.mark.parametrize("said", ["Monday 1pm", "Tues or Thurs pm", "Tue 2-3.30"])
def test_one_weekday_may_be_the_coming_one(said):
    assert read(said).remarks == (ONE_OR_ANY,)


@pytest.mark.parametrize("said", ["Mondays 1pm", "any Tuesday", "Tuesday mornings", "Mon-Thurs pm"])
def test_a_rule_is_not_asked_about(said):
    assert read(said).remarks == ()


def test_two_hours_that_are_parted_may_both_be_used():
    found = read("2 Feb, 9.15-10.00 or 1.40-2.30")

    assert [f"{span.not_before:%H:%M}-{span.not_after:%H:%M}" for span in found.spans] == [
        "09:15-10:00",
        "13:40-14:30",
    ]
