"""The team sees what of a request does not fit: on its page, and once more before it offers."""

import pytest

from campaigns.models import Change, Offer, TalkRequest
from tests.campaigns.shown import link, words
from tests.campaigns.talks.queue_pages import page_of
from tests.campaigns.talks.slots import offered
from tests.campaigns.talks.test_queue_offer import date_form
from tests.factories import make_place, make_talk_kind, make_talk_request, make_topic
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

AT_HIGH = "P7 is a primary stage, and Larkrise High School is a high school."
TOO_MANY = (
    "300 is more than 33, the most pupils in one class, and a lesson is for one class at a time."
)
AGAIN = "To offer it all the same, press the button again"


def shown(response):
    fields = read(response.text).fields
    return {field["name"]: field["value"] for field in fields if field["name"] == "offer-shown"}


@pytest.fixture
def odd():
    """P7 at a high school, three hundred in a lesson."""
    high = make_place(name="Larkrise High School", kind="secondary")
    return make_talk_request(place=high, expected=300)


def test_the_request_says_what_does_not_fit_to_the_team_and_to_the_school(client, coordinator, odd):
    for page in (page_of(odd), link(odd)):
        said = words(client.get(page))
        assert AT_HIGH in said
        assert TOO_MANY in said


def test_a_request_that_fits_or_is_over_says_nothing(client, coordinator, odd):
    TalkRequest.objects.filter(pk=odd.pk).update(state="withdrawn", state_reason="Not needed")
    other = make_talk_request(reference="BCD2346", place=make_place())

    for talk in (odd, other):
        assert "Please note" not in words(client.get(page_of(talk)))


def test_a_talk_for_others_is_said(client, coordinator):
    kind = make_talk_kind(topic=make_topic(), stages=("S1", "S2"))
    talk = make_talk_request()
    TalkRequest.objects.update(kind=kind, kind_name=kind.name)

    assert "“Know the trick” is for S1 to S2, not for P7." in words(client.get(page_of(talk)))


def test_an_offer_asks_once_and_history_keeps_it(client, coordinator, odd):
    first = client.post(f"{page_of(odd)}offer/", date_form(coordinator))

    said = [f"{AT_HIGH} {AGAIN}", f"{TOO_MANY} {AGAIN}"]
    assert first.context["offering"].errors == {"__all__": said}
    assert not Offer.objects.exists()
    client.post(f"{page_of(odd)}offer/", date_form(coordinator) | shown(first))
    assert Offer.objects.get().talk_request == odd
    told = Change.objects.get(kind="offered").fields["Offered all the same"]
    assert told == ["", "class of another kind of school; more than a class in a lesson"]


def test_another_number_is_asked_about_before_the_offer_anew(client, coordinator, odd):
    first = client.post(f"{page_of(odd)}offer/", date_form(coordinator))
    odd.groups.update(expected=400)

    second = client.post(f"{page_of(odd)}offer/", date_form(coordinator) | shown(first))

    (said,) = second.context["offering"].errors["__all__"]
    assert said.startswith("400 is more than 33")


def test_a_date_that_fits_is_offered_at_once(client, coordinator):
    talk = make_talk_request()

    client.post(f"{page_of(talk)}offer/", date_form(coordinator))

    assert "Offered all the same" not in Change.objects.get(kind="offered").fields


def test_what_an_assembly_is_for_was_said_by_the_school(client, coordinator):
    topic = make_topic(name="Grooming", class_size_only=True)
    talk = make_talk_request(topic=topic)
    TalkRequest.objects.update(format="assembly")
    said = "We teach “Grooming” in lessons, and this is an assembly."

    assert said in words(client.get(page_of(talk)))
    TalkRequest.objects.update(assembly_reason="The whole year asked for it")
    assert said not in words(client.get(page_of(talk)))


def test_two_such_groups_are_said_once_before_an_offer(client, coordinator, odd):
    group = odd.groups.get()
    odd.groups.create(audience="children", stages=group.stages, expected=20)

    first = client.post(f"{page_of(odd)}offer/", date_form(coordinator))

    assert list(first.context["offering"].errors["__all__"]).count(f"{AT_HIGH} {AGAIN}") == 1
    assert offered(odd, coordinator)
