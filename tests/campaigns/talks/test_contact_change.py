"""The contact of a talk is handed over by the school's link, taken over by the new address, or put
right by one of us; numbers and the room too.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, TalkContact, TalkRequest
from campaigns.privacy.forget import forget
from campaigns.talks.confirm import confirm_offer
from tests.campaigns.shown import link, words
from tests.campaigns.talks.slots import offered
from tests.factories import NOW, make_member, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

NEW = "ewan.orr@school.example"
OLD = "office@school.example"


def colleague(**changed):
    typed = {"name": "Ewan Orr", "role": "Guidance", "email": NEW, "phone": "01698 555 111"}
    return {f"next-contact_{name}": value for name, value in (typed | changed).items()}


def asked_address():
    letter = Mail.objects.filter(kind="contact_asked", state="waiting").get()
    return re.search(r"/take-over/\S+/", letter.text)[0]


def confirmed_talk():
    talk = make_talk_request()
    offer = offered(talk, make_member(name="Ailsa Reid"))
    confirm_offer(offer=offer, by=None, now=NOW)
    talk.refresh_from_db()
    return talk


def test_until_the_colleague_says_yes_nothing_changes(client):
    talk = make_talk_request()

    response = client.post(f"{link(talk)}hand-over/", colleague())

    talk.refresh_from_db()
    letter = Mail.objects.get()
    assert response["Location"] == f"{link(talk)}hand-over/"
    assert "Until your colleague presses the button" in words(client.get(response["Location"]))
    assert (talk.contact_email, client.get(link(talk)).status_code) == (OLD, 200)
    assert (letter.kind, letter.to) == ("contact_asked", NEW)
    assert "Morag Bell" not in letter.text
    assert token_of(talk) not in letter.text


def test_pressed_twice_it_is_one_letter_and_the_link_lives(client):
    talk = make_talk_request()

    for _ in range(2):
        client.post(f"{link(talk)}hand-over/", colleague())

    assert Mail.objects.count() == 1
    assert client.get(asked_address()).status_code == 200


def test_the_page_that_is_looked_at_changes_nothing(client):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())

    for method in (client.get, client.head):
        method(asked_address())

    talk.refresh_from_db()
    assert talk.contact_email == OLD


def test_the_colleague_takes_over_and_the_one_before_is_told(client):
    talk = make_talk_request()
    old = link(talk)
    client.post(f"{old}hand-over/", colleague())
    address = asked_address()

    response = client.post(address)

    talk.refresh_from_db()
    assert response["Location"] == link(talk) != old
    assert [client.get(page).status_code for page in (old, link(talk))] == [404, 200]
    assert (talk.contact_name, talk.contact_role, talk.contact_email, talk.contact_phone) == (
        "Ewan Orr",
        "Guidance",
        NEW,
        "01698 555 111",
    )
    told = {mail.kind: mail for mail in Mail.objects.filter(state="waiting")}
    assert (told["contact_changed"].to, told["new_contact"].to) == (OLD, NEW)
    assert "A colleague of yours looks after your talk now" in told["contact_changed"].text
    assert "Is this not right?" in told["contact_changed"].text
    assert "/t/" not in told["contact_changed"].text
    assert link(talk) in told["new_contact"].text
    assert "The button was pressed already" in words(client.post(address))


def test_history_says_that_it_was_changed_and_none_of_the_words(client, coordinator):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())
    client.post(asked_address())

    asked, changed = Change.objects.order_by("pk")

    assert (asked.kind, asked.fields, changed.kind) == ("contact_asked", {}, "contact_changed")
    assert changed.fields == {name: ["", ""] for name in ("Name", "Role", "E-mail", "Telephone")}
    page = words(client.get(f"/team/talks/{talk.pk}/"))
    assert "Contact changed on 23 November 2026 at 12:00, by the school" in page


def test_what_waits_goes_to_the_new_address_with_its_link(client):
    talk = confirmed_talk()
    client.post(f"{link(talk)}hand-over/", colleague())
    client.post(asked_address())
    talk.refresh_from_db()

    waiting = Mail.objects.filter(state="waiting").exclude(kind="contact_changed")

    assert set(waiting.values_list("to", flat=True)) == {NEW}
    assert waiting.filter(kind="reminder").count() == 2
    for mail in waiting.filter(kind__in=["confirmed", "reminder", "new_contact"]):
        assert link(talk) in mail.text
        assert "Morag Bell" not in mail.text
    files = [mail.calendar.replace("\r\n ", "") for mail in waiting if mail.calendar]
    assert len(files) == 2
    assert [f"mailto:{NEW}" in file and OLD not in file for file in files] == [True, True]


def test_a_mistyped_address_is_asked_anew_and_the_first_link_is_dead(client):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague(email="ewen.or@school.example"))
    wrong = asked_address()

    client.post(f"{link(talk)}hand-over/stop/")
    client.post(f"{link(talk)}hand-over/", colleague())

    assert client.post(wrong).status_code == 404
    assert client.get(asked_address()).status_code == 200
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [
        "stopped",
        "waiting",
    ]


def test_the_same_address_is_put_right_at_once(client):
    talk = make_talk_request()

    client.post(f"{link(talk)}hand-over/", colleague(email=OLD.upper(), name="Morag Bell-Orr"))

    talk.refresh_from_db()
    assert talk.contact_name == "Morag Bell-Orr"
    told = Mail.objects.get()
    assert (told.kind, told.to.lower()) == ("contact_changed", OLD)
    assert "Your contact details were changed." in told.text
    assert "colleague" not in told.text
    assert client.get(link(talk)).status_code == 200


def test_what_is_wrong_comes_back_beside_the_field(client):
    talk = make_talk_request()

    response = client.post(f"{link(talk)}hand-over/", colleague(email="nobody", name=""))

    assert response.context["form"].errors == {
        "contact_name": ["Enter the name"],
        "contact_email": ["Enter an e-mail address in full, like name@example.com"],
    }
    assert "Guidance" in response.text
    assert not TalkContact.objects.exists()


def test_a_link_writes_to_one_address_a_few_times_only(client):
    talk = make_talk_request()

    for _ in range(4):
        client.post(f"{link(talk)}hand-over/stop/")
        response = client.post(f"{link(talk)}hand-over/", colleague())

    assert "Try again tomorrow" in words(response)
    assert Mail.objects.filter(kind="contact_asked").count() == 3


@pytest.mark.parametrize("state", ["declined", "withdrawn", "delivered"])
def test_what_is_over_is_not_handed_over(client, state):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())
    address = asked_address()
    talk = confirmed_talk_or(talk, state)

    for get_or_post, deed in ((client.get, "hand-over/"), (client.post, "hand-over/stop/")):
        assert get_or_post(f"{link(talk)}{deed}").get("Location") == link(talk)
    late = client.post(f"{link(talk)}hand-over/", colleague(name="X"))
    assert late.status_code == 409
    assert f"Work e-mail address: {NEW}" in words(late)
    assert client.post(address).status_code == 409
    assert "This talk is over" in words(client.get(address))


def confirmed_talk_or(talk, state):
    reason = "" if state == "delivered" else "Full"
    session = None
    if state == "delivered":
        offer = offered(talk, make_member(name="Ailsa Reid"))
        session = confirm_offer(offer=offer, by=None, now=NOW)
    TalkRequest.objects.filter(pk=talk.pk).update(state=state, state_reason=reason, session=session)
    talk.refresh_from_db()
    return talk


def test_the_school_changes_how_many_come(client):
    talk = make_talk_request()
    group = talk.groups.get()
    page = client.get(f"{link(talk)}change/").context["form"]

    client.post(
        f"{link(talk)}change/", {f"expected_{group.pk}": "31", "room": "Hall", "arriving": ""}
    )

    group.refresh_from_db()
    assert page[f"expected_{group.pk}"].value() == 27
    assert group.expected == 31
    fields = [change.fields for change in Change.objects.order_by("pk")]
    assert fields == [{"The room": ["", ""], "Expected, Children (up to P7): P7": ["27", "31"]}]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter how many people you expect"),
        ("0", "Enter how many people you expect, 1 or more"),
        ("a class", "Enter how many people you expect as a whole number, like 25"),
    ],
)
def test_a_number_that_is_none_comes_back(client, typed, message):
    talk = make_talk_request()
    name = f"expected_{talk.groups.get().pk}"

    response = client.post(f"{link(talk)}change/", {name: typed, "room": "The hall"})

    assert response.context["form"].errors == {name: [message]}
    assert "The hall" in response.text
    talk.refresh_from_db()
    assert talk.room == ""


def test_the_people_before_are_forgotten_with_the_contact(client):
    talk = confirmed_talk()
    client.post(f"{link(talk)}hand-over/", colleague())
    client.post(asked_address())
    session = talk.session
    session.notes = f"Ask for Morag Bell or Ewan Orr, {OLD}"
    session.save()
    late = datetime(2028, 1, 10, 3, 0, tzinfo=UTC)

    forget(now=late, today=late.date())

    session.refresh_from_db()
    assert session.notes == "Ask for … or …, …"
    assert not TalkContact.objects.exists()
    assert not Mail.objects.exists()


def test_a_colleague_who_never_said_yes_is_forgotten_after_a_week(client):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())
    address = asked_address()

    for days, found in ((6, 200), (8, 404)):
        night = NOW + timedelta(days=days)
        forget(now=night, today=night.date())
        assert client.get(address).status_code == found

    assert client.get(link(talk)).status_code == 200


def test_the_page_shows_the_address_that_was_written_to(client):
    talk = make_talk_request()

    client.post(f"{link(talk)}hand-over/", colleague())

    assert f"We have written to {NEW}" in words(client.get(f"{link(talk)}hand-over/"))


def test_the_colleagues_letter_says_the_date_when_one_is_set(client):
    with_date, without = confirmed_talk(), make_talk_request(reference="XYZ2345")

    for talk in (with_date, without):
        client.post(f"{link(talk)}hand-over/", colleague())

    first, second = Mail.objects.filter(kind="contact_asked").order_by("pk")
    assert f"{with_date.place_label} on Tuesday 8 December 2026, and would" in first.text
    assert f"{without.place_label}, and would" in second.text
