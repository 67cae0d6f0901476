"""What the count asks before a number is typed."""

import pytest

from campaigns.models import TalkGroup, TalkRequest
from tests import factories
from tests.campaigns.sessions.planned import make_planned, url
from tests.campaigns.typed import sign_in
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


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
    assert "/static/js/thumb.js" in page.loads


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
