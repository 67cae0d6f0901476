"""A school that asked, was visited and is forgotten."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from campaigns.diaries.book import Slot
from campaigns.models import Audience, Session, TalkRequest
from campaigns.privacy.forget import Forgotten, forget
from campaigns.sessions.life import deliver_session
from campaigns.sessions.rules import Count
from campaigns.talks.asking.address import confirm_address
from campaigns.talks.asking.drafts import Asked, Group, ask_for_talk, keep_answer, start_draft
from campaigns.talks.confirm import confirm_offer
from tests.campaigns.talks.offering import offer_date, refuse_offer
from tests.factories import make_campaign, make_member, make_place, make_topic, set_back

NIGHT = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
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
