from datetime import timedelta

import pytest

from campaigns.models import Attendance, Session, TalkGroup, TalkRequest
from tests import factories
from tests.campaigns.typed import errors_of, sign_in
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def make_planned(officer, *, asked_for=True, **changed):
    session = factories.make_session(
        **({"state": "planned", "held_on": TODAY, "officers": [officer]} | changed)
    )
    if asked_for:
        factories.make_talk_request(state="confirmed", session=session, expected=27)
    return session


def url(session):
    return f"/team/sessions/{session.pk}/count/"


def rows():
    return list(Attendance.objects.values_list("audience", "count", "known"))


def test_count_asks_one_question_with_the_expected_number_beside_it_and_never_in_it(
    client, officer
):
    session = make_planned(officer)

    response = client.get(url(session))

    form = response.context["form"]
    assert (form.main, form["count_children"].help_text, form["count_children"].value()) == (
        ["children"],
        "Expected: 27 (P7)",
        None,
    )
    assert "27" not in [row.get("value") for row in read(response.text).fields]


def test_count_of_several_groups_asks_for_each_audience_once(client, officer):
    session = make_planned(officer)
    request = TalkRequest.objects.get()
    TalkGroup.objects.create(talk_request=request, audience="children", stages=("P6",), expected=24)
    TalkGroup.objects.create(talk_request=request, audience="parents", expected=10)

    form = client.get(url(session)).context["form"]

    assert [(audience, form[f"count_{audience}"].help_text) for audience in form.main] == [
        ("children", "Expected: 27 (P7), 24 (P6). You can add up: 26 + 24"),
        ("parents", "Expected: 10"),
    ]


@pytest.mark.parametrize(
    ("format", "stages", "audiences"),
    [
        ("lesson", ("P6", "P7"), ["children"]),
        ("lesson", ("S1",), ["young_people"]),
        ("lesson", ("P7", "S1"), ["children", "young_people"]),
        ("parents", ("P7",), ["parents"]),
        ("staff", (), ["professionals"]),
        (
            "community",
            (),
            ["children", "young_people", "parents", "professionals", "adults", "not_recorded"],
        ),
    ],
)
def test_count_without_a_request_asks_for_whom_the_session_was(
    client, officer, format, stages, audiences
):
    session = make_planned(officer, asked_for=False, format=format, stages=stages)

    assert client.get(url(session)).context["form"].main == audiences


@pytest.mark.parametrize(
    ("format", "stages", "hints"),
    [
        ("lesson", ("P6", "P7"), {"count_children": "P6 to P7"}),
        ("lesson", ("P7", "S1"), {"count_children": "P7", "count_young_people": "S1"}),
        ("parents", ("P7",), {"count_parents": ""}),
    ],
)
def test_count_without_a_request_says_which_stages_it_was_for(
    client, officer, format, stages, hints
):
    session = make_planned(officer, asked_for=False, format=format, stages=stages)

    form = client.get(url(session)).context["form"]

    assert {name: form[name].help_text for name in hints} == hints


def test_count_brings_a_pad_for_the_groups_expected_and_for_no_others(client, officer):
    session = make_planned(officer)
    TalkGroup.objects.create(
        talk_request=TalkRequest.objects.get(), audience="parents", expected=10
    )

    page = read(client.get(url(session)).text)

    boxes = {row["name"]: row.get("inputmode") for row in page.fields if "data-pad" in row}
    assert boxes == {"count_children": "numeric", "count_parents": "numeric"}
    assert "/static/js/number-pad.js" in page.loads


@pytest.mark.parametrize(
    ("own", "role", "state", "offered"),
    [
        (True, "officer", "planned", 1),
        (False, "officer", "planned", 0),
        (False, "coordinator", "planned", 1),
        (True, "officer", "delivered", 0),
    ],
)
def test_count_leads_in_one_tap_to_did_not_happen_for_those_who_may(
    client, own, role, state, offered
):
    member = factories.make_member(role=role)
    sign_in(client, member)
    session = make_planned(
        member if own else factories.make_member(name="Iain Bell"), asked_for=False, state=state
    )

    links = [link["href"] for link in read(client.get(url(session)).text).links]

    assert links.count(f"/team/sessions/{session.pk}/cancel/") == offered


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
        ("30+-4", "Enter how many children came as 0 or more"),
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


def test_did_not_happen_needs_a_reason(client, officer):
    session = make_planned(officer)

    response = client.post(f"/team/sessions/{session.pk}/cancel/", {})

    assert errors_of(response) == {
        "called_off_by": ["Choose who called it off"],
        "reason": ["Enter why, in a few words"],
    }
    assert read(response.text).h1 == ["It did not happen"]
    assert Session.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("days", "state", "heading"),
    [(0, "did_not_happen", "It did not happen"), (1, "cancelled", "Cancel this session")],
)
def test_calling_off_is_cancelled_before_its_day_and_did_not_happen_after(
    client, officer, days, state, heading
):
    session = make_planned(officer, held_on=TODAY + timedelta(days=days))
    address = f"/team/sessions/{session.pk}/cancel/"
    assert read(client.get(address).text).h1 == [heading]

    client.post(address, {"called_off_by": "school", "reason": "The hall was flooded"})

    session.refresh_from_db()
    assert (session.state, session.state_reason) == (
        state,
        "Called off by the school or group: The hall was flooded",
    )
    assert TalkRequest.objects.get().state == "cancelled_by_school"


def test_calling_off_twice_keeps_the_first(client, officer):
    session = make_planned(officer)
    address = f"/team/sessions/{session.pk}/cancel/"
    client.post(address, {"called_off_by": "school", "reason": "The hall was flooded"})

    response = client.post(address, {"called_off_by": "police", "reason": "Another story"})

    assert response.status_code == 302
    assert (
        Session.objects.get().state_reason
        == "Called off by the school or group: The hall was flooded"
    )


def test_calling_off_a_colleagues_session_is_for_coordinators(client, officer):
    session = make_planned(factories.make_member(name="Iain Bell"))

    response = client.post(
        f"/team/sessions/{session.pk}/cancel/", {"called_off_by": "school", "reason": "Flood"}
    )

    assert (response.status_code, Session.objects.get().state) == (403, "planned")
