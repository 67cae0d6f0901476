"""One row of every noun in a campaign, each with a word in it by which a page gives it away."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from campaigns.diaries.book import Slot
from campaigns.diaries.feed import make_feed
from campaigns.mail.links import hash_of, new_draft_token
from campaigns.models import (
    Campaign,
    Correction,
    CouncilArea,
    EvidenceRow,
    ImportBatch,
    ImportFile,
    Invitation,
    Mail,
    Membership,
    Merge,
    Offer,
    OfficerTime,
    Partner,
    Place,
    PlaceAlias,
    ReportedIncidents,
    SchoolHoliday,
    Session,
    TalkDraft,
    TalkKind,
    TalkRequest,
    Topic,
)
from campaigns.sessions.putright.merge import merge_sessions
from campaigns.talks.asking.drafts import start_draft
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import offer_dates
from tests import factories
from tests.factories import NOW

TODAY = NOW.date()
LEAVE = date(2026, 11, 24)
DAY = date(2026, 12, 1)  # of the confirmed talk: near enough for a snow day


@dataclass(frozen=True, kw_only=True)
class World:
    campaign: Campaign
    coordinator: Membership
    officer: Membership
    area: CouncilArea
    place: Place
    hall: Place
    alias: PlaceAlias
    topic: Topic
    partner: Partner
    kind: TalkKind
    holiday: SchoolHoliday
    incident: ReportedIncidents
    evidence: EvidenceRow
    planned: Session
    delivered: Session
    voided: Session
    pair: tuple[Session, Session]
    merge: Merge
    correction: Correction
    batch: ImportBatch
    unconfirmed: TalkRequest
    forgotten: str
    submitted: TalkRequest
    offered: TalkRequest
    offer: Offer
    confirmed: TalkRequest
    given: TalkRequest
    draft: TalkDraft
    mail: Mail
    leave: OfficerTime
    feed: str
    invitation: Invitation


def make_world(*, name: str, word: str) -> World:
    """Every campaign works in North Lanarkshire, and in one council that no other works in."""
    areas = [factories.make_area(), factories.make_area(name=f"{word} Council")]
    campaign = factories.make_campaign(name=name, areas=areas)
    factories.make_carried_figure(campaign=campaign, value=10_000 + len(word))
    factories.make_earlier_mark(campaign=campaign, value=5_000 + len(word))
    # Not by the word: whoever is signed in stands at the top of every page.
    who = {"role": "administrator", "name": f"Cara {name}"}  # who may what a coordinator may
    coordinator = factories.make_member(campaign=campaign, **who)
    officer = factories.make_member(name=f"{word} Officer", campaign=campaign)
    place = factories.make_place(name=f"{word} Primary School", campaign=campaign)
    hall = factories.make_place(
        name=f"Town hall of {word}", kind="community", campaign=campaign, area=areas[1]
    )
    topic = factories.make_topic(name=f"{word} topic", campaign=campaign)
    return World(
        campaign=campaign,
        coordinator=coordinator,
        officer=officer,
        area=areas[0],
        place=place,
        topic=topic,
        partner=factories.make_partner(name=f"{word} partner", campaign=campaign),
        kind=factories.make_talk_kind(topic=topic, name=f"{word} talk"),
        holiday=factories.make_holiday(area=areas[1], name=f"{word} week"),
        incident=factories.make_incidents(campaign=campaign, counts=f"{word} reports"),
        evidence=factories.make_evidence_row(campaign=campaign, code=f"{word} 3.1"),
        leave=factories.make_time(
            officer=coordinator,
            begins=datetime.combine(LEAVE, time(9)),
            ends=datetime.combine(LEAVE, time(12)),
        ),
        invitation=factories.make_invitation(
            campaign=campaign, name=f"{word} Invited", token=word, sent_at=NOW
        ),
        feed=make_feed(officer=officer, now=NOW),
        draft=draft_with_link(campaign, place),
        hall=hall,
        alias=alias_of(place, word),
        **sessions_of(place, hall, coordinator=coordinator, officer=officer, word=word),
        **talks_of(place, coordinator=coordinator, officer=officer, word=word),
    )


def draft_with_link(campaign, place):
    answers = {
        "place": {"place": [place.label]},
        "group-1": {"who": ["pupils"], "stages": ["P7"], "expected": ["27"]},
    }
    draft = start_draft(campaign=campaign, now=NOW, answers=answers)
    draft.link_hash = hash_of(new_draft_token(draft))
    draft.save()
    return draft


def alias_of(place: Place, word: str) -> PlaceAlias:
    words = f"{word} ps".casefold()
    return PlaceAlias.objects.create(campaign=place.campaign, words=words, place=place)


def sessions_of(
    place: Place, hall: Place, *, coordinator: Membership, officer: Membership, word: str
) -> dict[str, Any]:
    planned, delivered, voided, first, second, kept, other = (
        factories.make_session(
            place=hall if state in ("voided", "planned") or day == 5 else place,
            campaign=place.campaign,
            officers=[officer, coordinator],
            topics=list(place.campaign.topics.all()),
            held_on=date(2026, 11, day),
            state=state,
            state_reason=f"{word} entered it twice" if state == "voided" else "",
        )
        for day, state in (
            (20, "planned"),
            (2, "delivered"),
            (3, "voided"),
            (4, "delivered"),
            (4, "delivered"),
            (5, "delivered"),
            (5, "delivered"),
        )
    )
    for session in (delivered, voided, first, second, kept, other):
        factories.make_attendance(session=session, count=20 + len(word))
    merge = merge_sessions(kept=kept, other=other, seen=(1, 1), today=TODAY, by=coordinator.user)
    factories.make_change(session=delivered, by=officer.user, reason=f"{word} counted again")
    return {
        "planned": planned,
        "delivered": delivered,
        "voided": voided,
        "pair": (first, second),
        "merge": merge,
        "correction": factories.make_correction(
            by=coordinator, session=delivered, reason=f"{word} was there"
        ),
        "batch": batch_of(coordinator, word=word),
    }


def batch_of(member: Membership, *, word: str) -> ImportBatch:
    batch = factories.make_import_batch(by=member)
    batch.rows.update(unknown_place=f"{word} PS", verdict="duplicate")
    ImportBatch.objects.filter(pk=batch.pk).update(
        file_name=f"{word}.csv", columns={"date": 0}, header=["Date", "Place", "Children"]
    )
    ImportFile.objects.create(
        batch=batch,
        content=f"Date,Place,Children\n?,{word} PS,12\n".encode(),
        first_lines=[[1, ["Date", "Place", "Children"]], [2, ["?", f"{word} PS", "12"]]],
        separator=",",
        header_line=1,
    )
    batch.refresh_from_db()
    return batch


def talks_of(
    place: Place, *, coordinator: Membership, officer: Membership, word: str
) -> dict[str, Any]:
    topic = place.campaign.topics.get()
    submitted, offered, confirmed, given = (
        factories.make_talk_request(
            place=place,
            campaign=place.campaign,
            topic=topic,
            reference=f"{word[:3].upper()}{number}",
            contact_email=f"office{number}@{word.lower()}.example",
        )
        for number in (1111, 2222, 3333, 4444)
    )
    offer = offered_date(offered, officer, at=14, by=coordinator)
    confirm_offer(
        offer=offered_date(confirmed, officer, at=10, by=coordinator),
        by=coordinator.user,
        now=NOW,
    )
    held = factories.make_session(place=place, campaign=place.campaign, officers=[officer])
    factories.make_attendance(session=held, count=20 + len(word))
    given.session, given.state = held, "delivered"
    given.save(update_fields=["session", "state"])
    for talk in (offered, confirmed):
        talk.refresh_from_db()
    unconfirmed = factories.make_talk_request(
        place=place,
        campaign=place.campaign,
        topic=topic,
        reference=f"{word[:3].upper()}5555",
        state="unconfirmed",
    )
    return {
        "unconfirmed": unconfirmed,
        "forgotten": factories.make_forgotten(campaign=place.campaign, token=f"of {word}"),
        "submitted": submitted,
        "offered": offered,
        "offer": offer,
        "confirmed": confirmed,
        "given": given,
        "mail": Mail.objects.filter(talk_request=offered).latest("pk"),
    }


def offered_date(talk: TalkRequest, officer: Membership, *, at: int, by: Membership) -> Offer:
    slot = Slot(officer=officer, held_on=DAY, starts_at=time(at), minutes=50)
    return offer_dates(
        talk_request=talk,
        slots=[slot],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=by.user,
        now=NOW,
    )[0]


def make_news(client: Any, world: World) -> None:
    """The line is a person's, so that a test of lines sees none without one."""
    factories.make_notice(talk_request=world.submitted, by=world.coordinator.user)
