from datetime import timedelta

import pytest

from campaigns.sessions import life
from campaigns.sessions.log import plan_session
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.typed import sign_in
from tests.factories import NOW, TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

QUERIES = 14


def url(session, end=""):
    return f"/team/sessions/{session.pk}/{end}"


def actions(response, session):
    return {
        link["href"].removeprefix(url(session))
        for link in read(response.text).links
        if link["href"].startswith(url(session)) and link["href"] != url(session)
    }


def make_delivered(officer, *, rows=(("children", 25, "counted"),)):
    session = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    counts = [Count(audience=audience, count=count, known=known) for audience, count, known in rows]
    return life.deliver_session(session=session, counts=counts, today=TODAY, by=officer.user)


def test_session_shows_its_facts_and_counts(client):
    officer = factories.make_member()
    sign_in(client, officer)
    session = make_delivered(
        officer, rows=[("children", 1200, "counted"), ("parents", None, "unknown")]
    )

    response = client.get(url(session))

    assert {fact["key"]: fact["value"] for fact in response.context["facts"]} == {
        "Date": "Monday 23 November 2026",
        "Time": "09:30, 50 minutes",
        "Place": "Braeside Primary School, Wishaw (North Lanarkshire)",
        "Kind": "Class lesson",
        "Topics": "Sextortion",
        "Stages": "P7",
        "Officers": "Ailsa Reid",
    }
    assert response.context["counts"] == [
        ("Children (up to P7)", "counted", "1,200"),
        ("Parents and guardians", "not known yet", "–"),
    ]
    assert response.context["total"] == ("All", "", "1,200 and more not known yet")


def test_session_online_says_so(client):
    sign_in(client, factories.make_member(role="viewer"))

    response = client.get(url(factories.make_session(is_online=True)))

    assert read(response.text).h1 == ["Online"]


def test_session_history_says_who_when_what_before_and_after_and_why(client):
    officer = factories.make_member()
    sign_in(client, officer)
    session = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    life.did_not_happen(
        session=session,
        called_off_by="school",
        reason="The hall was flooded",
        now=NOW,
        today=TODAY,
        by=officer.user,
    )

    response = client.get(url(session))

    line = response.context["history"][-1]
    assert (line["by"], line["what"], line["reason"]) == (
        "Ailsa Reid",
        "Cancelled",
        "Called off by the school or group: The hall was flooded",
    )
    assert line["fields"] == [{"name": "State", "before": "Planned", "after": "Did not happen"}]
    assert "The hall was flooded" in response.text


def test_session_planned_by_a_schools_link_says_so(client):
    officer = factories.make_member()
    sign_in(client, officer)
    session = plan_session(
        campaign=officer.campaign,
        by=None,
        held_on=TODAY + timedelta(days=2),
        format="lesson",
        topics=[factories.make_topic()],
        officers=[officer],
        place=factories.make_place(),
    )

    assert client.get(url(session)).context["history"][0]["by"] == "The school, by its link"


@pytest.mark.parametrize(
    ("role", "own", "state", "days", "expected"),
    [
        ("officer", True, "planned", 0, {"count/", "edit/", "cancel/"}),
        ("officer", True, "planned", 1, {"edit/", "cancel/"}),
        ("officer", False, "planned", 0, {"count/"}),
        ("coordinator", False, "planned", 0, {"count/", "edit/", "cancel/"}),
        ("viewer", False, "planned", 0, set()),
        ("officer", True, "delivered", 0, {"edit/", "void/"}),
        ("officer", False, "delivered", 0, {"correct/", "void/"}),
        ("coordinator", False, "delivered", 0, {"edit/", "void/"}),
        ("viewer", False, "delivered", 0, set()),
        ("coordinator", False, "cancelled", 0, set()),
        ("officer", False, "voided", 0, {"restore/"}),
        ("viewer", False, "voided", 0, set()),
    ],
)
def test_session_offers_what_this_person_may_do(client, role, own, state, days, expected):
    member = factories.make_member(role=role)
    officer = member if own else factories.make_member(name="Iain Bell")
    if state == "delivered":
        session = make_delivered(officer)
    else:
        session = factories.make_session(
            state=state,
            held_on=TODAY + timedelta(days=days),
            officers=[officer],
            state_reason="Snow",
        )
    sign_in(client, member)

    response = client.get(url(session))

    assert actions(response, session) == expected
    for end in expected:
        assert client.get(url(session, end)).status_code == 200


def test_session_without_a_figure_may_be_counted_later(client):
    session = factories.make_session(held_on=TODAY - timedelta(days=90))
    sign_in(client, factories.make_member())

    assert actions(client.get(url(session)), session) == {"count/", "correct/", "void/"}


@pytest.mark.parametrize(
    ("role", "shown"), [("viewer", False), ("officer", True), ("coordinator", True)]
)
def test_session_of_a_request_links_to_it_for_those_who_may_see_contacts(client, role, shown):
    member = factories.make_member(role=role)
    session = factories.make_session(
        state="planned", held_on=TODAY, officers=[member] if role == "officer" else []
    )
    request = factories.make_talk_request(state="confirmed", session=session)
    sign_in(client, member)

    response = client.get(url(session))

    assert (
        f"/team/talks/{request.pk}/" in [link["href"] for link in read(response.text).links]
    ) is shown
    for private in ("Morag Bell", "office@school.example", "01698 000000"):
        assert private not in response.text


def test_session_of_a_request_that_an_officer_may_not_see_has_no_link(client):
    session = factories.make_session(state="planned", held_on=TODAY)
    factories.make_talk_request(state="confirmed", session=session)
    sign_in(client, factories.make_member())

    assert client.get(url(session)).context["talk"] is None


@pytest.mark.parametrize("rows", [1, 3])
def test_session_takes_as_many_queries_for_three_rows_as_for_one(
    client, rows, django_assert_num_queries
):
    officer = factories.make_member()
    sign_in(client, officer)
    audiences = ["children", "parents", "adults"][:rows]
    session = make_delivered(officer, rows=[(audience, 5, "counted") for audience in audiences])
    for number in range(rows):
        session.topics.add(factories.make_topic(name=f"Topic {number}"))
        session.partners.add(factories.make_partner(name=f"Partner {number}"))
        session.officers.add(factories.make_member(name=f"Officer {number}"))
    client.get(url(session))

    with django_assert_num_queries(QUERIES):
        client.get(url(session))
