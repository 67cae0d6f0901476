"""The log form begins with what this officer does most, and offers the last places."""

from datetime import date, timedelta

import pytest

from campaigns.models import Place, Session
from tests import factories
from tests.campaigns.sessions.log_form import NONSENSE, URL, send
from tests.campaigns.typed import errors_of
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "braeside")]


def been_at(officer, *names, **changed):
    """A week apart, the last of them last."""
    places = [factories.make_place(name=name) for name in names]
    for number, place in enumerate(places):
        factories.make_session(
            **(
                {
                    "officers": [officer],
                    "place": place,
                    "held_on": TODAY - timedelta(weeks=len(names) - number),
                }
                | changed
            )
        )
    return places


def test_log_begins_with_what_this_officer_does_most_and_says_so_but_never_with_a_figure(
    client, officer
):
    been_at(officer, "Rowan Bank Primary School", format="workshop", minutes=90)
    factories.make_attendance(session=Session.objects.get(), count=31, known="register")

    form = client.get(URL).context["form"]

    assert [form[name].value() for name in ("format", "minutes", "topics", "held_on")] == [
        "workshop",
        90,
        [factories.make_topic().pk],
        TODAY,
    ]
    topic = factories.make_topic().name
    assert form.kind_said == f"Workshop, 90 minutes, {topic}"
    assert form.kind_said in client.get(URL).text
    assert {form[name].value() for name in form.fields if name.startswith(("count_", "known"))} == {
        None
    }


def test_log_says_nothing_of_habits_where_there_are_none(client, officer):
    factories.make_topic()
    form = client.get(URL).context["form"]

    assert (
        [form[name].value() for name in ("format", "minutes", "topics")],
        "last_place" in form.fields,
    ) == ([None, None, None], False)
    assert form.kind_said == ""
    assert "<details class=usual open><summary>Kind " in client.get(URL).text


def test_log_offers_the_last_three_places_and_none_is_chosen(client, officer):
    _, second, third, fourth = been_at(officer, "First", "Second", "Third", "Fourth")

    form = client.get(URL).context["form"]

    offered = [(value, label) for value, label in form.fields["last_place"].choices]
    assert offered == [
        *((str(place.pk), f"{place.name}, {place.town}") for place in (fourth, third, second)),
        ("other", "Somewhere else"),
    ]
    assert form["last_place"].value() == "other"


def test_log_where_i_was_last_is_one_tap(client, officer):
    place, _ = been_at(officer, "Rowan Bank Primary School", "Larkrise Primary School")

    response = send(client, officer, place="", last_place=str(place.pk))

    assert response.status_code == 302
    assert Session.objects.latest("pk").place == place


@pytest.mark.parametrize("words", ["Larkrise", "No such place", ""])
def test_log_where_i_was_last_is_worth_more_than_words_left_in_the_box(client, officer, words):
    place, _ = been_at(officer, "Rowan Bank Primary School", "Larkrise Primary School")

    send(client, officer, place=words, last_place=str(place.pk))

    assert Session.objects.latest("pk").place == place


@pytest.mark.parametrize("last_place", ["other", ""])
def test_log_somewhere_else_is_typed(client, officer, last_place):
    been_at(officer, "Rowan Bank Primary School")

    send(client, officer, last_place=last_place)
    refused = send(client, officer, place="", last_place=last_place)

    assert Session.objects.latest("pk").place.name == "Braeside Primary School"
    assert errors_of(refused) == {"place": ["Enter where it was held, or tick that it was online"]}
    assert refused.context["form"]["last_place"].value() == "other"


def test_log_takes_a_last_place_that_is_not_the_last_any_more(client, officer):
    old, *_ = been_at(officer, "First", "Second", "Third", "Fourth")

    send(client, officer, place="", last_place=str(old.pk))

    assert Session.objects.latest("pk").place == old


def test_log_says_beside_the_last_places_when_one_was_closed_that_day(client, officer):
    place, _ = been_at(officer, "Rowan Bank Primary School", "Larkrise Primary School")
    Place.objects.filter(pk=place.pk).update(closed_on=date(2026, 6, 30))

    response = send(client, officer, place="", last_place=str(place.pk))

    assert errors_of(response) == {
        "last_place": [
            (
                "Rowan Bank Primary School closed on 30 June 2026. Choose another place or check "
                "the date"
            )
        ]
    }


@pytest.mark.parametrize("value", NONSENSE)
def test_log_with_nonsense_for_a_last_place_is_refused_kindly(client, officer, value):
    been_at(officer, "Rowan Bank Primary School")

    response = send(client, officer, last_place=value)

    assert errors_of(response) == {"last_place": ["Choose one of the answers listed"]}


def test_log_never_takes_a_last_place_of_another_campaign(client, officer):
    been_at(officer, "Rowan Bank Primary School")
    theirs = factories.make_place(
        name="Kelty Primary School", campaign=factories.make_campaign(name="Fife")
    )

    response = send(client, officer, place="", last_place=str(theirs.pk))

    assert "last_place" in errors_of(response)
    assert Session.objects.count() == 1


def test_log_comes_back_with_the_last_place_and_everything_else_as_typed(client, officer):
    place, _ = been_at(
        officer,
        "Rowan Bank Primary School",
        "Larkrise Primary School",
        format="workshop",
        minutes=90,
    )

    form = send(
        client,
        officer,
        place="",
        last_place=str(place.pk),
        minutes="x",
        format="staff",
        count_children="2x",
    ).context["form"]

    assert [
        form[name].value() for name in ("last_place", "minutes", "format", "count_children")
    ] == [str(place.pk), "x", "staff", "2x"]
