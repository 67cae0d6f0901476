"""The mark, and the marks before it."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, Change, EarlierMark
from campaigns.programme.marks import set_mark
from tests.campaigns.programme.ladder import answers, day, form_values, those_who_keep
from tests.factories import make_campaign, make_earlier_mark, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
PATH = "/team/mark/"


def typed(**changed):
    return {
        "value": "30,000",
        "reason": "The log passed 20,000",
        "opened": "20000",
        **day("from_on", "23 11 2026"),
        **changed,
    }


def test_a_new_mark_keeps_the_one_before_with_its_day_and_stands_in_the_trail(client, coordinator):
    client.post(PATH, typed(**day("from_on", "1 9 2026")))

    change = Change.objects.get()
    assert Campaign.objects.get().mark == 30_000
    assert list(EarlierMark.objects.values_list("value", "until")) == [(20_000, date(2026, 9, 1))]
    assert (change.kind, change.about, change.by, change.reason) == (
        "edited",
        "Mark",
        coordinator.user,
        "The log passed 20,000",
    )
    assert change.fields == {"Mark": ["20,000", "30,000"], "From": ["", "1 September 2026"]}
    assert "The log passed 20,000" in client.get("/team/audit/").content.decode()


def test_page_says_which_marks_there_were_and_why(client, coordinator):
    client.post("/team/topics/add/", {"name": "Deepfakes"})
    client.post(PATH, typed(reason="All schools asked"))
    client.post(PATH, typed(value="40000", opened="30000", reason="So did the colleges"))

    page = " ".join(client.get(PATH).content.decode().split())

    assert "The mark is 40,000." in page
    assert re.findall("<li>(.*?)</li>", page[page.index("until") - 30 :])[:2] == [
        "30,000, until 23 November 2026",
        "20,000, until 23 November 2026",
    ]
    assert page.index("So did the colleges") < page.index("All schools asked")
    assert page.count("Catriona Muir") == 2
    assert "Added" not in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": ""}, "Enter the new mark"),
        ({"value": "20000"}, "The mark is 20,000 already"),
        ({"value": "0"}, "Enter the new mark, from 1 to 10,000,000"),
        ({"value": "-5"}, "Enter the new mark as 0 or more"),
        ({"value": "1234567890"}, "Enter the new mark, 10,000,000 at most"),
        ({"value": "9" * 10_000}, "Enter the new mark, 10,000,000 at most"),
        ({"value": "lots"}, "Enter the new mark as a whole number"),
        ({"value": "15000"}, "15,000 is lower than the mark of today, 20,000."),
        ({"reason": ""}, "Enter why there is a new mark"),
        ({"reason": "No\x00"}, "it holds a character that cannot be seen"),
        ({"reason": "\u202eNo"}, "it holds a character that cannot be seen"),
        ({"reason": "x" * 10_000}, "Shorten this to 300 characters"),
        (day("from_on", "24 11 2026"), "The day it takes over must be on or before 23 November"),
        (day("from_on", "1 1 2015"), "The day it takes over must be on or after 1 November 2015"),
        (day("from_on", "31 2 2026"), "The day it takes over must be a real date"),
        ({"opened": "19000"}, "Somebody else changed the mark meanwhile: it is 20,000 now"),
        ({"opened": "x" * 10_000}, "Somebody else changed the mark meanwhile: it is 20,000 now"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(client, coordinator, changes, message):
    page = client.post(PATH, typed(**changes)).content.decode()

    assert message in page
    assert Campaign.objects.get().mark == 20_000
    assert (EarlierMark.objects.count(), Change.objects.count()) == (0, 0)


def test_a_lower_mark_is_set_when_it_is_meant(client, coordinator):
    client.post(PATH, typed(value="15000", lower_is_meant="on"))

    assert Campaign.objects.get().mark == 15_000


def test_a_mark_does_not_begin_before_the_one_that_it_follows(client, coordinator):
    make_earlier_mark(value=10_000, until=date(2026, 6, 1))

    page = client.post(PATH, typed(**day("from_on", "1 5 2026"))).content.decode()

    assert "The day it takes over must be on or after 1 June 2026" in page


def test_the_later_of_two_is_told_keeps_what_was_typed_and_may_press_again(client, coordinator):
    Campaign.objects.update(mark=25_000)

    told = client.post(PATH, typed()).content.decode()
    client.post(PATH, typed(opened="25000"))

    assert "it is 25,000 now" in told
    assert 'value="30,000"' in told
    assert form_values(told)["opened"] == "25000"
    assert Campaign.objects.get().mark == 30_000
    assert EarlierMark.objects.get().value == 25_000


def test_a_second_press_sets_no_second_mark(client, coordinator):
    for _ in range(2):
        client.post(PATH, typed())

    assert (EarlierMark.objects.count(), Change.objects.count()) == (1, 1)


def test_the_deed_itself_refuses_who_comes_second():
    campaign = make_campaign()
    same = {"from_on": date(2026, 11, 23), "seen": "20000", "by": make_user(), "reason": "Passed"}
    set_mark(campaign=campaign, value=30_000, **same)

    with pytest.raises(Conflict):
        set_mark(campaign=campaign, value=40_000, **same)

    assert Campaign.objects.get().mark == 30_000


def test_the_deed_itself_refuses_a_day_before_the_mark_that_it_follows():
    make_earlier_mark(value=10_000, until=date(2026, 6, 1))
    given = {"seen": "20000", "by": make_user(), "reason": "Passed"}

    with pytest.raises(ValidationError, match="must be 1 June 2026 or later"):
        set_mark(campaign=make_campaign(), value=30_000, from_on=date(2026, 5, 31), **given)

    assert Campaign.objects.get().mark == 20_000


def test_only_who_keeps_the_programme_sees_it(client):
    assert answers(client, PATH) == those_who_keep(200)


def test_it_takes_no_other_method(client, coordinator):
    assert client.put(PATH).status_code == 405
