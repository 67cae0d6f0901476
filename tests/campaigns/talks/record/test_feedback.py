"""How a talk was, said once by its school."""

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, TalkFeedback
from campaigns.talks.record.feedback import give_feedback
from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import NOW, make_talk_request

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
    assert "How was it?" not in page


def test_feedback_pressed_twice_is_once_and_the_first_stands(client):
    talk = given()
    say(client, talk)

    again = say(client, talk, **{"feedback-have_again": "agree"})

    assert again["Location"] == link(talk)
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
    assert "<title>Error: Your talk" in response.content.decode()
    assert not TalkFeedback.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "offered", "confirmed"])
def test_talk_that_was_not_given_yet_has_no_feedback(client, state):
    session = given().session if state == "confirmed" else None
    if session:
        session.talk_request.delete()
    talk = make_talk_request(state=state, session=session, reference="XYZ2345")

    response = say(client, talk)

    assert response.status_code == 409
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


def test_feedback_is_a_post(client):
    assert client.get(f"{link(given())}feedback/").status_code == 405


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
