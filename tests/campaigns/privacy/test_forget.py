"""What the privacy page promises: afterwards the contact is in no table, and every figure is what
it was."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.models import Change, Correction, Session, TalkDraft, TalkFeedback, TalkRequest
from campaigns.privacy.forget import NOT_KEPT, Forgotten
from campaigns.reach.reach import reach
from campaigns.talks.asking.drafts import keep_answer, start_draft
from tests.campaigns.privacy.forgetting import (
    EMAIL,
    NAME,
    NIGHT,
    TODAY,
    TRACES,
    at,
    given_talk,
    left_over,
    news,
    tonight,
    whole_database,
)
from tests.factories import make_member, make_session, make_talk_request
from tests.test_personal_data import PERSONAL

pytestmark = pytest.mark.django_db
NOTHING = Forgotten(
    drafts=0,
    unconfirmed=0,
    old_answers=0,
    contacts=0,
    links=0,
    mails=0,
    import_rows=0,
    times=0,
    jobs=0,
    sign_ins=0,
    sign_ins_seen=0,
    invitations=0,
    trail=0,
    limits=0,
)


def test_a_contact_is_in_no_table_afterwards_and_no_figure_has_changed():
    talk = given_talk()
    draft = start_draft(campaign=talk.campaign, now=NIGHT)
    keep_answer(draft=draft, step="contact", typed={"email": [EMAIL]})
    TalkDraft.objects.filter(pk=draft.pk).update(started_at=NIGHT - timedelta(days=8))
    DBTaskResult.objects.update(
        status=TaskResultStatus.FAILED,
        finished_at=NIGHT - timedelta(days=8),
        traceback=f"SMTPRecipientsRefused: {EMAIL}",
    )
    SignIn.objects.create(
        session_key="old", session_data=EMAIL, expire_date=NIGHT - timedelta(minutes=1)
    )
    before = reach(talk.campaign, today=TODAY)
    assert set(left_over()) == set(TRACES)  # what could leak is there

    done = tonight()

    assert left_over() == []
    assert reach(talk.campaign, today=TODAY) == before
    assert before.logged == 27
    assert (done.contacts, done.drafts, done.sign_ins) == (1, 1, 1)


def test_every_personal_column_of_a_request_is_wiped():
    talk = given_talk()
    TalkRequest.objects.update(state_reason="Because of Morag Bell")

    tonight()

    kept = {
        name: value
        for name, value in TalkRequest.objects.filter(pk=talk.pk)
        .values(*PERSONAL["TalkRequest"])
        .get()
        .items()
        if value
    }
    assert kept == {"state_reason": NOT_KEPT}


def test_feedback_stays_without_its_sentence():
    talk = given_talk()
    said = dict.fromkeys(TalkFeedback.STATEMENTS, "agree")
    TalkFeedback.objects.create(talk_request=talk, sentence="The film was long", **said)

    tonight()

    feedback = TalkFeedback.objects.get()
    assert (feedback.sentence, feedback.have_again) == ("", "agree")


def test_history_stays_without_what_was_typed_into_it():
    talk = given_talk()
    before = list(Change.objects.values_list("pk", "kind", "at", "by", "fields"))

    tonight()

    assert list(Change.objects.values_list("pk", "kind", "at", "by", "fields")) == before
    assert list(talk.changes.exclude(reason="").values_list("kind", "reason")) == [
        ("refused", NOT_KEPT)
    ]


def test_the_page_of_a_forgotten_request_says_so(client):
    talk = make_talk_request()
    news(talk, at(date(2025, 1, 1)))
    client.force_login(make_member(role="coordinator").user)

    tonight()
    page = client.get(f"/team/talks/{talk.pk}/")

    assert page.status_code == 200
    assert "The contact was erased, as the privacy page promises." in page.text
    assert re.findall(r"mailto:[^\"]*", page.text) == []
    assert "by this site" in " ".join(page.text.split())
    assert "Offer a date" not in page.text


def test_an_officers_note_stays_without_the_contact():
    talk = given_talk()

    tonight()

    assert (
        Session.objects.get(talk_request=talk).notes
        == "Ask for … at the office, or ring …. The children asked a lot."
    )


def test_a_correction_stays_without_the_contact_and_a_form_opened_before_is_told():
    talk = given_talk()
    session, officer = talk.session, make_member(name="Rona Bell")
    words = {"wanted": {"notes": f"Ask for {NAME}"}, "reason": f"{NAME} said so"}
    Correction.objects.create(
        session=session, kind="figures", based_on=session.version, proposed_by=officer.user, **words
    )

    tonight()

    correction = Correction.objects.get()
    assert (correction.wanted, correction.reason) == ({"notes": "Ask for …"}, "… said so")
    assert Session.objects.get(pk=session.pk).version == session.version + 1


def test_a_short_name_is_not_cut_out_of_other_words():
    session = make_session(held_on=date(2025, 11, 21))
    Session.objects.update(notes="Al met us in the hall. All well.")
    talk = make_talk_request(state="delivered", session=session)
    TalkRequest.objects.filter(pk=talk.pk).update(contact_name="Al", contact_phone="")

    tonight()

    session.refresh_from_db()
    assert session.notes == "… met us in the hall. All well."


def test_run_again_it_finds_nothing_more_to_do():
    given_talk()
    first = tonight()
    everything = whole_database()

    second = tonight()

    assert first != NOTHING
    assert second == NOTHING
    assert whole_database() == everything
