"""What each letter says, to whom, and under which key; nobody outside the team puts a word into the
first one, or into a subject.
"""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.db import transaction
from django.template.loader import render_to_string

from campaigns.mail import letters
from campaigns.mail.links import link_for_mail
from campaigns.mail.write import write_mail
from campaigns.models import Mail, Session, TalkRequest
from tests.campaigns.mail.told import LETTERS, OF_A_SESSION, a_talk, called_off, offers, reminder
from tests.factories import make_session, make_talk_request, make_topic

pytestmark = pytest.mark.django_db


WORDS = Path(__file__).parents[3] / "templates" / "emails"
TYPED = "Buy now at http://spam.example"
BY_SCHOOL = (
    "unlisted_place",
    "unlisted_town",
    "assembly_reason",
    "wanted",
    "new_wish",
    "room",
    "arriving",
    "access_needs",
    "anything_else",
    "contact_name",
    "contact_role",
    "contact_phone",
)


NOT_TO_THE_CONTACT = {
    "contact_asked": "ewan.orr@school.example",
    "contact_changed": "before@school.example",
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_whole(name):
    """To the contact, under a key of its name, with nothing left open."""
    talk = a_talk(with_session=name in OF_A_SESSION)

    letter = LETTERS[name](talk)

    assert (letter.to, letter.talk_request, letter.key.partition(":")[0]) == (
        NOT_TO_THE_CONTACT.get(name, "office@school.example"),
        talk,
        name,
    )
    assert letter.text.startswith("Hello,\n\n")
    assert not re.findall(r"\n\n\n|\{|\}|None|\( |  ", letter.text)
    assert "Your reference is BCD2345." in letter.text


@pytest.mark.parametrize("name", LETTERS)
def test_a_subject_is_ours(name):
    """Whatever the school typed. The topic is on our own list, and even that stays out."""
    talk = a_talk(with_session=name in OF_A_SESSION, **dict.fromkeys(BY_SCHOOL, TYPED[:30]))

    assert not re.search(r"spam|Buy|Sextortion", LETTERS[name](talk).subject)


@pytest.mark.parametrize("state", ["unconfirmed", "submitted"])
def test_the_first_mail_holds_nothing_that_the_booker_typed(state):
    plain = letters.receipt(a_talk(state=state))
    Mail.objects.all().delete()
    talk = TalkRequest.objects.get()
    columns = dict.fromkeys(BY_SCHOOL, TYPED[:30])
    TalkRequest.objects.update(**columns)

    letter = letters.receipt(talk)

    assert (letter.subject, letter.text, letter.html) == (plain.subject, plain.text, plain.html)


@pytest.mark.parametrize(
    ("state", "subject", "said"),
    [
        (
            "unconfirmed",
            "Please confirm your request for a talk",
            (
                "Please open this page and press the button there. It tells us that this address "
                "is yours:"
            ),
        ),
        (
            "submitted",
            "We have your request for a talk",
            "You can see your request here at any time:",
        ),
    ],
)
def test_the_receipt_asks_to_confirm_an_address_that_is_not(state, subject, said):
    talk = a_talk(state=state)

    letter = letters.receipt(talk)

    assert letter.subject == subject
    assert f"{said}\n\n{link_for_mail(talk)}\n\n" in letter.text


def test_several_dates_are_offered_in_one_letter_with_the_time_until_when():
    letter = letters.dates_offered(
        offers(
            a_talk(state="offered"), number=3, lapses_at=datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
        )
    )

    assert letter.subject == "We can offer you dates for your talk"
    assert [line for line in letter.text.splitlines() if line.startswith("Date:")] == [
        "Date: Tuesday 8 December 2026",
        "Date: Wednesday 9 December 2026",
        "Date: Thursday 10 December 2026",
    ]
    assert (
        "We hold these times for you until Wednesday 25 November at 17:00. After that, others "
        "can have them."
    ) in letter.text
    assert letter.useful_until == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def test_another_date_beside_the_one_that_stands_says_that_it_stands():
    letter = letters.dates_offered(offers(a_talk(state="confirmed", with_session=True)))

    assert (
        "Here is another date for your talk. Until you choose, the date that you have stays yours."
        in letter.text
    )
    assert "Nothing changes until you answer." in letter.text


def test_a_lost_date_is_told_with_the_words_for_the_school():
    talk = a_talk(
        state="offered", state_reason="The officer is called to court.", with_session=True
    )
    Session.objects.update(state="cancelled", state_reason="x")

    letter = letters.dates_offered(offers(talk, number=2))

    assert (
        "We are sorry: we cannot come on Tuesday 8 December at 09:30. That date no longer "
        "holds.\n\nThe officer is called to court.\n\n"
    ) in letter.text
    assert letter.at_once_for == date(2026, 12, 8)


def test_a_talk_without_a_new_date_yet_is_looked_after():
    """Called off by us, and the request goes back to the queue: the school need not ask again."""
    talk = a_talk(
        state="submitted", state_reason="The officer is called to court.", with_session=True
    )

    text = called_off(talk).text

    assert (
        "The officer is called to court.\n\nWe would still like to come, and look for another "
        "date now. You need not ask again"
    ) in text
    assert "/talks/" not in text


def test_other_dates_that_lapse_leave_the_one_that_stands():
    letter = letters.offer_lapsed(a_talk(state="confirmed", with_session=True))

    assert "Nothing else changes: your talk stays on Tuesday 8 December at 09:30." in letter.text
    assert "Your request is still with us" not in letter.text


def test_nobody_is_written_to_whose_address_is_forgotten():
    with transaction.atomic():
        mail = write_mail(
            letters.question_asked(
                a_talk(state="needs_info", state_reason="Which stages?", contact_email="")
            )
        )

    assert (mail, Mail.objects.count()) == (None, 0)


def test_a_second_officer_is_named():
    letter = letters.date_confirmed(
        a_talk(state="confirmed", with_session=True, officers=("Ailsa Reid", "Callum Shaw"))
    )

    assert "Who comes: Ailsa Reid and Callum Shaw, Safer Communities officers" in letter.text


@pytest.mark.parametrize(
    ("letter", "state"),
    [
        (letters.question_asked, "needs_info"),
        (letters.on_waiting_list, "waiting"),
        (letters.talk_declined, "declined"),
    ],
)
def test_what_we_wrote_to_the_school_is_in_the_letter(letter, state):
    assert (
        "\n\nWhich stages are coming?\n\n"
        in letter(a_talk(state=state, state_reason="Which stages are coming?")).text
    )


def test_two_requests_that_are_one_say_which_goes_on():
    kept = make_talk_request(reference="KLM2345")
    talk = a_talk(state="withdrawn", state_reason="Merged", merged_into=kept)

    letter = letters.merged(talk)

    assert letter.subject == "Two requests for your talk are one now"
    assert f"Your request {talk.reference} now goes on as KLM2345." in letter.text
    assert "Your reference is KLM2345 now." in letter.text
    assert f"Your reference is {talk.reference}" not in letter.text
    assert "Did you want two talks" in letter.text
    assert link_for_mail(kept) not in letter.text


def test_a_letter_reads_the_request_as_it_stands():
    talk = a_talk(state="needs_info", state_reason="Old question")
    TalkRequest.objects.update(state_reason="New question")

    assert "New question" in letters.question_asked(talk).text


def test_what_is_typed_does_nothing_in_html():
    talk = a_talk(with_session=True, state="confirmed", room="<b>P7</b> & loud")

    letter = reminder(talk)

    assert "Room and sound: <b>P7</b> & loud\n" in letter.text
    assert ">&lt;b&gt;P7&lt;/b&gt; &amp; loud</td>" in letter.html
    assert "<b>" not in letter.html


def test_only_our_own_links_can_be_pressed():
    talk = a_talk(state="needs_info", state_reason="http://spam.example/")

    letter = letters.question_asked(talk)

    assert {*re.findall(r'href="([^"]+)"', letter.html)} == {
        link_for_mail(talk),
        "mailto:team@demo.example",
    }


def test_a_session_without_a_time_is_told_without_one():
    talk = a_talk(state="confirmed", with_session=True)
    Session.objects.update(starts_at=None)

    letter = letters.date_confirmed(talk)

    assert "Date: Tuesday 8 December 2026\nWhere:" in letter.text
    assert letter.useful_until == datetime(2026, 12, 8, 0, 0, tzinfo=UTC)


def test_a_talk_online_is_told_so():
    talk = a_talk(state="confirmed", with_session=True)
    Session.objects.update(is_online=True)

    assert "Where: Online\n" in letters.date_confirmed(talk).text


def test_a_letter_without_a_link_does_not_speak_of_one():
    assert "share the link" not in letters.withdrawn(a_talk()).text


def test_parts_are_parts_only():
    """Included, never a letter of its own."""
    told = {
        "held": make_session(),
        "talk": make_talk_request(topic=make_topic(name="Online & safe")),
    }

    assert render_to_string("emails/parts_when.txt", told).splitlines()[-1] == "Talk: Online & safe"


def test_a_time_is_told_as_people_read_it():
    talk = a_talk(state="confirmed", with_session=True)
    Session.objects.update(starts_at=time(13, 5), minutes=90)

    assert "Time: 13:05, for 90 minutes\n" in letters.date_confirmed(talk).text
