"""Two places that are one: all that names the other one moves, and no figure changes."""

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import (
    Attendance,
    Change,
    Correction,
    Place,
    PlaceAlias,
    Session,
    TalkRequest,
)
from campaigns.places.edit import digest_of, put_right_place
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach
from campaigns.spreadsheets.names import KnownPlaces
from campaigns.talks.place_join import (
    NAMED_BY,
    join_places,
    pointing_at_places,
    seen_of,
    why_not_join,
)
from tests.factories import (
    TODAY,
    make_area,
    make_attendance,
    make_campaign,
    make_correction,
    make_member,
    make_place,
    make_session,
    make_talk_request,
)
from tests.races import at_once, database_for_threads

__all__ = ["database_for_threads"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator")
    client.force_login(member.user)
    return member


@pytest.fixture
def kept():
    return make_place(name="Larkhall Library", town="Larkhall", kind="community", roll=None)


@pytest.fixture
def other(kept):
    return make_place(name="The Library Hub", town="Larkhall", kind="community", roll=None)


def join(kept, other, coordinator, **changed):
    given = {"seen": seen_of(kept, other), "reason": "", "today": TODAY, "by": coordinator.user}
    return join_places(kept=kept, other=other, **given | changed)


def rows(session):
    return [
        (row.audience, row.place_id, row.count, row.known)
        for row in Attendance.objects.filter(session=session).order_by("pk")
    ]


def test_every_column_that_names_a_place_is_thought_of():
    """Whoever adds one says what becomes of it when two places are joined."""
    assert set(pointing_at_places()) == set(NAMED_BY)


def test_everything_that_names_the_other_place_names_the_kept_one(client, coordinator, kept, other):
    session = make_session(place=other)
    request = make_talk_request(place=other)
    officer = make_member(name="Iain Bell")
    officer.base = other
    officer.save()
    alias = PlaceAlias.objects.create(campaign=kept.campaign, words="the hub", place=other)

    response = client.post(
        f"/team/places/{kept.pk}/join/{other.pk}/",
        {"keep": kept.pk, "reason": "One door", "seen": seen_of(kept, other)},
    )

    for row in (session, request, officer, alias):
        row.refresh_from_db()
    assert response.url == f"/team/places/{kept.pk}/"
    assert {session.place, request.place, officer.base, alias.place} == {kept}
    assert list(Place.objects.filter(name__contains="Library")) == [kept]
    deed = Change.objects.get(kind="joined")
    assert (deed.about, deed.reason, deed.by) == (
        "Place: Larkhall Library, Larkhall (North Lanarkshire)",
        "One door",
        coordinator.user,
    )
    assert deed.fields["Joined"] == [
        "The Library Hub, Larkhall (North Lanarkshire)",
        "Larkhall Library, Larkhall (North Lanarkshire)",
    ]
    moved = Change.objects.get(session=session, kind="edited")
    assert moved.fields["Place"] == deed.fields["Joined"]
    assert "Joined into one" in client.get("/team/audit/").content.decode()
    assert KnownPlaces(kept.campaign).called("Library Hub, The") is None
    assert KnownPlaces(kept.campaign).called("The library hub") == kept


def test_figures_by_place_and_by_council_are_what_they_were_together(coordinator, kept, other):
    theatre = make_place(name="Town Theatre", kind="community")
    here = make_session(place=kept)
    make_attendance(session=here, count=11)
    make_attendance(session=here, count=7, place=other, known="register")
    there = make_session(place=other)
    make_attendance(session=there, count=20)
    make_attendance(session=there, count=3, place=kept, audience="professionals")
    away = make_session(place=theatre)
    for place, count in ((kept, 40), (other, 2), (None, 5)):
        make_attendance(session=away, count=count, place=place, audience="young_people")

    def figure(**by):
        return reach(kept.campaign, today=TODAY, filters=Filters(**by)).logged

    before = figure(), figure(area=kept.area), figure(place=kept) + figure(place=other)
    join(kept, other, coordinator)

    assert (figure(), figure(area=kept.area), figure(place=kept)) == before == (88, 88, 83)
    assert rows(here) == [("children", None, 18, "estimated")]
    assert rows(there) == [
        ("children", None, 20, "counted"),
        ("professionals", None, 3, "counted"),
    ]
    assert sorted(rows(away), key=str) == [
        ("young_people", kept.pk, 42, "counted"),
        ("young_people", None, 5, "counted"),
    ]
    assert "Attendance" in Change.objects.get(session=away).fields


def test_more_people_than_one_line_can_have_are_refused_and_nothing_moves(coordinator, kept, other):
    away = make_session(place=make_place())
    make_session(place=other)
    for place in (kept, other):
        make_attendance(session=away, count=4_000, place=place)

    with pytest.raises(Conflict, match="more people than one can have"):
        join(kept, other, coordinator)

    assert Session.objects.filter(place=other).count() == 1
    assert not Change.objects.exists()


def test_kept_place_takes_over_what_it_lacks(coordinator, kept):
    school = make_place(name="Larkhall PS", town="Larkhall", position=("55.73", "-3.97"))
    Place.objects.filter(pk=school.pk).update(seed_code="8404321", postcode="ML9 1DG")
    school.refresh_from_db()

    joined = join(kept, school, coordinator)

    joined.refresh_from_db()
    assert (joined.seed_code, joined.kind, joined.roll, joined.postcode, str(joined.latitude)) == (
        "8404321",
        "primary",
        200,
        "ML9 1DG",
        "55.730000",
    )
    assert Change.objects.get(kind="joined").fields["Postcode"] == ["", "ML9 1DG"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("1", "2"), "they are two schools"),
        (("1", "1"), "two parts of one school"),
        (("1", ""), ""),
        (("", ""), ""),
    ],
)
def test_two_schools_of_the_governments_are_not_one(codes, words):
    first, second = (Place(pk=pk, seed_code=code) for pk, code in enumerate(codes, 1))

    said = why_not_join(first, second)

    assert bool(said) == bool(words)
    assert words in said


def test_pair_that_may_not_be_one_is_told_why_where_the_other_is_chosen(client, coordinator, kept):
    response = client.get(f"/team/places/{kept.pk}/join/{kept.pk}/", follow=True)

    assert "This is the same place" in response.content.decode()


def test_two_councils_are_named_before_anything_moves(client, coordinator, kept):
    far = make_place(name="Far Hall", area=make_area(name="South Lanarkshire"))
    make_attendance(session=make_session(place=far), count=9)

    shown = client.get(f"/team/places/{kept.pk}/join/{far.pk}/")
    join(kept, far, coordinator)

    assert shown.context["areas"] == {kept.area, far.area}
    assert ("Sessions", "0", "1") in shown.context["rows"]
    assert reach(kept.campaign, today=TODAY, filters=Filters(area=kept.area)).logged == 9


def test_place_that_changed_since_it_was_shown_is_looked_at_again(coordinator, kept, other):
    seen = seen_of(kept, other)
    put_right_place(
        place=other,
        opened=digest_of(other),
        details={"town": "Wishaw"},
        today=TODAY,
        by=coordinator.user,
    )

    with pytest.raises(Conflict, match="changed one of the two places meanwhile"):
        join(kept, other, coordinator, seen=seen)


def test_second_press_finds_them_joined(client, coordinator, kept, other):
    given = {"keep": kept.pk, "reason": "", "seen": seen_of(kept, other)}
    address = f"/team/places/{kept.pk}/join/{other.pk}/"

    client.post(address, given)
    second = client.post(address, given, follow=True)

    assert "they may be joined already" in second.content.decode()
    assert Change.objects.filter(kind="joined").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_join_them_at_once_one_wins(database_for_threads):
    coordinator = make_member(role="coordinator")
    kept, other = make_place(name="A"), make_place(name="B")
    make_session(place=other)

    outcomes = at_once(
        lambda: join(kept, other, coordinator), lambda: join(other, kept, coordinator)
    )

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Conflict]
    assert Place.objects.count() == 1
    assert Session.objects.get().place == Place.objects.get()


def test_correction_that_waits_is_still_about_the_session_as_it_stands(coordinator, kept, other):
    session = make_session(place=make_place())
    make_attendance(session=session, place=other)
    correction = make_correction(by=coordinator, session=session)
    wanted = {"place": other.pk, "counts": [["children", 25, "counted", other.pk]]}
    Correction.objects.filter(pk=correction.pk).update(wanted=wanted)

    join(kept, other, coordinator)

    correction.refresh_from_db()
    session.refresh_from_db()
    assert correction.based_on == session.version == 2
    assert correction.wanted == {
        "place": kept.pk,
        "counts": [["children", 25, "counted", None]],
    }


def test_request_of_another_council_moves_with_its_place(coordinator, kept):
    far = make_place(name="Far Hall", area=make_area(name="South Lanarkshire"))
    request = make_talk_request(place=far)

    join(kept, far, coordinator)

    request.refresh_from_db()
    assert (request.place, request.area) == (kept, kept.area)
    assert TalkRequest.objects.get().changes.get().fields["Place"][1] == kept.label


def test_other_place_is_found_by_typing(client, coordinator, kept, other):
    found = client.get(f"/team/places/{kept.pk}/join/?other=The%20Library%20Hub")
    missing = client.get(f"/team/places/{kept.pk}/join/?other=Nowhere")

    assert found.url == f"/team/places/{kept.pk}/join/{other.pk}/"
    assert list(missing.context["form"].errors) == ["other"]


def test_place_of_another_campaign_is_never_one_of_the_two(client, coordinator, kept):
    theirs = make_place(campaign=make_campaign(name="Fife"))

    answers = [
        client.get(f"/team/places/{first}/join/{second}/").status_code
        for first, second in ((kept.pk, theirs.pk), (theirs.pk, kept.pk))
    ]

    assert answers == [404, 404]
