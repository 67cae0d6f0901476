import uuid
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from campaigns.models import Attendance, Session
from sextortion_aware.template_tags import first_id
from tests import factories
from tests.campaigns.sessions.log_form import NONSENSE, URL, send
from tests.campaigns.typed import errors_of, log_data
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "braeside")]

NOTHING_COUNTED = {"count_children": "", "known": ""}


def test_log_is_filled_in_as_far_as_it_is_known(client, officer):
    form = client.get(URL).context["form"]

    assert (form["held_on"].value(), form["officers"].value(), form["place"].value()) == (
        TODAY,
        [officer.pk],
        None,
    )
    assert [form[name].value() for name in ("count_children", "known", "minutes")] == [
        None,
        None,
        None,
    ]


def test_log_of_today_makes_a_delivered_session(client, officer):
    partner = factories.make_partner()

    response = send(
        client, officer, partners=[partner.pk], notes="Good questions", count_parents="3"
    )

    session = Session.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("campaigns:session_detail", args=[session.pk])
    assert (session.state, session.held_on, session.starts_at, session.minutes, session.format) == (
        "delivered",
        TODAY,
        time(9, 30),
        50,
        "lesson",
    )
    assert (session.place.name, session.stages, session.notes, session.logged_by) == (
        "Braeside Primary School",
        ("P7",),
        "Good questions",
        officer.user,
    )
    assert [list(rows.all()) for rows in (session.officers, session.topics, session.partners)] == [
        [officer],
        [factories.make_topic()],
        [partner],
    ]
    assert list(session.attendances.values_list("audience", "count", "known")) == [
        ("children", 25, "counted"),
        ("parents", 3, "counted"),
    ]


def test_log_of_another_day_makes_a_planned_session(client, officer):
    send(client, officer, held_on=TODAY + timedelta(days=1), **NOTHING_COUNTED)

    assert (Session.objects.get().state, Attendance.objects.count()) == ("planned", 0)


def test_log_sent_twice_is_one_session(client, officer):
    client_id = str(uuid.uuid4())
    first = send(client, officer, client_id=client_id)

    second = send(client, officer, client_id=client_id)

    assert first.url == second.url
    assert (Session.objects.count(), Attendance.objects.get().count) == (1, 25)


def test_log_with_an_id_of_another_campaign_is_refused_kindly(client, officer):
    theirs = factories.make_session(campaign=factories.make_campaign(name="Fife"))

    response = send(client, officer, client_id=str(theirs.client_id))

    assert response.status_code == 200
    assert errors_of(response) == {
        "client_id": ["This form was used before. Open “Log a session” again"]
    }
    assert Session.objects.count() == 1


@pytest.mark.parametrize("client_id", ["", "nonsense"])
def test_log_without_its_id_is_refused_kindly(client, officer, client_id):
    response = send(client, officer, client_id=client_id)

    assert errors_of(response) == {
        "client_id": ["Something went wrong with this form. Open “Log a session” again"]
    }


def test_log_keeps_one_id_from_try_to_try(client, officer):
    client_id = str(uuid.uuid4())

    response = send(client, officer, client_id=client_id, minutes="x")

    assert [
        row["value"] for row in read(response.text).fields if row.get("name") == "client_id"
    ] == [client_id]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (NOTHING_COUNTED, "count_children"),
        ({"held_on_month": "13"}, "held_on"),
        ({"topics": []}, "topics"),
        ({"format": ""}, "format"),
    ],
)
def test_log_comes_back_with_what_was_typed_and_what_is_wrong(client, officer, typed, field):
    response = send(client, officer, **typed)

    page = read(response.text)
    assert page.title.startswith("Error: Log a session")
    box = first_id(response.context["form"][field])
    assert box in page.ids
    assert f"#{box}" in [link["href"] for link in page.links]
    for name in ("count_children", "minutes", "starts_at"):
        assert response.context["form"][name].value() == response.wsgi_request.POST[name]
    assert Session.objects.count() == 0


def test_log_says_all_that_is_wrong_at_once(client, officer):
    response = client.post(URL, {"client_id": str(uuid.uuid4())})

    assert set(errors_of(response)) == {"held_on", "place", "format", "topics", "officers"}


def test_log_at_a_closed_place_says_when_it_closed(client, officer):
    closed = factories.make_place(name="Old Mill Primary School", closed_on=date(2026, 6, 30))

    response = send(client, officer, place=closed.label)

    assert errors_of(response) == {
        "place": [
            "Old Mill Primary School closed on 30 June 2026. Choose another place or check the date"
        ]
    }


def test_log_at_a_closed_place_while_it_was_open_is_kept(client, officer):
    closed = factories.make_place(name="Old Mill Primary School", closed_on=date(2026, 6, 30))

    send(client, officer, place=closed.label, held_on=date(2026, 6, 30))

    assert Session.objects.get().place == closed


def test_log_asks_which_of_several_places_is_meant(client, officer):
    other = factories.make_place(name="Braeside High School", kind="secondary")

    first = send(client, officer, place="braeside")
    send(client, officer, place="braeside", place_choice=other.pk)

    assert errors_of(first) == {
        "place": ["Choose which one you mean, or type more of the name or the town"]
    }
    assert Session.objects.get().place == other


def test_log_never_finds_a_place_of_another_campaign(client, officer):
    theirs = factories.make_place(
        name="Kelty Primary School", campaign=factories.make_campaign(name="Fife")
    )

    response = send(client, officer, place=theirs.label, place_id=theirs.pk)

    assert list(errors_of(response)) == ["place"]


@pytest.mark.parametrize("field", ["officers", "topics", "partners"])
def test_log_never_takes_a_row_of_another_campaign(client, officer, field):
    fife = factories.make_campaign(name="Fife")
    theirs = {
        "officers": lambda: factories.make_member(name="Iain Bell", campaign=fife),
        "topics": lambda: factories.make_topic(campaign=fife),
        "partners": lambda: factories.make_partner(campaign=fife),
    }[field]()

    response = send(client, officer, **{field: [theirs] if field != "partners" else [theirs.pk]})

    assert list(errors_of(response)) == [field]


def test_log_offers_no_viewer_and_no_leaver_and_nothing_withdrawn(client, officer):
    factories.make_member(role="viewer", name="Vera Young")
    factories.make_member(name="Lewis Gone", is_active=False)
    topic = factories.make_topic(name="Old topic")
    topic.is_offered = False
    topic.save()

    form = client.get(URL).context["form"]

    assert list(form.fields["officers"].queryset) == [officer]
    assert topic not in form.fields["topics"].queryset


def test_log_online_needs_no_place(client, officer):
    send(client, officer, place="", is_online="on")

    assert Session.objects.get().place is None


@pytest.mark.parametrize("value", NONSENSE)
def test_log_with_nonsense_in_place_of_choices_never_breaks(client, officer, value):
    given = log_data(place="bra") | {
        name: [value]
        for name in (
            "topics",
            "officers",
            "partners",
            "place_choice",
            "place_id",
            "stages",
            "format",
        )
    }

    response = client.post(URL, given)

    assert response.status_code == 200
    assert {"topics", "officers", "partners", "stages", "format"} <= set(errors_of(response))
