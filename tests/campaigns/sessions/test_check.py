"""What is asked before a session is logged: the form comes back with everything typed, asks once,
and never blocks.
"""

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import DifferentSessions, Session
from tests.campaigns.sessions.asking import NEXT_SATURDAY, SATURDAY, URL, again, asked, typed
from tests.campaigns.shown import keys_of
from tests.campaigns.typed import errors_of
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_place,
    make_session,
    make_talk_request,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_usual_session_is_saved_without_a_question(client, officer, place):
    assert client.post(URL, typed(officer, place)).status_code == 302


def test_same_talk_logged_twice_is_asked_about_and_nothing_is_saved(client, officer, place, there):
    given = typed(officer, place, notes="Good questions", minutes="55")

    response = client.post(URL, given)

    page = read(response.text)
    assert response.status_code == 200
    assert page.title.startswith("Please check: Log a session")
    assert Session.objects.get() == there
    shown = response.context["check"].alike[0]
    assert (shown.session, str(shown.figure), shown.may_join) == (there, "26", True)
    for word in ("Is it the same session?", "26 came", "Iain Bell", "Logged by Iain Bell"):
        assert word in " ".join(response.text.split())
    assert f"/team/sessions/{there.pk}/" in [link["href"] for link in page.links]
    for name in ("client_id", "notes", "minutes", "starts_at", "count_children"):
        assert response.context["form"][name].value() == given[name]


def test_another_one_is_logged_and_said_to_be_another_one(client, officer, place, there):
    given = typed(officer, place)

    response = again(client, client.post(URL, given), given)

    session = Session.objects.exclude(pk=there.pk).get()
    assert response.url == f"/team/sessions/{session.pk}/"
    said = DifferentSessions.objects.get()
    assert (said.first, said.second, said.by) == (there, session, officer.user)
    assert session.changes.get().fields["Checked"] == ["", f"Not the same as session {there.pk}."]


def test_same_form_confirmed_twice_is_one_session(client, officer, place, there):
    given = typed(officer, place)
    page = client.post(URL, given)

    answers = {again(client, page, given).url for _ in range(2)} | {client.post(URL, given).url}

    assert len(answers) == 1
    assert (Session.objects.count(), DifferentSessions.objects.count()) == (2, 1)


def test_same_form_sent_twice_is_not_asked_about_itself(client, officer, place):
    given = typed(officer, place)

    answers = [client.post(URL, given) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Session.objects.count() == 1


def test_same_session_makes_nothing_and_takes_the_officer_in(client, officer, place, there):
    page = client.post(URL, typed(officer, place))

    response = client.post(f"/team/sessions/{there.pk}/join/")

    assert f'action="/team/sessions/{there.pk}/join/"' in page.text
    assert response.url == f"/team/sessions/{there.pk}/"
    assert Session.objects.get() == there
    assert [str(member) for member in there.officers.all()] == ["Ailsa Reid", "Iain Bell"]


def test_session_of_a_request_offers_no_way_in(client, officer, place, there):
    make_talk_request(session=there, state="delivered")

    assert "add me to it" not in client.post(URL, typed(officer, place)).text


@pytest.mark.parametrize(
    "changed",
    [{"starts_at": "10.31"}, {"stages": ["P6"]}, {"held_on_day": TODAY.day - 3}],
    ids=["46 minutes", "other stages", "another day"],
)
def test_session_that_is_not_alike_is_not_asked_about(client, officer, place, there, changed):
    assert client.post(URL, typed(officer, place) | changed).status_code == 302


def test_session_of_another_campaign_is_never_shown(client, officer, place, there):
    Session.objects.filter(pk=there.pk).update(campaign=make_campaign(name="Fife"))

    assert client.post(URL, typed(officer, place)).status_code == 302


def test_all_that_is_unlikely_is_asked_at_once_each_beside_its_field(client, officer, place, there):
    given = typed(officer, place, held_on=SATURDAY, count_children="300")
    Session.objects.filter(pk=there.pk).update(held_on=SATURDAY)

    response = client.post(URL, given)

    assert asked(response) == [
        "300 is more than the 200 pupils on the roll of Braeside Primary School.",
        "300 is more than 33, the most pupils in one class.",
        "21 November 2026 is a Saturday.",
    ]
    page = read(response.text)
    targets = [sentence.to for sentence in response.context["check"].sentences]
    assert {f"#{target}" for target in targets} <= {link["href"] for link in page.links}
    assert set(targets) <= set(page.ids)


def test_what_was_confirmed_is_saved_and_stands_in_the_history(client, officer, place):
    given = typed(officer, place, count_children="34")

    again(client, client.post(URL, given), given)

    session = Session.objects.get()
    assert session.attendances.get().count == 34
    assert session.changes.get().fields["Checked"] == [
        "",
        "34 is more than 33, the most pupils in one class.",
    ]
    assert "the most pupils in one class" in client.get(f"/team/sessions/{session.pk}/").text


def test_another_number_is_asked_about_again(client, officer, place):
    given = typed(officer, place, count_children="34")
    page = client.post(URL, given)

    response = again(client, page, given, count_children="340")

    assert asked(response)[-1] == "340 is more than 33, the most pupils in one class."
    assert Session.objects.count() == 0


def test_what_is_put_right_is_saved_without_a_word(client, officer, place):
    given = typed(officer, place, count_children="340")
    page = client.post(URL, given)

    again(client, page, given, count_children="24")

    assert "Checked" not in Session.objects.get().changes.get().fields


@pytest.mark.parametrize("nonsense", ["on", "\x00", "same-999999", "x" * 5_000])
def test_nonsense_confirms_nothing_and_never_breaks(client, officer, place, there, nonsense):
    response = client.post(URL, typed(officer, place, confirmed=[nonsense]))

    assert response.status_code == 200
    assert Session.objects.get() == there


def test_wrong_form_is_put_right_first(client, officer, place, there):
    response = client.post(URL, typed(officer, place, minutes="x"))

    assert list(errors_of(response)) == ["minutes"]
    assert keys_of(response) == []


def test_wrong_form_keeps_what_was_confirmed_before(client, officer, place, there):
    given = typed(officer, place, count_children="34")
    page = client.post(URL, given)

    wrong = again(client, page, given, minutes="x")
    response = again(client, wrong, given)

    assert list(errors_of(wrong)) == ["minutes"]
    assert keys_of(wrong) == keys_of(page)
    assert response.status_code == 302


def test_wrong_form_carries_no_nonsense_on(client, officer, place):
    nonsense = ["on", '"><script>', "same-", "x" * 16, *(f"same-{number}" for number in range(99))]

    response = client.post(URL, typed(officer, place, minutes="x", confirmed=nonsense))

    assert keys_of(response) == [f"same-{number}" for number in range(50)]


def test_plan_that_collides_keeps_what_was_confirmed(client, officer, place):
    make_session(
        state="planned",
        held_on=NEXT_SATURDAY,
        officers=[officer],
        place=make_place(name="Elsewhere", kind="community"),
    )
    given = typed(officer, place, held_on=NEXT_SATURDAY, count_children="", known="")
    page = client.post(URL, given)

    response = again(client, page, given)

    assert asked(page) == ["28 November 2026 is a Saturday."]
    assert list(errors_of(response)) == ["officers"]
    assert keys_of(response) == keys_of(page)


@pytest.mark.parametrize("how_many", [1, 3])
def test_question_takes_as_many_queries_for_three_as_for_one(
    client, officer, place, there, how_many
):
    for _ in range(how_many - 1):
        make_attendance(session=make_session(held_on=TODAY, place=place, officers=[officer]))
    client.post(URL, typed(officer, place))

    with CaptureQueriesContext(connection) as queries:
        response = client.post(URL, typed(officer, place))

    assert len(response.context["check"].alike) == how_many
    assert (
        len(
            [
                query
                for query in queries
                if '"campaigns_session"' in query["sql"].partition("WHERE")[0]
            ]
        )
        <= 6
    )


@pytest.mark.parametrize(
    ("written", "shown", "moment"),
    [
        ("3.15am", "03.15", time(3, 15)),
        ("12.30am", "00.30", time(0, 30)),
        ("22.40", "22.40", time(22, 40)),
        ("7.30", "07.30", time(7, 30)),
    ],
)
def test_time_at_which_no_talk_starts_is_asked_about_beside_its_box(
    client, officer, place, written, shown, moment
):
    given = typed(officer, place, starts_at=written)
    question = f"Is {shown} right? Talks start between 8.00 and 21.00."

    response = client.post(URL, given)

    sentences = response.context["check"].sentences
    box = response.context["form"]["starts_at"].auto_id
    assert [(one.text, one.to) for one in sentences] == [(question, box)]
    assert box in read(response.text).ids
    assert not Session.objects.exists()
    again(client, response, given)
    session = Session.objects.get()
    assert session.starts_at == moment
    assert session.changes.get().fields["Checked"] == ["", question]


@pytest.mark.parametrize(
    ("written", "moment"),
    [("2.15", time(14, 15)), ("8.00", time(8)), ("19.30", time(19, 30)), ("21.00", time(21))],
)
def test_time_of_a_lesson_or_of_an_evening_is_not_asked_about(
    client, officer, place, written, moment
):
    assert client.post(URL, typed(officer, place, starts_at=written)).status_code == 302
    assert Session.objects.get().starts_at == moment
