"""Who could give a talk, and why."""

from datetime import date, datetime, time, timedelta

import pytest

from campaigns.talks.who_could import who_could
from tests import factories
from tests.factories import NOW, TODAY, make_place_north

pytestmark = pytest.mark.django_db

wall = datetime.fromisoformat
TUESDAY = date(2026, 12, 8)


@pytest.fixture
def talk():
    return factories.make_talk_request(place=make_place_north("Braeside Primary School", "55.80"))


def could(talk, *, at=time(10, 0), minutes=50):
    return who_could(
        talk_request=talk, day=TUESDAY, starts_at=at, minutes=minutes, today=TODAY, now=NOW
    )


def names(candidates):
    return [str(candidate.officer) for candidate in candidates]


def test_an_officer_who_is_free_says_why_in_sentences(talk, ailsa):
    (only,) = could(talk)

    assert only.is_free
    assert only.reasons == [
        "Free then, with time for the way.",
        "Where the way begins is not known: no base is entered.",
        "No talk in the four weeks before and after today, about as many as the others.",
        "Gives talks on every topic.",
    ]


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "said"),
    [
        (
            "leave",
            wall("2026-12-07T00:00"),
            wall("2026-12-12T00:00"),
            "Not free: on leave that day.",
        ),
        (
            "court",
            wall("2026-12-08T09:00"),
            wall("2026-12-08T10:30"),
            "Not free: at court from 09:00 until 10:30.",
        ),
        (
            "duty",
            wall("2026-12-08T10:30"),
            wall("2026-12-09T12:00"),
            "Not free: on other duty from 10:30.",
        ),
    ],
)
def test_who_is_away_is_not_free(talk, ailsa, kind, begins, ends, said):
    factories.make_time(officer=ailsa, kind=kind, begins=begins, ends=ends)

    (only,) = could(talk)

    assert (only.is_free, only.reasons[0]) == (False, said)


@pytest.mark.parametrize(
    ("weekday", "said"),
    [
        (2, "Not free: gives talks on a Tuesday from 11:00 to 12:00 only."),
        (3, "Not free: gives no talks on a Tuesday."),
    ],
)
def test_who_does_not_work_then_is_not_free(talk, ailsa, weekday, said):
    factories.make_hours(officer=ailsa, weekday=weekday, starts_at=time(11, 0))

    assert could(talk)[0].reasons[0] == said


def test_who_cannot_be_there_in_time_is_not_free(talk, ailsa):
    far = make_place_north("Far Primary School", "55.70")
    factories.make_session(
        state="planned",
        held_on=TUESDAY,
        starts_at=time(9, 0),
        minutes=50,
        place=far,
        officers=[ailsa],
    )

    early, late = could(talk)[0], could(talk, at=time(10, 10))[0]

    assert early.reasons[0] == (
        "Not free: cannot be there in time: it is 20 minutes from a session at Far Primary "
        "School, Wishaw (North Lanarkshire) until 09:50."
    )
    assert late.reasons[:2] == [
        "Free then, with time for the way.",
        "Comes from Far Primary School, 11 km: 20 minutes.",
    ]


def test_the_date_held_for_the_same_talk_is_not_in_its_way(talk, ailsa):
    factories.make_offer(talk_request=talk, officer=ailsa, held_on=TUESDAY, starts_at=time(10, 0))

    assert could(talk)[0].is_free


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("talk", "Is at Braeside Primary School already."),
        ("unknown", "Comes from Wishaw Office. How far that is, is not known."),
        ("55.81", "Comes from Wishaw Office, 1 km: 10 minutes."),
        ("55.801", "Comes from Wishaw Office, close by: 10 minutes."),
    ],
)
def test_the_way_from_the_base_is_said(talk, ailsa, base, said):
    places = {
        "talk": lambda: talk.place,
        "unknown": lambda: factories.make_place(name="Wishaw Office"),
    }
    ailsa.base = places.get(base, lambda: make_place_north("Wishaw Office", base))()
    ailsa.save()

    assert could(talk)[0].reasons[1] == said


def test_nearer_fewer_talks_and_the_topic_rank_higher_and_the_free_first(talk):
    near, far = (
        make_place_north("Near Office", "55.81"),
        make_place_north("Far Office", "56.20"),
    )
    members = {
        name: factories.make_member(name=name)
        for name in ("Away", "Busy", "Far", "Near", "Other Topic")
    }
    for name, base in {
        "Away": near,
        "Busy": near,
        "Far": far,
        "Near": near,
        "Other Topic": near,
    }.items():
        members[name].base = base
        members[name].save()
    factories.make_time(
        officer=members["Away"], begins=wall("2026-12-08T00:00"), ends=wall("2026-12-09T00:00")
    )
    for number in range(3):
        factories.make_session(held_on=TODAY - timedelta(days=number), officers=[members["Busy"]])
    members["Other Topic"].topics.add(factories.make_topic(name="Cyberbullying"))
    members["Near"].topics.add(talk.topic)

    found = could(talk)

    assert names(found) == ["Near", "Busy", "Other Topic", "Far", "Away"]
    assert [candidate.score for candidate in found] == sorted(
        (candidate.score for candidate in found), reverse=True
    )
    said = {str(candidate.officer): candidate.reasons[2:] for candidate in found}
    assert (
        said["Busy"][0] == "3 talks in the four weeks before and after today, more than the others."
    )
    assert said["Near"] == [
        "No talk in the four weeks before and after today, fewer than the others.",
        "Gives talks on Sextortion.",
    ]
    assert said["Other Topic"][1] == "Gives talks on other topics, not on Sextortion."


@pytest.mark.parametrize(
    ("days", "state", "counted"),
    [
        (-28, "delivered", 1),
        (-29, "delivered", 0),
        (28, "planned", 1),
        (29, "planned", 0),
        (1, "cancelled", 0),
    ],
)
def test_a_share_is_what_was_given_and_planned_around_today(talk, ailsa, days, state, counted):
    reason = "Flood" if state == "cancelled" else ""
    factories.make_session(
        held_on=TODAY + timedelta(days=days), state=state, state_reason=reason, officers=[ailsa]
    )

    assert could(talk)[0].reasons[2].startswith("1 talk in" if counted else "No talk in")


def test_viewers_closed_accounts_and_other_campaigns_give_no_talks(talk, ailsa):
    factories.make_member(role="viewer", name="Una Shaw")
    factories.make_member(name="Iain Bell", is_active=False)
    factories.make_member(name="Morag Pell", campaign=factories.make_campaign(name="Fife"))

    assert names(could(talk)) == ["Ailsa Reid"]


@pytest.mark.parametrize("team", [1, 3])
def test_the_same_queries_for_one_officer_and_for_three(talk, django_assert_num_queries, team):
    for number in range(team):
        officer = factories.make_member(name=f"Officer {number}")
        officer.topics.add(talk.topic)
        factories.make_session(
            state="planned", held_on=TUESDAY, starts_at=time(9 + 2 * number, 0), officers=[officer]
        )

    with django_assert_num_queries(8):
        assert len(could(talk)) == team
