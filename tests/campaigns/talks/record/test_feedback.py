"""How a talk was, said once by its school."""

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, TalkFeedback
from campaigns.talks.record.feedback import give_feedback
from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import NOW, make_talk_request
from tests.forms_of_page import forms_with_words
from tests.html import read

pytestmark = pytest.mark.django_db
SAID = {
    "feedback-pitched_right": "agree",
    "feedback-took_part": "partly",
    "feedback-have_again": "disagree",
    "feedback-sentence": "The film was too long.",
}


def say(client, talk, **changed):
    return client.post(f"{link(talk)}feedback/", SAID | changed)


def test_feedback_is_saved_and_stands_on_the_record(client):
    talk = given()

    response = say(client, talk)

    assert response["Location"] == link(talk)
    feedback = TalkFeedback.objects.get()
    assert (feedback.talk_request, feedback.sentence) == (talk, "The film was too long.")
    page = words(client.get(link(talk)))
    for said in ("Partly agree", "Do not agree", "The film was too long."):
        assert said in page
    assert "Tell us how it was" not in page


def test_feedback_pressed_twice_is_once(client):
    talk = given()

    pressed = [say(client, talk) for _ in range(2)]

    assert [answer["Location"] for answer in pressed] == [link(talk)] * 2
    assert Change.objects.filter(talk_request=talk).count() == 1


@pytest.mark.parametrize("wrong", [{}, {"feedback-took_part": ""}])
def test_first_feedback_stands_and_other_answers_after_it_can_be_copied(client, wrong):
    talk = given()
    say(client, talk)
    other = {"feedback-have_again": "agree", "feedback-sentence": "More of <it>."}

    again = say(client, talk, **other | wrong)

    assert again.status_code == 409
    assert "Somebody told us before you" in words(again)
    assert "What you typed It was not saved. You can copy it from here." in words(again)
    assert "One thing we should know: More of &lt;it&gt;." in words(again)
    assert "Agree" in words(again)
    assert TalkFeedback.objects.get().have_again == "disagree"
    assert Change.objects.filter(talk_request=talk).count() == 1


def test_history_says_that_feedback_came_and_not_what_it_says(client):
    say(client, given())

    change = Change.objects.get(talk_request__isnull=False)
    assert (change.by, change.fields, change.reason) == (None, {"Feedback": ["", "given"]}, "")


def test_sentence_may_be_left_out(client):
    say(client, given(), **{"feedback-sentence": ""})

    assert TalkFeedback.objects.get().sentence == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"feedback-took_part": ""}, "Choose how far “The group took part” is right"),
        ({"feedback-took_part": "splendid"}, "Choose one of the answers listed"),
        ({"feedback-sentence": "x" * 301}, "Shorten this to 300 characters or fewer"),
        ({"feedback-sentence": "Ring 01698 000111"}, "Take the phone number out: other people"),
        (
            {"feedback-sentence": "Write to m@school.example"},
            "Take the e-mail address out: other people",
        ),
        ({"feedback-sentence": "A girl told me she is blackmailed"}, "leads on child protection"),
        ({"feedback-sentence": "Mr Brown of 2B cried"}, "Take the name out"),
        ({"feedback-sentence": "Thank Mrs. O’Neill"}, "Take the name out"),
        ({"feedback-sentence": "Ailsa, born 3.4.2014, liked it"}, "Take the date of birth out"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, typed, problem):
    response = say(client, given(), **typed)

    assert problem in words(response)
    assert typed.get("feedback-sentence", "The film was too long.") in response.content.decode()
    assert "<title>Error: How was it?" in response.content.decode()
    assert not TalkFeedback.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "offered", "confirmed"])
def test_talk_that_was_not_given_yet_has_no_feedback(client, state):
    session = given().session if state == "confirmed" else None
    if session:
        session.talk_request.delete()
    talk = make_talk_request(state=state, session=session, reference="XYZ2345")

    response = say(client, talk)

    assert response.status_code == 409
    assert "The film was too long." in words(response)
    assert not TalkFeedback.objects.exists()


def test_voided_talk_takes_no_feedback():
    talk = given(state="voided", state_reason="Twice")

    with pytest.raises(Conflict):
        give_feedback(
            talk_request=talk,
            now=NOW,
            pitched_right="agree",
            took_part="agree",
            have_again="agree",
            sentence="",
        )


@pytest.mark.parametrize("took_part", ["agree", ""])
def test_what_is_said_of_a_voided_talk_can_be_copied(client, took_part):
    talk = given(state="voided", state_reason="Twice")

    response = say(client, talk, **{"feedback-took_part": took_part})

    assert response.status_code == 409
    assert "The record of your talk has changed" in words(response)
    assert "One thing we should know: The film was too long." in words(response)


def test_what_is_said_while_the_talk_is_voided_can_be_copied(client, monkeypatch):
    talk = given()

    def refused(**_):
        raise Conflict("Changed")

    monkeypatch.setattr("campaigns.talks.record.views.give_feedback", refused)

    assert "The film was too long." in words(say(client, talk))


def test_record_leads_first_to_a_page_that_asks_for_nothing_else(client):
    talk = given()
    record, page = client.get(link(talk)), client.get(f"{link(talk)}feedback/")

    main = record.text[record.text.index("<main") :]
    assert read(main).links[0]["href"] == f"{link(talk)}feedback/"
    assert "Tell us how it was: one minute" in words(record)
    assert forms_with_words(record.text) == []
    assert read(page.text).h1 == ["How was it?"]
    assert page.text.count("<form") == 1
    assert not TalkFeedback.objects.exists()


@pytest.mark.parametrize("why", ["told", "voided"])
def test_feedback_that_is_not_asked_for_is_led_to_the_record(client, why):
    talk = given(**{"state": "voided", "state_reason": "Twice"} if why == "voided" else {})
    if why == "told":
        say(client, talk)

    assert client.get(f"{link(talk)}feedback/")["Location"] == link(talk)
    assert "Tell us how it was" not in words(client.get(link(talk)))


def test_link_of_nobody_gives_no_feedback(client):
    assert client.post("/t/abc/feedback/", SAID).status_code == 404


@pytest.mark.parametrize("typed", ["We miss Ailsa’s films", "A master class", "Ask the dr next"])
def test_what_only_looks_like_a_title_is_saved(client, typed):
    say(client, given(), **{"feedback-sentence": typed})

    assert TalkFeedback.objects.get().sentence == typed


def test_the_record_promises_no_more_than_is_so(client):
    page = words(client.get(link(given())))

    assert "It shows nobody’s name" not in page
    assert "We put no names of people on it." in page
