"""A school puts the class of its talk right by its link, and one of us for it."""

from datetime import timedelta

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, Notice, Session
from campaigns.talks.contact_change import change_visit
from campaigns.talks.heard.words import what_happened
from tests.campaigns.shown import link, words
from tests.campaigns.talks.test_contact_change import confirmed_talk
from tests.campaigns.talks.test_contact_corrected import filled
from tests.factories import NOW, make_talk_kind, make_talk_request
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def change(client, talk, **changed):
    page = f"{link(talk)}change/"
    names = ("expected_", "stages_", "room", "arriving", "access_needs", "shown")
    fields = {
        field["name"]: field.get("value", "")
        for field in read(client.get(page).text).fields
        if field["name"].startswith(names)
    }
    return client.post(page, fields | changed)


def test_the_school_corrects_its_class_and_the_team_hears_of_it(client):
    talk = make_talk_request()
    group = talk.groups.get()

    response = change(client, talk, **{f"stages_{group.pk}": "P5 and p6"})

    group.refresh_from_db()
    told = Change.objects.get()
    assert response["Location"] == link(talk)
    assert (group.stages, group.audience, group.expected) == (("P5", "P6"), "children", 27)
    assert told.fields == {"Stages, Children (up to P7): P7": ["P7", "P5 to P6"]}
    assert Notice.objects.get().change == told
    assert what_happened(Notice.objects.get()) == "has changed which class comes"


def test_a_planned_session_has_the_same_stages_and_keeps_what_we_added(client):
    talk = confirmed_talk()
    Session.objects.update(stages=("P4", "P7"))

    change(client, talk, **{f"stages_{talk.groups.get().pk}": "P6"})

    session = Session.objects.get()
    assert session.stages == ("P4", "P6")
    assert session.changes.last().fields == {"Stages": ["P4, P7", "P4, P6"]}


def test_another_kind_of_school_is_asked_about_once_and_the_audience_follows(client):
    talk = make_talk_request()
    group = talk.groups.get()

    first = change(client, talk, **{f"stages_{group.pk}": "S1"})

    said = (
        "S1 is a secondary stage, and Braeside Primary School is a primary school. If that is "
        "right, press Save again"
    )
    assert first.context["form"].errors == {f"stages_{group.pk}": [said]}
    group.refresh_from_db()
    assert group.stages == ("P7",)
    keys = first.context["form"]["shown"].value()
    change(client, talk, **{f"stages_{group.pk}": "S1", "shown": keys})
    group.refresh_from_db()
    assert (group.stages, group.audience) == (("S1",), "young_people")
    assert "Please note" in words(client.get(link(talk)))


def test_of_many_groups_as_much_is_asked_and_the_next_press_is_meant_so(client):
    """Two requests that were made one have the groups of both, and so on."""
    talk = make_talk_request()
    for number in range(41):
        talk.groups.create(audience="children", stages=("P7",), expected=number + 1)
    crowds = {f"expected_{group.pk}": 100 + group.expected for group in talk.groups.all()}

    first = change(client, talk, **crowds)
    second = change(client, talk, **crowds, shown=first.context["form"]["shown"].value())

    assert "is more than 33" in words(first)
    assert second.status_code == 302
    assert {group.expected > 100 for group in talk.groups.all()} == {True}


def test_a_talk_that_no_longer_fits_is_remarked_on_beside_the_class(client):
    talk = make_talk_request()
    talk.kind = make_talk_kind(topic=talk.topic)
    talk.save()
    name = f"stages_{talk.groups.get().pk}"

    first = change(client, talk, **{name: "P4"})

    (said,) = first.context["form"].errors[name]
    assert said.startswith("“Know the trick” is for P6 to P7, not for P4.")


def test_what_stood_there_before_is_not_asked_about(client):
    talk = make_talk_request(expected=300)

    response = change(client, talk, room="Room 4")

    assert response["Location"] == link(talk)


def test_the_box_may_not_be_emptied_or_hold_two_kinds(client):
    talk = make_talk_request()
    name = f"stages_{talk.groups.get().pk}"

    empty, both = (change(client, talk, **{name: typed}) for typed in ("", "P7 and S1"))

    assert empty.context["form"].errors[name] == [
        "Enter the stages. Write them like P7, or S1 to S3"
    ]
    assert both.context["form"].errors[name] == ["Put primary and secondary pupils into two groups"]


def test_a_group_of_adults_has_no_class(client):
    talk = make_talk_request()
    talk.groups.create(audience="parents", expected=40)

    page = client.get(f"{link(talk)}change/")

    names = [field["name"] for field in read(page.text).fields]
    assert len([name for name in names if name.startswith("stages_")]) == 1


def test_after_the_talk_began_nothing_is_changed():
    talk = confirmed_talk()
    group = talk.groups.get()
    details = {"room": "Room 4", "arriving": "", "access_needs": ""}

    with pytest.raises(Conflict):
        change_visit(
            talk_request=talk,
            details=details,
            expected={},
            stages={group.pk: ("P6",)},
            now=NOW + timedelta(days=60),
        )

    talk.refresh_from_db()
    assert (talk.room, talk.groups.get().stages) == ("", ("P7",))


def test_one_of_us_corrects_the_class_for_the_school(client, coordinator):
    talk = confirmed_talk()
    name = f"stages_{talk.groups.get().pk}"

    client.post(f"/team/talks/{talk.pk}/contact/", filled(client, talk, **{name: "P6"}))

    assert talk.groups.get().stages == ("P6",)
    assert Session.objects.get().stages == ("P6",)
    assert Change.objects.filter(by=coordinator.user, talk_request=talk).get().fields == {
        "Stages, Children (up to P7): P7": ["P7", "P6"]
    }


def test_a_page_that_was_opened_before_the_class_changed_is_told_so(client, coordinator):
    talk = confirmed_talk()
    typed = filled(client, talk, room="Room 4")
    talk.groups.update(stages=("P5",))

    response = client.post(f"/team/talks/{talk.pk}/contact/", typed)

    assert response.status_code == 409
