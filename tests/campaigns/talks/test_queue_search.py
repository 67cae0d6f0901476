"""One box of the queue finds a request by its reference and by its school or place."""

import pytest

from campaigns.models import PlaceAlias, TalkRequest
from tests.campaigns.shown import words
from tests.factories import make_campaign, make_place, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def look_for(client, typed, **chosen):
    return client.get("/team/talks/", {"q": typed, **chosen})


def found(client, typed, **chosen):
    page = look_for(client, typed, **chosen)
    return [row["talk"].reference for row in page.context["rows"]]


def unlisted(name, town="", **request):
    talk = make_talk_request(**request)
    TalkRequest.objects.filter(pk=talk.pk).update(
        place=None, unlisted_place=name, unlisted_town=town
    )


@pytest.fixture
def talks(coordinator):
    """One at each of three schools, and one at a school that is not on the list."""
    for reference, name, town in (
        ("BCD2345", "St. Mary’s Primary School", "Coatbridge"),
        ("FGH2345", "Saint Joseph's RC High School", "Motherwell"),
        ("JKL2345", "Calder Academy", "Motherwell"),
    ):
        make_talk_request(reference=reference, place=make_place(name=name, town=town))
    unlisted("St Ninian’s P.S.", "Airdrie", reference="MNP2345")


@pytest.mark.parametrize(
    ("typed", "references"),
    [
        ("saint marys PS", ["BCD2345"]),
        ("St Mary's", ["BCD2345"]),
        ("coatbr mary", ["BCD2345"]),
        ("st joseph’s", ["FGH2345"]),
        ("st joseph rc", ["FGH2345"]),
        ("motherwell", ["FGH2345", "JKL2345"]),
        ("Saint Ninians Primary", ["MNP2345"]),
        ("ninian airdrie", ["MNP2345"]),
        ("jkl 23-45", ["JKL2345"]),
        ("alder", []),
        ("inian", []),
        ("%", []),
        ("rc", []),
    ],
)
def test_a_school_is_found_however_it_is_spelt(client, talks, typed, references):
    assert found(client, typed) == references


def test_a_school_is_found_by_another_name_of_it(client, coordinator):
    place = make_place(name="Our Lady’s High School")
    PlaceAlias.objects.create(campaign=place.campaign, place=place, words="the lodge")
    make_talk_request(place=place)

    assert found(client, "The Lodge") == ["BCD2345"]


def test_nobody_finds_a_request_that_they_do_not_see(client, officer):
    make_talk_request()
    other = make_campaign(name="Ayrshire")
    make_talk_request(reference="XYZ2345", campaign=other, place=make_place(campaign=other))

    for typed in ("BCD2345", "XYZ2345", "calder", "school"):
        assert found(client, typed, state="all") == []


def test_another_campaigns_school_is_not_found(client, coordinator):
    other = make_campaign(name="Ayrshire")
    place = make_place(name="Ayr Academy", campaign=other)
    make_talk_request(campaign=other, place=place)
    unlisted("Ayr Grammar", reference="XYZ2345", campaign=other)

    assert found(client, "ayr", state="all") == []


def test_the_contact_is_not_searched(client, talks):
    assert found(client, "office@school.example") == []
    assert found(client, "Morag Bell") == []


def test_what_was_found_is_said(client, talks):
    page = words(look_for(client, "motherwell"))

    assert "2 requests for “motherwell”" in page
    assert "more for" not in page


def test_what_is_no_longer_open_is_told_with_the_way_to_it(client, talks):
    make_talk_request(
        reference="XYZ2345",
        place=make_place(name="Calder Primary School"),
        state="declined",
        state_reason="Full",
    )

    page = look_for(client, "calder")

    assert [row["talk"].reference for row in page.context["rows"]] == ["JKL2345"]
    assert "1 more for “calder” is no longer open. Show all, in every state" in words(page)
    assert 'href="?q=calder&amp;state=all"' in page.content.decode()
    assert sorted(found(client, "calder", state="all")) == ["JKL2345", "XYZ2345"]


def test_when_only_ended_ones_fit_it_is_said(client, coordinator):
    make_talk_request(state="declined", state_reason="Full", place=make_place(name="Calder Hall"))

    page = words(look_for(client, "calder"))

    assert "No open request fits “calder”." in page
    assert "1 more for “calder” is no longer open." in page


def test_what_was_chosen_narrows_what_was_found(client, talks):
    page = look_for(client, "motherwell", owner="mine")

    assert page.context["rows"] == []
    assert "No request fits “motherwell” and what you chose." in words(page)
    assert "2 more for “motherwell” are left out by what you chose." in words(page)


def test_nothing_found_says_what_to_try(client, talks):
    page = words(look_for(client, "Hogwarts"))

    assert "No request has the reference or the place “Hogwarts”." in page
    assert "Try one word of the school’s name, or its town." in page


def test_what_is_too_long_is_said_and_kept(client, talks):
    page = look_for(client, "a" * 101)

    assert "Shorten this to 100 characters or fewer: it has 101, 1 too many" in words(page)
    assert page.content.decode().count("a" * 101) == 1
    assert "<title>Error: Talks" in " ".join(page.content.decode().split()).replace("> ", ">")


@pytest.mark.parametrize("typed", ["\x00", "‮", "é" * 100, "((((", "' OR 1=1 --", "\\", "st " * 33])
def test_whatever_is_typed_the_queue_answers(client, talks, typed):
    assert look_for(client, typed).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_asks_the_same_for_one_and_for_three(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        unlisted(f"Calder School {number}", reference=f"BCD234{number + 2}")

    look_for(client, "calder")  # once a minute the session is saved
    # as without a search, but for the calendar of a place's town; and the places that are not on
    # the list, how many were found in every state, and what no queue shows (2)
    with django_assert_num_queries(17):
        look_for(client, "calder")


def test_the_filters_are_folded_away_until_one_is_used(client, coordinator):
    folded = "<details><summary>Narrow the list</summary>"

    assert folded in client.get("/team/talks/").content.decode()
    assert folded in look_for(client, "calder").content.decode()
    used = client.get("/team/talks/", {"owner": "mine"}).content.decode()
    assert "<details open><summary>Narrow the list</summary>" in used


def test_the_pages_of_what_was_found_keep_it(client, coordinator):
    place = make_place(name="Calder Academy")
    for number in range(26):
        make_talk_request(reference=f"BC{number:05}", place=place)

    page = look_for(client, "calder")

    assert "?q=calder&amp;page=2" in page.content.decode()


def test_an_unconfirmed_request_is_found_by_its_place(client, coordinator):
    unlisted("St Ninian’s P.S.", "Airdrie", reference="MNP2345", state="unconfirmed")
    place = make_place(name="Saint Ninians High School")
    listed = make_talk_request(reference="FGH2345", place=place, state="unconfirmed")

    page = look_for(client, "ninian")

    assert page.context["rows"] == []
    assert "No request in the queue fits “ninian”." in words(page)
    assert "No request has the reference" not in words(page)
    assert words(page).count("Address not confirmed") == 2
    assert f'href="/team/talks/unconfirmed/{listed.pk}/"' in page.content.decode()
    assert "St Ninian’s P.S., Airdrie" in words(page)


def test_an_unconfirmed_request_stands_beside_what_the_queue_has(client, talks):
    make_talk_request(
        reference="XYZ2345", place=make_place(name="Calder Hall"), state="unconfirmed"
    )

    page = look_for(client, "calder")

    assert [row["talk"].reference for row in page.context["rows"]] == ["JKL2345"]
    assert "Address not confirmed XYZ2345, sent on" in words(page)
    assert "Address not confirmed" not in words(client.get("/team/talks/"))


def test_an_unconfirmed_request_says_no_more_than_its_reference_does(client, coordinator):
    make_talk_request(state="unconfirmed", place=make_place(name="Calder Hall"))

    page = look_for(client, "calder")

    assert "Address not confirmed" in words(page)
    assert "Morag Bell" not in words(page)
    assert "Address not confirmed" not in words(look_for(client, "morag"))


def test_an_officer_finds_no_unconfirmed_request(client, officer):
    make_talk_request(state="unconfirmed", place=make_place(name="Calder Hall"))

    assert "Address not confirmed" not in words(look_for(client, "calder"))


def test_another_teams_unconfirmed_request_is_not_found(client, coordinator):
    other = make_campaign(name="Ayrshire")
    place = make_place(name="Ayr Academy", campaign=other)
    make_talk_request(campaign=other, place=place, state="unconfirmed")

    assert "No request has the reference or the place “ayr”." in words(look_for(client, "ayr"))
