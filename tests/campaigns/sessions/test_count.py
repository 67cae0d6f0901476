from datetime import timedelta

import pytest

from campaigns.models import Attendance, Session, TalkGroup, TalkRequest
from tests import factories
from tests.campaigns.sessions.planned import make_planned, url
from tests.campaigns.typed import errors_of
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def rows():
    return list(Attendance.objects.values_list("audience", "count", "known"))


def test_count_is_one_number_and_one_tap(client, officer):
    session = make_planned(officer)

    response = client.post(url(session), {"count_children": "26", "known": "counted"})

    assert response.url == f"/team/sessions/{session.pk}/"
    assert (Session.objects.get().state, rows(), TalkRequest.objects.get().state) == (
        "delivered",
        [("children", 26, "counted")],
        "delivered",
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"count_children": "0", "known": "counted"}, [("children", 0, "counted")]),
        ({"count_children": "0", "known": "nobody"}, [("children", 0, "counted")]),
        ({"known": "nobody"}, [("children", 0, "counted")]),
        ({"known": "unknown"}, [("children", None, "unknown")]),
        (
            {"count_children": "26", "known": "register", "count_professionals": "2"},
            [("children", 26, "register"), ("professionals", 2, "register")],
        ),
        (
            {
                "count_children": "26",
                "known": "register",
                "count_adults": "40",
                "known_adults": "estimated",
            },
            [("children", 26, "register"), ("adults", 40, "estimated")],
        ),
    ],
    ids=str,
)
def test_count_reads_who_came(client, officer, typed, expected):
    session = make_planned(officer)

    client.post(url(session), typed)

    assert rows() == expected


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {},
            {
                "count_children": [
                    (
                        "Enter how many people came, or choose “Nobody came” or “I don’t know the "
                        "number yet”"
                    )
                ]
            },
        ),
        (
            {"known": "counted"},
            {
                "count_children": [
                    (
                        "Enter how many people came, or choose “Nobody came” or “I don’t know the "
                        "number yet”"
                    )
                ]
            },
        ),
        ({"count_children": "26"}, {"known": ["Choose how you know the number"]}),
        (
            {"count_children": "26", "known": "nobody"},
            {"known": ["You entered a number. Choose how you know it, or take the number out"]},
        ),
        (
            {"count_children": "-1", "known": "counted"},
            {"count_children": ["Enter how many children came as 0 or more"]},
        ),
        (
            {"count_children": "5001", "known": "counted"},
            {"count_children": ["Enter how many children came, 5,000 at most"]},
        ),
    ],
    ids=str,
)
def test_count_comes_back_with_what_is_wrong(client, officer, typed, errors):
    session = make_planned(officer)

    response = client.post(url(session), typed)

    assert errors_of(response) == errors
    assert read(response.text).title.startswith("Error: Who came?")
    assert (Session.objects.get().state, rows()) == ("planned", [])


@pytest.mark.parametrize(("typed", "count"), [("26 + 24", 50), ("26+24+0", 50), ("26", 26)])
def test_count_of_two_classes_adds_up(client, officer, typed, count):
    session = make_planned(officer)
    TalkGroup.objects.create(
        talk_request=TalkRequest.objects.get(), audience="children", stages=("P6",), expected=24
    )

    client.post(url(session), {"count_children": typed, "known": "counted"})

    assert rows() == [("children", count, "counted")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("26+", "Enter how many children came as a whole number, like 25"),
        ("+26", "Enter how many children came as a whole number, like 25"),
        ("26+x", "Enter how many children came as a whole number, like 25"),
        ("30+-4", "Enter how many children came as a whole number, like 25"),
        ("4000+4000", "Enter how many children came, 5,000 at most"),
    ],
)
def test_count_of_two_classes_that_is_no_sum_comes_back_as_typed(client, officer, typed, message):
    session = make_planned(officer)
    TalkGroup.objects.create(
        talk_request=TalkRequest.objects.get(), audience="children", stages=("P6",), expected=24
    )

    response = client.post(url(session), {"count_children": typed, "known": "counted"})

    assert errors_of(response) == {"count_children": [message]}
    assert typed in [row.get("value") for row in read(response.text).fields]


def test_count_by_a_colleague_who_stood_in_is_kept(client, officer):
    session = make_planned(factories.make_member(name="Iain Bell"))

    client.post(url(session), {"count_children": "26", "known": "counted"})

    assert rows() == [("children", 26, "counted")]


def test_count_sent_twice_keeps_the_first_and_says_so(client, officer):
    session = make_planned(officer)
    client.post(url(session), {"count_children": "26", "known": "counted"})

    response = client.post(url(session), {"count_children": "99", "known": "counted"})

    assert rows() == [("children", 26, "counted")]
    assert response.context["both"]["rows"] == [
        ("Attendance", "Children (up to P7): 26, counted", "Children (up to P7): 99, counted")
    ]
    assert response.context["form"]["count_children"].value() == "99"


def test_count_of_a_held_session_gives_its_first_figure(client, officer):
    session = make_planned(
        officer, asked_for=False, state="delivered", held_on=TODAY - timedelta(days=90)
    )
    factories.make_attendance(session=session, audience="not_recorded", count=None, known="unknown")

    client.post(url(session), {"count_children": "26", "known": "register"})

    assert rows() == [("children", 26, "register")]


@pytest.mark.parametrize(
    ("state", "days"), [("planned", 1), ("cancelled", 0), ("did_not_happen", 0), ("voided", 0)]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_count_of_what_cannot_be_counted_goes_back_to_the_session(
    client, officer, state, days, method
):
    session = make_planned(
        officer,
        asked_for=False,
        state=state,
        held_on=TODAY + timedelta(days=days),
        state_reason="Snow",
    )

    response = getattr(client, method)(url(session), {"count_children": "26", "known": "counted"})

    assert (response.status_code, response.url, rows()) == (
        302,
        f"/team/sessions/{session.pk}/",
        [],
    )
