"""One change makes one letter, and what waits follows what is changed afterwards."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.letter import key_of_change
from campaigns.mail.links import link_for_mail
from campaigns.mail.write import write_mail
from campaigns.models import Change, Mail, TalkRequest
from tests.campaigns.mail.test_told import WORDS
from tests.campaigns.mail.told import LETTERS, OF_A_SESSION, a_talk, offers, reminder
from tests.factories import make_talk_request, make_user

pytestmark = pytest.mark.django_db


def test_one_change_makes_one_letter():
    talk = a_talk(state="needs_info", state_reason="Which stages?")
    record_change(kind=Change.Kind.QUESTION, by=make_user(name="Bo Kerr"), talk_request=talk)

    with transaction.atomic():
        write_mail(letters.question_asked(talk))
    with transaction.atomic(), pytest.raises(ValidationError, match="Key"):
        write_mail(letters.question_asked(talk))
    record_change(kind=Change.Kind.QUESTION, by=None, talk_request=talk)
    with transaction.atomic():
        write_mail(letters.question_asked(talk))

    assert [mail.state for mail in Mail.objects.all()] == [
        "stopped",
        "waiting",
    ]  # the first had not gone yet, and nobody asks twice


def test_every_kind_of_letter_has_its_words():
    kinds = [kind for kind in Mail.Kind.values if kind != Mail.Kind.OTHER]

    missing = [kind for kind in kinds if not (WORDS / f"{kind}.txt").is_file()]

    assert missing == []


def test_a_change_of_the_session_is_a_change_too():
    talk = a_talk(state="confirmed", with_session=True)
    before = key_of_change("officer_changed", talk)

    record_change(kind=Change.Kind.REASSIGNED, by=make_user(name="Bo Kerr"), session=talk.session)

    assert key_of_change("officer_changed", talk) != before


def test_an_answer_that_came_first_stops_what_it_answers():
    """Asked at night and offered at night: in the morning the school reads the offer alone."""
    talk = a_talk(state="needs_info", state_reason="Which stages?")
    with transaction.atomic():
        question = write_mail(letters.question_asked(talk))
        receipt = write_mail(letters.receipt(talk))
        write_mail(letters.dates_offered(offers(talk)))

    question.refresh_from_db()
    receipt.refresh_from_db()
    assert (question.state, question.stopped_by, receipt.state) == ("stopped", None, "waiting")


def test_a_new_link_takes_the_place_of_the_dead_one_in_what_waits():
    talk, other = (
        a_talk(state="confirmed", with_session=True),
        make_talk_request(reference="XYZ2345"),
    )
    dead = link_for_mail(talk)
    with transaction.atomic():
        waits, elsewhere = write_mail(reminder(talk)), write_mail(letters.question_asked(other))
    TalkRequest.objects.filter(pk=talk.pk).update(
        draft_key=uuid.uuid4(), token_hash="of a new link"
    )
    talk.refresh_from_db()

    with transaction.atomic():
        told = write_mail(letters.link_renewed(talk))

    waits.refresh_from_db()
    elsewhere.refresh_from_db()
    [link] = re.findall(r"http\S*/t/\S*", told.text)
    assert link != dead
    assert [(dead in text, text.count(link)) for text in (waits.text, waits.html)] == [
        (False, 1),
        (False, 2),
    ]
    assert link_for_mail(other) in elsewhere.text


def test_another_schools_letters_are_left_alone():
    other = make_talk_request(reference="XYZ2345")
    with transaction.atomic():
        mail = write_mail(letters.question_asked(other))
        write_mail(letters.dates_offered(offers(a_talk())))

    mail.refresh_from_db()
    assert mail.state == "waiting"


@pytest.mark.parametrize("name", [*OF_A_SESSION][:3])
def test_nothing_is_told_of_a_talk_that_has_begun(name):
    talk = a_talk(state="confirmed", with_session=True)

    assert LETTERS[name](talk).useful_until == datetime(2026, 12, 8, 9, 30, tzinfo=UTC)
