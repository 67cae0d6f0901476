"""The pages that put a session right, and who is told what."""

import pytest
from django.utils.html import strip_tags

from campaigns.models import Correction, DifferentSessions, Session
from tests import factories
from tests.campaigns.sessions.putright.correction_forms import (
    DECIDE,
    FORMS,
    make_for,
    make_held,
    typed,
    url,
)
from tests.campaigns.shown import keys_of, said
from tests.campaigns.typed import errors_of, sign_in
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_officer_proposes_and_coordinator_confirms(client, officer, coordinator):
    session = make_held(officer)
    sign_in(client, officer)
    response = client.post(url(session, "correct"), typed(session, count_children="27"))
    page = client.get(response.url).text
    sign_in(client, coordinator)
    waiting = client.get("/team/corrections/").context["waiting"]

    done = client.post(
        f"/team/corrections/{Correction.objects.get().pk}/confirm/", {"opened": session.version}
    )

    assert said(response) == ["Your correction waits for a coordinator"]
    assert "A correction of this session waits for a coordinator" in page
    assert [line["rows"] for line in waiting] == [
        [("Attendance", "Children (up to P7): 25, counted", "Children (up to P7): 27, counted")]
    ]
    assert said(done)[-1] == "Correction confirmed"
    assert session.attendances.get().count == 27
    assert "confirmed by catriona muir" in client.get(f"/team/sessions/{session.pk}/").text.lower()


def test_correction_that_is_wrong_comes_back(client, officer):
    session = make_held(officer)
    sign_in(client, officer)

    response = client.post(url(session, "correct"), typed(session, count_children="-2", reason=""))

    assert errors_of(response) == {
        "count_children": ["Enter how many children came as 0 or more"],
        "reason": ["Enter why, in a few words"],
    }


def test_correction_that_changes_nothing_says_so(client, officer):
    session = make_held(officer)
    sign_in(client, officer)

    response = client.post(url(session, "correct"), typed(session))

    assert errors_of(response) == {
        "__all__": ["Nothing here differs from what the session says now. Change what is wrong"]
    }


@pytest.mark.parametrize("reason", ["Ring 01698 000111", "Write to office@school.example"])
@pytest.mark.parametrize("end", FORMS)
def test_reason_takes_no_contact(client, officer, end, reason):
    session = make_for(end)
    session.officers.set([officer])
    factories.make_attendance(session=session)
    sign_in(client, officer)

    response = client.post(url(session, end), typed(session, count_children="26", reason=reason))

    assert "Take the" in errors_of(response)["reason"][0]
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("end", "state", "message"),
    [
        ("void", "voided", "Session voided: it no longer counts"),
        ("restore", "delivered", "Session restored"),
    ],
)
def test_coordinator_voids_and_restores_at_once(client, coordinator, end, state, message):
    session = make_for(end)
    sign_in(client, coordinator)

    response = client.post(url(session, end), {"reason": "A mistake", "opened": session.version})

    session.refresh_from_db()
    assert (session.state, said(response)[0].startswith(message)) == (state, True)


def test_second_officer_is_told_that_one_waits(client, officer):
    correction = factories.make_correction(by=officer)
    sign_in(client, factories.make_member(name="Iain Bell"))

    response = client.get(url(correction.session, "correct"))

    assert said(response) == ["A correction of this session waits for a coordinator already."]


@pytest.mark.parametrize("end", FORMS)
def test_what_cannot_be_put_right_says_why(client, coordinator, end):
    session = factories.make_session(state="cancelled", state_reason="Snow")
    sign_in(client, coordinator)

    response = client.get(url(session, end))

    assert (response.url, len(said(response))) == (f"/team/sessions/{session.pk}/", 1)


def test_decider_of_a_session_changed_since_sees_both_and_confirms_all_the_same(
    client, officer, coordinator
):
    session = make_held(officer)
    correction = factories.make_correction(by=officer, session=session, kind="figures")
    Session.objects.filter(pk=session.pk).update(version=session.version + 1, minutes=60)
    sign_in(client, coordinator)
    address = f"/team/corrections/{correction.pk}/"

    told = client.post(f"{address}confirm/", {"opened": session.version})
    page = client.get(address)
    client.post(f"{address}confirm/", {"opened": session.version + 1})

    session.refresh_from_db()
    assert (told.url, "Look at both, then decide." in said(told)[0]) == (address, True)
    assert page.context["line"]["is_stale"]
    assert page.context["rows"] == [("Length", "60 minutes", "45 minutes")]
    assert session.minutes == 45


def test_decline_asks_why_and_says_it(client, officer, coordinator):
    correction = factories.make_correction(by=officer)
    sign_in(client, coordinator)
    address = f"/team/corrections/{correction.pk}/decline/"

    empty = client.post(address, {"reason": ""})
    client.post(address, {"reason": "It was another session"})

    assert list(empty.context["declining"].errors["reason"]) == ["Enter why, in a few words"]
    assert "It was another session" in client.get(f"/team/sessions/{correction.session_id}/").text


def test_correction_is_taken_back_by_its_own_officer(client, officer):
    correction = factories.make_correction(by=officer)
    address = f"/team/corrections/{correction.pk}/withdraw/"
    sign_in(client, factories.make_member(name="Iain Bell"))
    other = client.post(address).status_code
    sign_in(client, officer)

    client.post(address)

    correction.refresh_from_db()
    assert (other, correction.state) == (404, "withdrawn")


@pytest.mark.parametrize("deed", DECIDE)
def test_correction_that_was_answered_says_by_whom(client, officer, coordinator, deed):
    correction = factories.make_correction(by=officer)
    sign_in(client, coordinator)
    client.post(f"/team/corrections/{correction.pk}/decline/", {"reason": "No"})

    response = client.post(
        f"/team/corrections/{correction.pk}/{deed}/",
        {"reason": "No", "opened": correction.based_on},
    )

    assert (
        said(response)[-1] == "Catriona Muir has already answered this correction: not confirmed."
    )


def test_home_says_how_many_wait(client, officer, coordinator):
    factories.make_correction(by=officer)
    sign_in(client, coordinator)

    assert client.get("/team/").context["corrections"] == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_three_as_for_one(
    client, officer, coordinator, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.make_correction(by=officer)
    sign_in(client, coordinator)
    client.get("/team/corrections/")

    # Session, person, membership, corrections with their sessions and people.
    with django_assert_num_queries(4):
        client.get("/team/corrections/")


@pytest.mark.parametrize(
    ("who", "button"),
    [
        ("officer", "Propose the correction as it is"),
        ("coordinator", "Save the correction as it is"),
    ],
)
def test_unlikely_correction_is_asked_about_once_and_keeps_what_was_typed(
    client, officer, coordinator, who, button
):
    session = make_held(officer)
    sign_in(client, {"officer": officer, "coordinator": coordinator}[who])
    given = typed(session, count_children="201", notes="All of P7", reason="The register says so")

    page = client.post(url(session, "correct"), given)
    waiting = Correction.objects.count()
    answer = client.post(url(session, "correct"), given | {"confirmed": keys_of(page)})

    assert [sentence.text for sentence in page.context["check"].sentences] == [
        "201 is more than the 200 pupils on the roll of Braeside Primary School.",
        "201 is more than 33, the most pupils in one class.",
    ]
    assert [
        page.context["form"][name].value() for name in ("count_children", "notes", "reason")
    ] == ["201", "All of P7", "The register says so"]
    assert (button in page.text, waiting, answer.status_code) == (True, 0, 302)
    assert (
        Correction.objects.get().fields["Checked"][1].startswith("201 is more than the 200 pupils")
    )


def test_what_was_asked_goes_with_the_proposal_to_the_coordinator_and_into_the_history(
    client, officer, coordinator
):
    session = make_held(officer)
    sign_in(client, officer)
    given = typed(session, count_children="34")
    client.post(
        url(session, "correct"),
        given | {"confirmed": keys_of(client.post(url(session, "correct"), given))},
    )
    sign_in(client, coordinator)

    (line,) = client.get("/team/corrections/").context["waiting"]
    client.post(f"/team/corrections/{line['correction'].pk}/confirm/", {"opened": session.version})

    asked = "34 is more than 33, the most pupils in one class."
    assert ("Checked", "–", asked) in line["rows"]
    assert session.changes.get(kind="corrected").fields["Checked"] == ["", asked]
    assert Correction.objects.get().fields["Checked"] == ["", asked]


def test_correction_that_looks_like_another_session_is_said_to_be_a_different_one(
    client, coordinator, officer
):
    there = factories.make_session(held_on=TODAY, officers=[officer])
    session = make_held(officer)
    Session.objects.filter(pk=session.pk).update(stages=("P6",))
    session.refresh_from_db()
    sign_in(client, coordinator)
    given = typed(session)  # the stages of the form are P7

    page = client.post(url(session, "correct"), given)
    client.post(url(session, "correct"), given | {"confirmed": keys_of(page)})

    assert [other.session for other in page.context["check"].alike] == [there]
    assert "It is another one, save the correction" in page.text
    assert DifferentSessions.objects.get().second == session


def test_correction_is_not_asked_about_what_stood_before(client, coordinator, officer):
    session = make_held(officer)
    session.attendances.update(count=34)
    sign_in(client, coordinator)

    assert (
        client.post(
            url(session, "correct"), typed(session, count_children="34", notes="Bring leaflets")
        ).status_code
        == 302
    )


def test_buttons_of_a_correction_name_it_by_the_number_of_its_table(client, coordinator):
    first, second = (
        factories.make_correction(by=coordinator, session=factories.make_session(), kind="figures")
        for _ in range(2)
    )
    first.delete()

    words = " ".join(strip_tags(client.get("/team/corrections/").text).split())

    assert "Correction, proposed by" in words
    assert f"Correction {second.pk}: before and after" in words
    assert words.count(f" correction {second.pk}") == 2
