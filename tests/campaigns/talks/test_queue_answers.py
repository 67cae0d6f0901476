"""What a coordinator answers besides dates: who sees to it, a question, the waiting list, a note,
two that are one, a new link.
"""

from datetime import timedelta

import pytest

from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, TalkRequest
from campaigns.talks.answer import note_down
from tests.campaigns.talks.queue_pages import page_of
from tests.factories import (
    NOW,
    make_campaign,
    make_member,
    make_offer,
    make_place,
    make_talk_request,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


BUTTONS = ("said-no", "take-back", "owner", "merge", "link")
DEEDS = (*BUTTONS, "question", "wait", "note")


@pytest.mark.parametrize(("deed", "state"), [("said-no", "refused"), ("take-back", "taken_back")])
def test_held_dates_are_free_again(client, coordinator, deed, state):
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=coordinator)

    answers = [
        client.post(f"{page_of(talk)}{deed}/", {"offer": offer.pk}).status_code for _ in range(2)
    ]

    talk.refresh_from_db()
    offer.refresh_from_db()
    assert answers == [302, 409]
    assert (talk.state, offer.state) == ("submitted", state)


def test_a_question_goes_to_the_school(client, coordinator):
    talk = make_talk_request()

    client.post(f"{page_of(talk)}question/", {"question-question": "Is there a screen?"})

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("needs_info", "Is there a screen?")
    assert "Is there a screen?" in Mail.objects.get().text
    assert Change.objects.get().kind == "question"


def test_the_waiting_list_is_told_honestly(client, coordinator):
    talk = make_talk_request()

    client.post(f"{page_of(talk)}wait/", {"waiting-reason": "We are booked until Easter."})

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("waiting", "We are booked until Easter.")
    assert "booked until Easter" in Mail.objects.get().text


@pytest.mark.parametrize(
    ("deed", "field", "message", "heading"),
    [
        ("question", "question-question", "Enter your question", "Ask the school a question"),
        (
            "wait",
            "waiting-reason",
            "Enter why they wait and how long it may be",
            "Put it on the waiting list",
        ),
        ("note", "note-text", "Enter your note", "Write a note"),
    ],
)
def test_words_are_needed(client, coordinator, deed, field, message, heading):
    talk = make_talk_request()

    response = client.post(f"{page_of(talk)}{deed}/", {field: ""})

    assert message in response.content.decode()
    assert read(response.text).title.startswith(f"Error: {heading}, BCD2345")
    assert TalkRequest.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("deed", "typed"),
    [("question", {"question-question": "Why?"}), ("wait", {"waiting-reason": "Full"})],
)
def test_an_answered_request_is_past_it(client, coordinator, deed, typed):
    talk = make_talk_request(state="declined", state_reason="Full")

    assert client.post(f"{page_of(talk)}{deed}/", typed).status_code == 409
    assert not Mail.objects.exists()


def test_the_owner_is_changed_and_the_slower_of_two_is_told(client, coordinator):
    talk = make_talk_request()

    first = client.post(f"{page_of(talk)}owner/", {"owner-owner": coordinator.pk, "was": ""})
    second = client.post(f"{page_of(talk)}owner/", {"owner-owner": "", "was": ""})

    talk.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert talk.owner == coordinator
    assert Change.objects.get().fields == {"Owner": ["", "Catriona Muir"]}


def test_an_officer_cannot_be_the_owner(client, coordinator):
    talk, officer = make_talk_request(), make_member(name="Bo Kerr")

    client.post(f"{page_of(talk)}owner/", {"owner-owner": officer.pk, "was": ""})

    assert TalkRequest.objects.get().owner is None


@pytest.mark.parametrize(
    ("owner", "shown"),
    [("mine", ["MNF2345"]), ("nobody", ["BCD2345"]), ("", ["BCD2345", "MNF2345"])],
)
def test_the_queue_is_filtered_by_its_owner(client, coordinator, owner, shown):
    make_talk_request()
    mine = make_talk_request(reference="MNF2345")
    TalkRequest.objects.filter(pk=mine.pk).update(owner=coordinator)

    rows = client.get("/team/talks/", {"owner": owner}).context["rows"]

    assert [row["talk"].reference for row in rows] == shown


@pytest.mark.parametrize(("days", "told"), [(4, False), (7, True)])
def test_what_nobody_sees_to_after_three_school_days_is_pointed_out(
    client, coordinator, days, told
):
    """From Thursday and from Monday a week ago to Monday: two school days and five."""
    talk = make_talk_request()
    TalkRequest.objects.update(asked_at=NOW - timedelta(days=days))

    before = client.get("/team/talks/").content.decode()
    TalkRequest.objects.update(owner=coordinator)
    after = client.get("/team/talks/").content.decode()

    assert (
        "1 request has waited more than 3 school days, and nobody sees to it." in before
    ) is told
    assert "nobody sees to it" not in after
    assert str(talk) == "BCD2345"


def test_what_waits_for_us_stands_first(client, coordinator):
    for number, state in enumerate(("confirmed", "offered", "submitted")):
        make_talk_request(reference=f"BCD234{number}", state="submitted")
        TalkRequest.objects.filter(reference=f"BCD234{number}").update(
            asked_at=NOW - timedelta(days=9 - number)
        )
        if state == "offered":
            TalkRequest.objects.filter(reference=f"BCD234{number}").update(state="offered")

    rows = client.get("/team/talks/").context["rows"]

    assert [row["talk"].reference for row in rows] == ["BCD2340", "BCD2342", "BCD2341"]


def test_a_note_that_is_pressed_twice_is_written_once(client, coordinator):
    talk = make_talk_request()
    pressed = ["They called", "They called", "They called again", "They called"]

    answers = [client.post(f"{page_of(talk)}note/", {"note-text": text}) for text in pressed]

    assert [answer["Location"] for answer in answers] == [page_of(talk)] * 4
    assert [note.text for note in talk.notes.all()] == [*pressed[:1], *pressed[2:]]
    assert talk.changes.filter(kind="noted").count() == 3


def test_the_same_note_of_a_colleague_or_a_minute_later_is_another_one(coordinator):
    talk = make_talk_request()
    for by in (coordinator.user, make_member(name="Bo Kerr").user):
        note_down(talk_request=talk, text="No answer", by=by, now=NOW)
    note_down(talk_request=talk, text="No answer", by=by, now=NOW + timedelta(minutes=1))

    assert talk.notes.count() == 3


def test_a_note_names_its_writer(client, coordinator):
    talk = make_talk_request()

    client.post(f"{page_of(talk)}note/", {"note-text": "They called: the hall is being painted"})

    assert [(note.text, note.by) for note in talk.notes.all()] == [
        ("They called: the hall is being painted", coordinator.user)
    ]
    assert "the hall is being painted" in client.get(page_of(talk)).content.decode()


def test_two_requests_for_one_place_are_pointed_out_and_merged(client, coordinator):
    kept, other = make_talk_request(), make_talk_request(reference="XYZ2345", expected=60)
    other.notes.create(text="Use the side gate", by=None)

    page = client.get(page_of(kept)).content.decode()
    client.post(f"{page_of(kept)}merge/", {"other": other.pk})

    other.refresh_from_db()
    assert "Merge XYZ2345 into this one" in page
    assert (other.state, other.merged_into) == ("withdrawn", kept)
    assert sorted(kept.groups.values_list("expected", flat=True)) == [27, 60]
    assert "Use the side gate" in [note.text for note in kept.notes.all()]
    assert [mail.kind for mail in other.mails.all()] == ["merged"]
    assert "Your two requests are one now" in client.get(f"/t/{token_of(other)}/").content.decode()


def test_requests_for_two_places_stay_two(client, coordinator):
    kept = make_talk_request()
    other = make_talk_request(
        reference="XYZ2345", place=make_place(name="Rowan Bank Primary School")
    )

    client.post(f"{page_of(kept)}merge/", {"other": other.pk})

    other.refresh_from_db()
    assert other.state == "submitted"


def test_a_request_that_is_set_is_not_merged_away(client, coordinator):
    kept, other = (
        make_talk_request(),
        make_talk_request(reference="XYZ2345", state="declined", state_reason="Full"),
    )

    assert client.post(f"{page_of(kept)}merge/", {"other": other.pk}).status_code == 409


def test_a_new_link_kills_the_old_one(client, coordinator):
    talk = make_talk_request()
    old = token_of(talk)

    client.post(f"{page_of(talk)}link/")

    talk.refresh_from_db()
    assert client.get(f"/t/{old}/").status_code == 404
    assert client.get(f"/t/{token_of(talk)}/").status_code == 200
    assert token_of(talk) in Mail.objects.get().text


@pytest.mark.parametrize("deed", BUTTONS)
def test_buttons_take_a_post_only(client, coordinator, deed):
    assert client.get(f"{page_of(make_talk_request())}{deed}/").status_code == 405


@pytest.mark.parametrize("deed", [*DEEDS, "who"])
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403)])
def test_only_who_runs_the_queue_may(client, deed, role, status):
    member = make_member(role=role)
    client.force_login(member.user)
    talk = make_talk_request(state="offered")
    make_offer(talk_request=talk, officer=make_member(name="Bo Kerr"))
    address = f"{page_of(talk)}{deed}/"

    response = client.get(address) if deed == "who" else client.post(address)

    assert response.status_code == (404 if deed == "note" and role == "officer" else status)


@pytest.mark.parametrize("deed", [*DEEDS, "who"])
def test_another_campaigns_request_is_not_found(client, deed):
    member = make_member(role="coordinator", campaign=make_campaign(name="Ayrshire"))
    client.force_login(member.user)
    address = f"{page_of(make_talk_request(campaign=make_campaign()))}{deed}/"
    words = {"question-question": "?", "waiting-reason": "x", "note-text": "x"}

    response = client.get(address) if deed == "who" else client.post(address, words)

    assert response.status_code == 404


@pytest.mark.parametrize("deed", [*DEEDS, "who"])
def test_signed_out_nobody_gets_in(client, deed):
    address = f"{page_of(make_talk_request())}{deed}/"

    response = client.get(address) if deed == "who" else client.post(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
