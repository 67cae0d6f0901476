"""A place that was not on our list is added with the first offer, or was on it after all; a closed
one is not offered.
"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Place, TalkRequest
from campaigns.talks.answer import merge_requests, open_twins
from tests.campaigns.talks.slots import offered
from tests.factories import (
    NOW,
    make_area,
    make_campaign,
    make_member,
    make_place,
    make_talk_request,
    make_user,
)

pytestmark = pytest.mark.django_db


def unlisted(**fields):
    talk = make_talk_request(**fields)
    TalkRequest.objects.update(
        place=None, unlisted_place="1st Braeside Scouts", unlisted_town="Wishaw"
    )
    talk.refresh_from_db()
    return talk


def test_a_place_that_was_not_on_our_list_is_added_with_the_first_offer():
    talk = unlisted()

    offered(talk, make_member(), new_place_kind="community")

    talk.refresh_from_db()
    assert (talk.place.name, talk.place.town, talk.place.kind, talk.place.area) == (
        "1st Braeside Scouts",
        "Wishaw",
        "community",
        talk.area,
    )


def test_a_place_that_was_on_our_list_after_all_is_not_added():
    talk = unlisted()
    hall = make_place(name="Braeside Hall", kind="community")
    before = Place.objects.count()

    offered(talk, make_member(), place=hall)

    talk.refresh_from_db()
    assert (talk.place, Place.objects.count()) == (hall, before)


def test_a_place_that_stands_on_our_list_by_another_spelling_is_asked_about():
    talk = unlisted()
    make_place(name="1st BRAESIDE scouts", town="wishaw", kind="community")
    before = Place.objects.count()

    with pytest.raises(ValidationError, match="1st BRAESIDE scouts, wishaw"):
        offered(talk, make_member(), new_place_kind="community")

    talk.refresh_from_db()
    assert (talk.place, talk.state, Place.objects.count()) == (None, "submitted", before)


@pytest.mark.parametrize("other", [{"town": "Lanark"}, {"closed_on": date(2020, 6, 30)}])
def test_a_place_of_the_name_elsewhere_or_closed_does_not_stand_in_the_way(other):
    talk = unlisted()
    make_place(**{"name": "1st Braeside Scouts", "kind": "community", **other})

    offered(talk, make_member(), new_place_kind="community")

    talk.refresh_from_db()
    assert talk.place.name == "1st Braeside Scouts"


@pytest.mark.parametrize("typed", ["1ST BRÀESIDE SCOUTS", "1st  Braeside-Scouts."])
def test_two_requests_of_one_unlisted_place_are_twins_and_can_be_one(typed):
    kept, other, third = (
        make_talk_request(reference=reference) for reference in ("BCD2345", "BCD2346", "BCD2347")
    )
    for talk, name in ((kept, "1st Braeside Scouts"), (other, typed), (third, "2nd Braeside")):
        TalkRequest.objects.filter(pk=talk.pk).update(place=None, unlisted_place=name)
        talk.refresh_from_db()

    by = make_user(name="Una Bell")

    assert open_twins(kept) == [other]
    merge_requests(closed=other, kept=kept, by=by, now=NOW)
    with pytest.raises(ValidationError, match="not for the same place"):
        merge_requests(closed=third, kept=kept, by=by, now=NOW)

    other.refresh_from_db()
    assert other.merged_into == kept


def test_a_request_of_another_council_keeps_its_council_for_a_new_place():
    campaign = make_campaign()
    talk = unlisted()
    TalkRequest.objects.update(area=make_area(name="South Lanarkshire"))
    talk.refresh_from_db()

    offered(talk, make_member(campaign=campaign), new_place_kind="college")

    talk.refresh_from_db()
    assert talk.place.area.name == "South Lanarkshire"


def test_a_closed_place_is_not_offered():
    talk = make_talk_request(place=make_place(closed_on=date(2026, 12, 1)))

    with pytest.raises(ValidationError, match="closed on 1 December 2026"):
        offered(talk, make_member())
