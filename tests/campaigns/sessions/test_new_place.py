"""A place that is not on our list is added in the middle of logging, and nothing typed is lost."""

import pytest

from campaigns.models import Change, Place, PlaceAlias, Session
from tests.campaigns.sessions.offline.entries import entry, problems, send
from tests.campaigns.typed import log_data, sign_in
from tests.factories import (
    TODAY,
    make_area,
    make_campaign,
    make_member,
    make_place,
    make_session,
    make_topic,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
ADD = "/team/log/place/"


@pytest.fixture
def officer(client):
    member = make_member()
    member.campaign.areas.add(make_area())
    sign_in(client, member)
    return member


def typed(officer, **changed):
    return log_data(
        place="Larkhall Library, Larkhall", officers=[officer], topics=[make_topic()], **changed
    )


def new(**changed):
    return {
        "new-name": "Larkhall Library",
        "new-kind": "community",
        "new-town": "Larkhall",
        "new-area": make_area().pk,
        **changed,
    }


def post(client, address, sent):
    """As a browser does: to the page that it leads to."""
    return client.post(address, sent, follow=True)


def hidden(response):
    """What the page would send, as a browser does."""
    sent = {}
    for field in read(response.text).fields:
        if field.get("type") == "hidden" and "name" in field:
            sent.setdefault(field["name"], []).append(field.get("value", ""))
    return sent


def sent_by(response):
    """What the log's page would send once more: all that it shows as filled in."""
    form = response.context["form"]
    return {name: form.data.getlist(name) for name in form.data}


def test_log_offers_to_add_what_is_not_on_our_list(client, officer):
    asked = post(client, "/team/log/", typed(officer))

    assert f'formaction="{ADD}">Add it to our list' in asked.text
    assert asked.context["form"].errors["place"] == [
        "“Larkhall Library, Larkhall” is not on our list. Check the spelling, or add it."
    ]


def test_place_is_added_and_the_session_is_saved_with_all_that_was_typed(client, officer):
    make_place(name="Larkhall Academy", town="Larkhall")
    sent = typed(officer, notes="They asked <good> questions", minutes="45")

    page = post(client, ADD, sent)
    begun = page.context["form"].initial
    back = post(client, ADD, hidden(page) | new())
    sessions = Session.objects.count()
    saved = client.post("/team/log/", sent_by(back))

    session = Session.objects.get()
    assert (begun["name"], begun["town"], sessions) == ("Larkhall Library", "Larkhall", 0)
    assert saved.status_code == 302
    assert (session.place.name, session.minutes, session.notes) == (
        "Larkhall Library",
        45,
        "They asked <good> questions",
    )
    assert list(session.officers.all()) == [officer]
    assert session.attendances.get().count == 25
    assert Change.objects.get(kind="added").by == officer.user


def test_likely_twin_is_asked_about_once_with_all_that_was_typed(client, officer):
    make_place(name="Larkhall Library", town="Motherwell")
    page = post(client, ADD, typed(officer, notes="Kept"))

    asked = post(client, ADD, hidden(page) | new())
    places = Place.objects.count()
    back = post(client, ADD, hidden(asked) | new())

    assert (places, len(asked.context["form"].alike)) == (1, 1)
    assert Place.objects.count() == 2
    assert back.context["form"].data["notes"] == "Kept"


def test_place_that_is_there_by_now_is_chosen_and_not_added_twice(client, officer):
    page = post(client, ADD, typed(officer))

    backs = [post(client, ADD, hidden(page) | new()) for _ in range(2)]

    place = Place.objects.get()
    assert {back.context["form"].data["place_id"] for back in backs} == {str(place.pk)}


def test_who_goes_back_without_adding_finds_what_was_typed(client, officer):
    page = post(client, ADD, typed(officer, notes="Kept"))

    back = post(client, ADD, hidden(page) | {"back": "1", "new-name": "Half a na"})

    assert back.context["form"].data["notes"] == "Kept"
    assert 'action="/team/log/"' in back.text
    assert not Place.objects.exists()
    assert not Session.objects.exists()


def test_what_is_wrong_with_the_place_keeps_the_session(client, officer):
    page = post(client, ADD, typed(officer, notes="Kept"))

    wrong = post(client, ADD, hidden(page) | new(**{"new-town": ""}))

    assert wrong.context["form"].errors == {"town": ["Enter town or village"]}
    assert hidden(wrong)["notes"] == ["Kept"]


@pytest.mark.parametrize("said", ["Smith, Jones and Co", "Unit 4, Smith, Jones and Co"])
def test_comma_of_a_name_makes_no_town(client, officer, said):
    make_place(name="Larkhall Academy", town="Larkhall")

    pages = [
        post(client, ADD, typed(officer) | {"place": f"{said}{town}"})
        for town in ("", ", larkhall")
    ]

    begun = [page.context["form"].initial for page in pages]
    assert begun == [{"name": said, "town": ""}, {"name": said, "town": "larkhall"}]


def test_new_place_is_the_first_answer_to_where_it_was(client, officer):
    session = make_session(place=make_place(), officers=[officer], held_on=TODAY)

    page = post(client, ADD, typed(officer, last_place="other"))
    back = post(client, ADD, hidden(page) | new())

    saved = client.post("/team/log/", sent_by(back))
    new_place = Place.objects.get(name="Larkhall Library")
    assert [key for key, _ in back.context["form"].fields["last_place"].choices] == [
        str(session.place.pk),
        str(new_place.pk),
        "other",
    ]
    assert back.context["form"]["last_place"].value() == str(new_place.pk)
    assert saved.status_code == 302
    assert Session.objects.latest("pk").place == new_place


def test_school_of_a_line_is_added_too(client, officer):
    make_place()
    sent = typed(officer) | {"place": "Braeside Primary School", "school_1": "New Primary"}
    asked = post(client, "/team/log/", sent | {"school_1_children": "9"})

    page = post(client, ADD, sent | {"box": "school_1"})
    back = post(
        client, ADD, hidden(page) | new(**{"new-name": "New Primary", "new-kind": "primary"})
    )

    assert "name=box value=school_1>Add it to our list" in asked.text
    place = Place.objects.get(name="New Primary")
    assert back.context["form"].data["school_1_id"] == str(place.pk)
    assert back.context["form"].data["place"] == "Braeside Primary School"


@pytest.mark.parametrize("state", ["planned", "delivered"])
def test_edit_takes_a_new_place_and_saves_nothing_by_itself(client, officer, state):
    session = make_session(place=make_place(), state=state, officers=[officer], held_on=TODAY)
    officer.role = "coordinator"
    officer.save()
    address = f"/team/sessions/{session.pk}/edit/"
    sent = typed(officer, opened="1")

    asked = client.post(address, sent)
    page = client.post(f"{address}place/", sent)
    back = client.post(f"{address}place/", hidden(page) | new())
    before = Session.objects.get().place.name
    client.post(address, sent_by(back))

    assert f'formaction="{address}place/"' in asked.text
    assert before == "Braeside Primary School"
    assert Session.objects.get().place.name == "Larkhall Library"


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("nobody", 302)])
def test_who_may_not_log_adds_no_place_there(client, role, status):
    if role != "nobody":
        sign_in(client, make_member(role=role))

    assert client.post(ADD, new()).status_code == status
    assert not Place.objects.exists()


def test_session_of_another_campaign_is_not_found_and_a_get_is_refused(client, officer):
    theirs = make_session(campaign=make_campaign(name="Fife"))

    edit = f"/team/sessions/{theirs.pk}/edit/place/"
    own = f"/team/sessions/{make_session(officers=[officer]).pk}/edit/place/"

    answers = [client.post(edit, new()), client.get(edit), client.get(own)]

    assert [answer.status_code for answer in answers] == [404, 405, 405]
    assert not Place.objects.filter(name="Larkhall Library").exists()


def test_phone_is_told_where_a_place_is_added_and_sends_again(client, officer):
    sent = entry(officer, place="Larkhall Library, Larkhall")

    refused = send(client, sent)
    client.post(
        "/team/places/add/", {name.removeprefix("new-"): said for name, said in new().items()}
    )
    taken = send(client, sent)

    assert problems(refused)["place"] == (
        "We found no match for “Larkhall Library, Larkhall”. Check the spelling, or add it under "
        "Places, then send this again"
    )
    assert taken.status_code == 201


@pytest.mark.parametrize("said", ["last_place", "place_id"])
def test_phone_that_knows_a_place_by_its_old_number_finds_the_kept_one(client, officer, said):
    kept = make_place(name="Larkhall Library", town="Larkhall")
    make_session(place=kept, officers=[officer], held_on=TODAY)
    PlaceAlias.objects.create(
        campaign=kept.campaign, words="hub wishaw north lanarkshire", place=kept
    )

    answer = send(
        client, entry(officer, place="Hub, Wishaw (North Lanarkshire)", **{said: str(9**9)})
    )

    assert answer.status_code == 201
    assert Session.objects.latest("pk").place == kept
