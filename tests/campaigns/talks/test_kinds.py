"""The talks on offer: their public pages, and how coordinators keep them."""

import pytest

from campaigns.history.opened import version_of
from campaigns.models import TalkDraft, TalkKind
from campaigns.talks.kind_deeds import kind_in_words
from tests.factories import make_campaign, make_member, make_place, make_talk_kind, make_topic

pytestmark = pytest.mark.django_db


def typed(**changed):
    given = {
        "name": "Safe in games",
        "topic": make_topic().pk,
        "format": "lesson",
        "stages": "P6, P7",
        "minutes": "50",
        "summary": "Who is there.",
    }
    return {
        **given,
        "expect": "Stories\nA quiz",
        "not_expect": "",
        "school_provides": "A screen",
        "is_offered": "on",
        **changed,
    }


def version(kind):
    return version_of(kind_in_words(kind))


def test_a_talk_says_what_happens_in_it_and_that_staff_stay(client):
    make_talk_kind(
        topic=make_topic(class_size_only=True),
        not_expect="No upsetting pictures",
        school_provides="A screen",
    )

    page = client.get("/talks/know-the-trick/").content.decode()

    for words in (
        "Know the trick",
        "<li>A quiz</li>",
        "<li>No upsetting pictures</li>",
        "<li>A screen</li>",
        "P6 to P7",
        "45 minutes",
        "stay in the room",
    ):
        assert words in page
    assert "not in an assembly" in page


def test_talks_are_listed_and_one_that_is_withdrawn_is_not(client):
    make_talk_kind()
    make_talk_kind(name="Gone", slug="gone", is_offered=False)

    page = client.get("/talks/").content.decode()

    assert 'href="/talks/know-the-trick/"' in page
    assert "Gone" not in page
    assert client.get("/talks/gone/").status_code == 404
    assert client.get("/talks/never-there/").status_code == 404


def test_a_request_that_starts_there_has_its_talk_chosen(client):
    kind, place = make_talk_kind(), make_place()

    address = client.post("/talks/ask/", {"kind": kind.pk})["Location"].removesuffix("place/")
    client.post(f"{address}place/", {"place": place.label})
    onward = client.post(f"{address}group-1/", {"who": "pupils", "stages": "P7", "expected": "27"})

    assert TalkDraft.objects.get().answers["kind"] == {"kind": [str(kind.pk)]}
    assert onward["Location"] == f"{address}dates/"


@pytest.mark.parametrize("kind", ["x", "999", ""])
def test_a_talk_that_is_none_is_just_asked_for(client, kind):
    make_talk_kind()

    client.post("/talks/ask/", {"kind": kind})

    assert TalkDraft.objects.get().answers == {}


def test_a_coordinator_adds_a_talk_changes_it_and_takes_it_off(client, coordinator):
    client.post("/team/talks/kinds/add/", typed())
    kind = TalkKind.objects.get()
    client.post(
        f"/team/talks/kinds/{kind.pk}/",
        typed(name="Safe in games and chats", is_offered="", opened=version(kind)),
    )

    kind.refresh_from_db()
    assert (kind.slug, kind.stages) == ("safe-in-games", ("P6", "P7"))
    assert (kind.name, kind.is_offered) == ("Safe in games and chats", False)
    assert client.get("/talks/safe-in-games/").status_code == 404


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ask", "ask-2"),
        ("Places", "places-2"),
        ("Know the trick!", "know-the-trick-2"),
        ("???", "talk"),
    ],
)
def test_an_address_is_never_one_that_is_taken(client, coordinator, name, slug):
    make_talk_kind()

    client.post("/team/talks/kinds/add/", typed(name=name))

    assert TalkKind.objects.get(name=name).slug == slug


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Enter the name of the talk"),
        ({"name": "know the TRICK"}, "There is a talk with this name already"),
        ({"topic": ""}, "Choose a topic"),
        ({"stages": "everybody"}, "Write the stages like P7, or S1 to S3"),
        ({"minutes": "1"}, "Enter the length in minutes, 5 or more"),
        ({"expect": ""}, "Enter what happens in the talk, one point on a line"),
    ],
)
def test_what_is_wrong_is_told(client, coordinator, changes, message):
    make_talk_kind()

    response = client.post("/team/talks/kinds/add/", typed(**changes))

    assert message in response.content.decode()
    assert TalkKind.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["/team/talks/kinds/", "/team/talks/kinds/add/", "/team/talks/kinds/1/"]
)
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)])
def test_only_coordinators_keep_them(client, address, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    assert client.get(address).status_code == status


def test_another_campaigns_talk_is_not_found(client, coordinator):
    other = make_talk_kind(topic=make_topic(campaign=make_campaign(name="Ayrshire")))

    assert client.get(f"/team/talks/kinds/{other.pk}/").status_code == 404
