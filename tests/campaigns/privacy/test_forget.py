"""What the privacy page promises: afterwards the contact is in no table, and every figure is what
it was.
"""

import os
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.core.management import CommandError, call_command
from django.db import ConnectionHandler, DatabaseError, connection
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.access import limits
from campaigns.diaries.book import Slot
from campaigns.mail.links import token_of
from campaigns.mail.tasks import send_mail
from campaigns.management.commands import forget as command
from campaigns.models import (
    Audience,
    Change,
    Correction,
    ImportBatch,
    Mail,
    Session,
    TalkDraft,
    TalkRequest,
)
from campaigns.privacy import forget as forgetting
from campaigns.privacy.forget import DEAD_LINK, NOT_KEPT, Forgotten, forget, months_before
from campaigns.reach.reach import reach
from campaigns.sessions.life import deliver_session
from campaigns.sessions.rules import Count
from campaigns.talks.answer import decline_talk
from campaigns.talks.asking.address import confirm_address
from campaigns.talks.asking.drafts import Asked, Group, ask_for_talk, keep_answer, start_draft
from campaigns.talks.confirm import confirm_offer
from sextortion_aware import settings as real
from tests.campaigns.talks.offering import offer_date, refuse_offer
from tests.factories import (
    make_campaign,
    make_import_batch,
    make_member,
    make_offer,
    make_place,
    make_session,
    make_talk_request,
    make_topic,
    set_back,
)
from tests.test_personal_data import PERSONAL

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NOTHING = Forgotten(
    drafts=0,
    unconfirmed=0,
    contacts=0,
    links=0,
    mails=0,
    import_rows=0,
    times=0,
    jobs=0,
    sign_ins=0,
    limits=0,
)
NAME, EMAIL, PHONE = "Morag Bell", "m.bell@school.example", "01698 000111"
TRACES = (
    NAME,
    EMAIL,
    PHONE,
    "01698000111",
    "Depute head of the school",
    "hears badly",
    "behind the stage",
    "rumour",
)


def tonight(*, now: datetime = NIGHT) -> Forgotten:
    return forget(now=now, today=timezone.localdate(now))


def whole_database() -> str:
    """Every value of every table, whoever made the table."""
    with connection.cursor() as cursor:
        values = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            values += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(values)


def left_over() -> list[str]:
    everything = whole_database().lower()
    return [trace for trace in TRACES if trace.lower() in everything]


def asked_by_morag(campaign, place) -> Asked:
    return Asked(
        place=place,
        unlisted_place="",
        unlisted_town="",
        area=place.area,
        groups=[Group("children", ("P7",), 27)],
        topic=make_topic(campaign=campaign),
        format="lesson",
        assembly_reason="There is a rumour",
        wanted=f"Mondays; {NAME} is off on Tuesdays",
        room="The room behind the stage",
        access_needs="One pupil hears badly",
        anything_else=f"Ring {PHONE}",
        contact_name=NAME,
        contact_role="Depute head of the school",
        contact_email=EMAIL,
        contact_phone=PHONE,
    )


def asked_for(now: datetime) -> TalkRequest:
    campaign = make_campaign()
    draft = start_draft(campaign=campaign, now=now)
    keep_answer(
        draft=draft, step="contact", typed={"name": [NAME], "email": [EMAIL], "phone": [PHONE]}
    )
    talk = ask_for_talk(
        draft_key=draft.pk,
        campaign=campaign,
        asked=asked_by_morag(campaign, make_place(campaign=campaign)),
    )
    confirm_address(talk_request=talk)
    return talk


def given_talk(held_on: date = date(2025, 11, 21)) -> TalkRequest:
    """From the form to the count: every service that a contact passes through, with its name
    wherever a person may type it.
    """
    asked = datetime.combine(held_on - timedelta(days=40), time(12), tzinfo=UTC)
    talk, officer = asked_for(asked), make_member()
    slot = Slot(officer=officer, held_on=held_on, starts_at=time(10), minutes=50)
    first = offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=None,
        place=None,
        new_place_kind="",
        by=officer.user,
        now=asked,
    )
    refuse_offer(offer=first, reason=f"{NAME} is away. Write to {EMAIL}", by=None)
    second = offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=None,
        place=None,
        new_place_kind="",
        by=officer.user,
        now=asked,
    )
    session = confirm_offer(offer=second, by=None, now=asked)
    Session.objects.filter(pk=session.pk).update(
        notes=(
            f"Ask for Morag  Bell at the office, or ring 01698000111. The {Audience.CHILDREN} "
            "asked a lot."
        )
    )
    deliver_session(
        session=session,
        counts=[Count(audience="children", count=27, known="counted")],
        today=TODAY,
        by=officer.user,
    )
    TalkRequest.objects.filter(pk=talk.pk).update(arriving=f"{NAME} meets you at the gate")
    talk.notes.create(text=f"{NAME} called from {PHONE}", by=None)
    return TalkRequest.objects.get(pk=talk.pk)


def news(talk: TalkRequest, at: datetime) -> None:
    """Sets back everything that happened to this request."""
    set_back(to=at, talk_request=talk)
    TalkRequest.objects.filter(pk=talk.pk).update(asked_at=at)


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


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
    assert "by this site" in page.text
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


@pytest.mark.parametrize("state", ["confirmed", "delivered"])
@pytest.mark.parametrize(
    ("held_on", "forgotten"), [(date(2025, 11, 22), 1), (date(2025, 11, 23), 0)]
)
def test_a_contact_is_kept_for_twelve_months_after_the_talk(state, held_on, forgotten):
    make_talk_request(state=state, session=make_session(held_on=held_on))

    assert tonight().contacts == forgotten


@pytest.mark.parametrize(
    "state", ["declined", "withdrawn", "cancelled_by_school", "cancelled_by_police", "lapsed"]
)
@pytest.mark.parametrize(("day", "forgotten"), [(date(2026, 8, 22), 1), (date(2026, 8, 23), 0)])
def test_a_contact_is_kept_for_three_months_after_the_talk_was_called_off(state, day, forgotten):
    talk = make_talk_request(state=state, state_reason="A reason")
    news(talk, at(day))

    assert tonight().contacts == forgotten


def test_the_three_months_begin_with_the_last_change():
    talk = make_talk_request()
    decline_talk(talk_request=talk, reason="No officer", by=make_member(role="coordinator").user)
    TalkRequest.objects.update(asked_at=at(date(2025, 1, 1)))
    set_back(to=at(date(2026, 11, 1)))

    assert tonight().contacts == 0


@pytest.mark.parametrize("state", ["submitted", "needs_info", "waiting", "offered"])
@pytest.mark.parametrize(("day", "forgotten"), [(date(2025, 11, 22), 1), (date(2025, 11, 23), 0)])
def test_a_request_that_came_to_nothing_lapses_after_twelve_months(state, day, forgotten):
    talk = make_talk_request(state=state, state_reason="A reason")
    offer = make_offer(talk_request=talk, officer=make_member())
    news(talk, at(day))

    done = tonight()

    talk.refresh_from_db()
    offer.refresh_from_db()
    assert done.contacts == forgotten
    assert (talk.state, offer.state) == (("lapsed", "lapsed") if forgotten else (state, "held"))
    assert [change.fields["State"][1] for change in talk.changes.all()] == ["Lapsed"] * forgotten


def test_mail_that_waits_for_a_forgotten_contact_is_never_sent(mailoutbox):
    talk = asked_for(NIGHT)
    news(talk, at(date(2025, 1, 1)))
    job = DBTaskResult.objects.get()

    tonight()
    send_mail.call(*job.args_kwargs["args"])

    assert not Mail.objects.exists()
    assert mailoutbox == []


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_the_schools_link_leads_nowhere_thirty_days_after_the_talk(days, status):
    talk = make_talk_request(
        state="delivered", session=make_session(held_on=timezone.localdate() - timedelta(days=days))
    )
    link = f"/t/{token_of(talk)}/"

    done = tonight(now=timezone.now())

    talk.refresh_from_db()
    assert done.links == (status == 404)
    assert talk.token_hash.startswith(DEAD_LINK) is (status == 404)
    assert Client().get(link).status_code == status


def test_a_dead_link_stays_dead_whatever_the_page_thinks_of_the_day(monkeypatch):
    talk = make_talk_request(state="delivered", session=make_session(held_on=date(2026, 10, 1)))
    link = f"/t/{token_of(talk)}/"
    tonight()
    monkeypatch.setattr(timezone, "localdate", lambda value=None: date(2026, 10, 2))

    assert Client().get(link).status_code == 404


def test_a_link_of_an_open_request_is_never_forgotten():
    talk = make_talk_request(state="offered")
    news(talk, at(date(2026, 1, 1)))

    assert tonight().links == 0


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_an_unfinished_form_is_kept_for_seven_days(days, left):
    TalkDraft.objects.create(campaign=make_campaign())
    TalkDraft.objects.update(started_at=NIGHT - timedelta(days=days))

    tonight()

    assert TalkDraft.objects.count() == left


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [
        ("sent", 29, 1),
        ("sent", 31, 0),
        ("given_up", 29, 1),
        ("given_up", 31, 0),
        ("stopped", 29, 1),
        ("stopped", 31, 0),
        ("waiting", 31, 1),
    ],
)
def test_a_mail_is_kept_for_thirty_days(state, days, left):
    long_ago = NIGHT - timedelta(days=days)
    Mail.objects.create(
        kind="reminder",
        key="k",
        message_id="m",
        to=EMAIL,
        subject="s",
        text="t",
        state=state,
        sent_at=long_ago if state == "sent" else None,
    )
    Mail.objects.update(written_at=long_ago)

    tonight()

    assert Mail.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
@pytest.mark.parametrize("state", ["given_up", "stopped"])
def test_a_reminder_that_never_went_is_kept_for_thirty_days_from_the_day_it_was_due(
    state, days, left
):
    Mail.objects.create(
        kind="reminder",
        key="k",
        message_id="m",
        to=EMAIL,
        subject="s",
        text="t",
        state=state,
        send_after=NIGHT - timedelta(days=days),
    )
    Mail.objects.update(written_at=NIGHT - timedelta(days=90))

    tonight()

    assert Mail.objects.count() == left


@pytest.mark.parametrize(
    ("uploaded", "worked_on", "left"), [(29, None, 1), (31, None, 0), (90, 29, 1), (90, 31, 0)]
)
def test_rows_of_a_spreadsheet_are_kept_for_thirty_days_after_the_last_work_on_it(
    uploaded, worked_on, left
):
    batch = make_import_batch(by=make_member(role="coordinator"))
    alive_at = NIGHT - timedelta(days=worked_on) if worked_on else None
    ImportBatch.objects.update(uploaded_at=NIGHT - timedelta(days=uploaded), alive_at=alive_at)
    batch.rows.update(cells=[NAME])

    done = tonight()

    assert (batch.rows.count(), done.import_rows, NAME in whole_database()) == (
        left,
        1 - left,
        bool(left),
    )
    assert ImportBatch.objects.filter(pk=batch.pk).exists()


@pytest.mark.parametrize(
    ("status", "days", "left"),
    [
        ("SUCCESSFUL", 6, 1),
        ("SUCCESSFUL", 8, 0),
        ("FAILED", 8, 0),
        ("RUNNING", 8, 0),
        ("READY", 8, 1),
    ],
)
def test_a_finished_job_is_kept_for_seven_days(status, days, left):
    asked_for(NIGHT)
    then = NIGHT - timedelta(days=days)
    DBTaskResult.objects.update(
        status=status,
        started_at=then,
        finished_at=then if status in ("SUCCESSFUL", "FAILED") else None,
    )

    tonight()

    assert DBTaskResult.objects.count() == left


def test_sign_ins_that_ended_are_forgotten_and_others_are_not():
    store = SessionStore()
    store.create()
    SignIn.objects.create(
        session_key="old", session_data="x", expire_date=NIGHT - timedelta(minutes=1)
    )
    SignIn.objects.filter(pk=store.session_key).update(expire_date=NIGHT + timedelta(minutes=1))

    done = tonight()

    assert done.sign_ins == 1
    assert list(SignIn.objects.values_list("pk", flat=True)) == [store.session_key]


def test_limits_that_ran_out_are_forgotten_and_others_are_not(settings):
    settings.CACHES = real.CACHES
    limits.wait_for("asking", "gone", ((1, 60),))
    limits.wait_for("asking", "there", ((1, 6000),))

    done = tonight(now=timezone.now() + timedelta(minutes=5))

    assert done.limits == 1
    assert [limits.wait_for("asking", who, ((1, 6000),)) > 0 for who in ("gone", "there")] == [
        False,
        True,
    ]


def test_all_or_nothing(monkeypatch):
    given_talk()
    before = whole_database()

    def fail(**times):
        raise DatabaseError(EMAIL)

    monkeypatch.setattr(forgetting, "_forget_limits", fail)

    with pytest.raises(DatabaseError):
        tonight()

    assert whole_database() == before


@pytest.mark.parametrize(
    ("day", "months", "answer"),
    [
        (date(2026, 11, 23), 12, date(2025, 11, 23)),
        (date(2026, 11, 30), 9, date(2026, 2, 28)),
        (date(2026, 1, 31), 3, date(2025, 10, 31)),
    ],
)
def test_months_before(day, months, answer):
    assert months_before(day, months) == answer


def test_the_command_says_how_much_it_forgot(capsys, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    given_talk(held_on=timezone.localdate() - timedelta(days=400))
    for name, days in (("old.log", 31), ("new.log", 29)):
        (tmp_path / name).write_text(EMAIL)
        then = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))

    call_command("forget")

    told = (
        "Forgotten: drafts 0, unconfirmed 0, contacts 1, links 0, mails 0, import-rows 0, times "
        "0, jobs 0, sign-ins 0, limits 0, mail files 1.\n"
    )
    assert capsys.readouterr().out == told
    assert [path.name for path in tmp_path.iterdir()] == ["new.log"]


def test_the_command_fails_loudly_and_tells_no_contact(monkeypatch):
    def fail(**times):
        raise DatabaseError(f"Failing row contains ({EMAIL})")

    monkeypatch.setattr("campaigns.management.commands.forget.forget", fail)

    with pytest.raises(CommandError) as failed:
        call_command("forget")

    assert (
        str(failed.value)
        == "Not everything was forgotten: DatabaseError. It is safe to run this again."
    )
    assert failed.value.returncode == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no journal of ours")
def test_a_deleted_row_leaves_no_byte_in_the_files_of_sqlite(tmp_path, monkeypatch):
    """A connection with the site's own options, to a file."""
    file = ConnectionHandler(
        {"default": {**site.DATABASES["default"], "NAME": tmp_path / "site.sqlite3"}}
    )["default"]
    monkeypatch.setattr(command, "connection", file)
    (tmp_path / "site.sqlite3").touch()  # only `migrate` makes one
    with file.cursor() as cursor:
        cursor.execute("CREATE TABLE talk (contact text)")
        cursor.execute("INSERT INTO talk VALUES (%s)", [EMAIL])
        command.empty_journal()  # from the journal into the database's own file
        assert EMAIL.encode() in bytes_of(tmp_path)
        cursor.execute("DELETE FROM talk")

    command.empty_journal()

    assert EMAIL.encode() not in bytes_of(tmp_path)
    file.close()


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize(("hours", "left"), [(71, 1), (73, 0)])
def test_a_request_whose_address_nobody_confirmed_goes_whole_after_three_days(hours, left):
    campaign = make_campaign()
    draft = start_draft(campaign=campaign, now=NIGHT)
    talk = ask_for_talk(
        draft_key=draft.pk,
        campaign=campaign,
        asked=asked_by_morag(campaign, make_place(campaign=campaign)),
    )
    TalkRequest.objects.update(asked_at=NIGHT - timedelta(hours=hours))
    DBTaskResult.objects.all().delete()

    done = tonight()

    assert (TalkRequest.objects.count(), talk.mails.count(), done.unconfirmed) == (
        left,
        left,
        1 - left,
    )
    assert bool(left_over()) == bool(left)


def test_why_somebody_was_away_is_forgotten_a_month_after_it_is_over():
    officer = make_member()
    for kind, days in (("leave", 31), ("court", 29)):
        ends = NIGHT - timedelta(days=days)
        officer.times.create(
            kind=kind, begins_at=ends - timedelta(hours=8), ends_at=ends, entered_by=officer.user
        )

    done = tonight()

    assert done.times == 1
    assert [row.kind for row in officer.times.all()] == ["court"]
