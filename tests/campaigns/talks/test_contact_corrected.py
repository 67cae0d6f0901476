"""One of us puts a talk's contact, numbers and room right, as the school told them."""

import pytest

from campaigns.models import Change, Mail
from tests.campaigns.shown import link, words
from tests.campaigns.talks.signed_in import sign_in
from tests.campaigns.talks.test_contact_change import (
    NEW,
    OLD,
    asked_address,
    colleague,
    confirmed_talk,
)
from tests.factories import make_member, make_offer, make_talk_request
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def filled(client, talk, **changed):
    page = client.get(f"/team/talks/{talk.pk}/contact/")
    fields = {
        field["name"]: field.get("value", "")
        for field in read(page.text).fields
        if field["name"].startswith("contact-")
    }
    return fields | {f"contact-{name}": value for name, value in changed.items()}


def test_a_coordinator_puts_the_contact_right_and_both_addresses_are_told(client, coordinator):
    talk = confirmed_talk()
    old, group = link(talk), talk.groups.get()

    typed = filled(client, talk, contact_email=NEW, room="Room 4", **{f"expected_{group.pk}": "30"})
    client.post(f"/team/talks/{talk.pk}/contact/", typed)

    talk.refresh_from_db()
    group.refresh_from_db()
    assert (talk.contact_email, talk.room, group.expected) == (NEW, "Room 4", 30)
    assert [client.get(page).status_code for page in (old, link(talk))] == [404, 200]
    told = dict(Mail.objects.filter(kind__contains="contact").values_list("kind", "to"))
    assert told == {"contact_changed": OLD, "new_contact": NEW}
    changes = Change.objects.filter(by=coordinator.user)
    assert [change.fields for change in changes.order_by("pk")] == [
        {"Expected, Children (up to P7): P7": ["27", "30"], "The room": ["", ""]},
        {"E-mail": ["", ""]},
    ]
    reminder = Mail.objects.filter(kind="reminder", state="waiting").first()
    assert "Room and sound: Room 4" in reminder.text


def test_a_telephone_number_alone_kills_no_link_and_the_same_address_is_told(client, coordinator):
    talk = make_talk_request()

    client.post(f"/team/talks/{talk.pk}/contact/", filled(client, talk, contact_phone="01698 1234"))

    talk.refresh_from_db()
    assert talk.contact_phone == "01698 1234"
    assert client.get(link(talk)).status_code == 200
    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("contact_changed", OLD)
    assert "as your school or group told us: the telephone number." in mail.text
    assert link(talk) in mail.text


def test_whom_we_tell_of_another_room_and_size_reads_what_and_none_of_the_words(
    client, coordinator
):
    talk = make_talk_request()
    typed = filled(
        client,
        talk,
        room="Room 4",
        contact_name="Ada Bell",
        **{f"expected_{talk.groups.get().pk}": "30"},
    )

    client.post(f"/team/talks/{talk.pk}/contact/", typed)

    mail = Mail.objects.get()
    assert mail.subject == "Something about your talk was changed"
    told = "told us: how many come, the room and the name of the contact."
    assert told in mail.text
    assert "Room 4" not in mail.text
    assert "Ada" not in mail.text


def test_nothing_changed_writes_nothing(client, coordinator):
    talk = make_talk_request()

    client.post(f"/team/talks/{talk.pk}/contact/", filled(client, talk))

    assert not Mail.objects.exists()


def test_of_two_who_change_it_the_second_is_told(client, coordinator):
    talk = make_talk_request()
    first, second = (filled(client, talk, contact_name=name) for name in ("Ada", "Eve"))

    statuses = [
        client.post(f"/team/talks/{talk.pk}/contact/", typed).status_code
        for typed in (first, second)
    ]

    talk.refresh_from_db()
    assert (statuses, talk.contact_name) == ([302, 409], "Ada")


def test_the_officer_whose_talk_it_is_may_and_others_do_not_find_it(client):
    talk, own = make_talk_request(state="offered"), make_member(name="Ailsa Reid")
    make_offer(talk_request=talk, officer=own)
    address = f"/team/talks/{talk.pk}/contact/"

    statuses = []
    for member in (own, make_member(name="Eve Pratt"), make_member(role="viewer", name="Vi")):
        client.force_login(member.user)
        statuses.append(client.get(address).status_code)

    client.logout()
    assert statuses == [200, 404, 403]
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("state", "status"), [("held", 200), ("accepted", 200), ("refused", 404), ("taken_back", 404)]
)
def test_a_date_that_was_refused_makes_a_talk_nobodys(client, state, status):
    talk, officer = make_talk_request(state="offered"), make_member(name="Ailsa Reid")
    make_offer(talk_request=talk, officer=officer, state=state)
    client.force_login(officer.user)

    assert client.get(f"/team/talks/{talk.pk}/contact/").status_code == status


def test_what_is_over_has_no_contact_to_change(client):
    sign_in(client, "coordinator")
    talk = make_talk_request(state="declined", state_reason="Full")

    response = client.get(f"/team/talks/{talk.pk}/contact/")

    assert response["Location"] == f"/team/talks/{talk.pk}/"
    assert "Change the contact" not in words(client.get(f"/team/talks/{talk.pk}/"))


@pytest.mark.parametrize("deed", ["contact", "link"])
def test_whoever_was_asked_by_the_link_before_cannot_take_over(client, coordinator, deed):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())
    address = asked_address()

    typed = filled(client, talk, contact_name="Ada Bell") if deed == "contact" else {}
    client.post(f"/team/talks/{talk.pk}/{deed}/", typed)

    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert Mail.objects.get(kind="contact_asked").state == "stopped"
    talk.refresh_from_db()
    assert talk.contact_email == OLD
