"""What a school said of its talk, as the team sees it."""

import pytest
from django.urls import reverse

from campaigns.models import Session, TalkFeedback
from tests.campaigns.shown import words
from tests.campaigns.talks.record.conftest import given
from tests.campaigns.talks.signed_in import sign_in
from tests.factories import make_session

pytestmark = pytest.mark.django_db


def with_feedback(**changed):
    talk = given()
    said = dict.fromkeys(TalkFeedback.STATEMENTS, "agree") | {"sentence": "The film was long"}
    TalkFeedback.objects.create(talk_request=talk, **(said | changed))
    return talk


@pytest.mark.parametrize(
    ("role", "reads"),
    [("viewer", False), ("officer", False), ("coordinator", True), ("administrator", True)],
)
def test_answers_are_for_the_team_and_the_sentence_for_coordinators(client, role, reads):
    talk = with_feedback(took_part="partly")
    sign_in(client, role, name="Una Shaw")

    page = words(client.get(reverse("campaigns:session_detail", args=[talk.session_id])))

    assert "What the school said" in page
    assert "Partly agree" in page
    assert ("The film was long" in page) is reads


def test_officer_of_the_talk_reads_the_sentence(client):
    talk = with_feedback()
    client.force_login(talk.session.officers.get().user)

    page = words(client.get(reverse("campaigns:session_detail", args=[talk.session_id])))

    assert "The film was long" in page


@pytest.mark.parametrize("role", ["viewer", "coordinator"])
def test_reach_has_the_tallies_and_nobodys_words(client, role):
    with_feedback(took_part="partly", have_again="disagree")
    sign_in(client, role, name="Una Shaw")

    page = words(client.get(reverse("campaigns:team_reach")))

    assert "Of 1 talk that a school or group asked for, 1 has its answers." in page
    assert "It was pitched right 1 0 0" in page
    assert "The group took part 0 1 0" in page
    assert "We would have you again 0 0 1" in page
    assert "The film was long" not in page
    assert "100%" not in page.split("What schools said")[1]


def test_reach_counts_no_feedback_of_a_voided_talk_or_of_another_campaign(client):
    talk = with_feedback()
    Session.objects.filter(pk=talk.session_id).update(state="voided", state_reason="Twice")
    make_session()
    sign_in(client, "viewer", name="Una Shaw")

    assert "What schools said" not in words(client.get(reverse("campaigns:team_reach")))


def test_public_figures_have_no_feedback(client):
    with_feedback()

    assert "What schools said" not in words(client.get(reverse("campaigns:reach")))
