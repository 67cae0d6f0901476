"""Somebody leaves, or gets a role that does less: what they have in hand goes to colleagues first,
all of it or none.

Nobody is put into two places at once. What finds no colleague is named and nothing is written, but
when it is said that they go all the same: then coordinators find it on Today.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from campaigns.access.permissions import may_run_queue
from campaigns.diaries import book
from campaigns.diaries.book import OfficerIsBusy
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail.around_talks import plan_reminders, tell_new_officers
from campaigns.models import Change, Membership, Offer, Session, TalkRequest, User
from campaigns.people.memberships import (
    change_role,
    close_membership,
    has_other_role,
    lock_member,
)
from campaigns.people.rules import refuse_last
from campaigns.sessions.edit import lock_session
from campaigns.talks.answer import give_to
from campaigns.talks.end_offers import take_back_one
from campaigns.talks.leaving_free import refuse_away
from campaigns.talks.leaving_letter import holders_of, tell_takers
from campaigns.talks.leaving_work import Row, Work, key_of, requests_around, work_of
from campaigns.talks.offers import lock_request, slot_of

Role = Membership.Role

# Instead of a colleague: the other officer of two, dates that go back, no owner.
ALONE, BACK, NOBODY = "alone", "back", "nobody"
UNDECIDED = "Choose who takes it over"
MORE_WORK = "Something was planned with them meanwhile. Look at the list again."
REASON = "Leaves the team, or gives no talks any more"


class Undecided(Exception):
    """What nobody takes over, by its key, with the reason."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("Some of it has nobody who takes it over.")
        self.problems = dict(problems)


@transaction.atomic
def leave(
    *,
    member: Membership,
    becomes: Role | None,
    was: str,
    choices: Mapping[str, str],
    seen: Collection[str],
    anyway: bool,
    by: User,
    now: datetime,
) -> Membership:
    """`choices` names for each key who takes over, `seen` the keys that stood on the page, `was`
    the role. Locks are taken in one order: campaign, requests, sessions, officers.
    """
    member = lock_member(member)
    if member.role != was:
        raise Conflict(has_other_role(member))
    refuse_last(member, becomes=becomes)
    list(requests_around(member).select_for_update(of=("self",)).values_list("pk"))
    work = work_of(member, becomes=becomes, now=now)
    if not set(work.keys) <= set(seen):
        raise Conflict(MORE_WORK)
    before = holders_of(work)
    hand_over(member, work=work, choices=choices, anyway=anyway, by=by, now=now)
    tell_takers(member, becomes=becomes, work=work, before=before, by=by, now=now)
    if becomes is None:
        return close_membership(member=member, by=by, now=now)
    return change_role(member=member, role=becomes, was=was, by=by, now=now)


def hand_over(
    member: Membership,
    *,
    work: Work,
    choices: Mapping[str, str],
    anyway: bool,
    by: User,
    now: datetime,
) -> None:
    takers = _takers(member, choices=choices)
    book.lock_officers([member, *takers.values()])
    problems: dict[str, str] = {}
    for row in work.rows:
        key = key_of(row)
        choice = choices.get(key, "")
        try:
            with transaction.atomic():
                _give(row, member, choice=choice, taker=takers.get(choice), by=by, now=now)
        except (OfficerIsBusy, _NobodyFound) as problem:
            problems[key] = str(problem).rstrip(".")
            if anyway:
                _let_go(row, member, by=by, now=now)
    if problems and not anyway:
        raise Undecided(problems)


class _NobodyFound(Exception):
    pass


def _takers(member: Membership, *, choices: Mapping[str, str]) -> dict[str, Membership]:
    """Those who still give talks, as they stand now."""
    keys = {int(choice) for choice in choices.values() if choice.isascii() and choice.isdecimal()}
    found = Membership.objects.filter(campaign=member.campaign, pk__in=keys).presenters()
    rows = found.exclude(pk=member.pk).select_related("campaign", "base", "user")
    return {str(one.pk): one for one in rows}


def _give(
    row: Row, member: Membership, *, choice: str, taker: Membership | None, by: User, now: datetime
) -> None:
    if not (taker or choice in (ALONE, BACK, NOBODY)):
        raise _NobodyFound(UNDECIDED)
    if isinstance(row, Session):
        _give_session(row, member, taker=taker, by=by, now=now)
    elif isinstance(row, Offer):
        _give_offer(row, member, choice=choice, taker=taker, by=by, now=now)
    else:
        _give_request(row, member, choice=choice, taker=taker, by=by)


def _give_session(
    seen: Session, member: Membership, *, taker: Membership | None, by: User, now: datetime
) -> None:
    """Whoever gives it already gives it alone then."""
    others = [officer for officer in seen.officers.all() if officer != member]
    staying = others if taker is None or taker in others else [*others, taker]
    if not staying:
        raise _NobodyFound(UNDECIDED)
    session = _set_officers(seen, staying=staying, by=by, now=now)
    tell_new_officers(session, now)


def _set_officers(
    seen: Session, *, staying: Collection[Membership], by: User, now: datetime
) -> Session:
    session = lock_session(seen)
    before = list(seen.officers.all())
    new = [officer for officer in staying if officer not in before]
    refuse_away(
        new, day=session.held_on, starts_at=session.starts_at, minutes=session.minutes, now=now
    )
    session.officers.set(staying)
    book.sync_diary(session, must_fit=new, now=now)
    record_change(
        kind=Change.Kind.REASSIGNED,
        by=by,
        session=session,
        talk_request=getattr(session, "talk_request", None),
        fields={"Officers": (_names(before), _names(staying))},
        reason=REASON,
    )
    return session


def _give_offer(
    seen: Offer,
    member: Membership,
    *,
    choice: str,
    taker: Membership | None,
    by: User,
    now: datetime,
) -> None:
    """The letter named no officer, so the school need not be told of another one."""
    before = slot_of(seen).officers
    others = [officer for officer in before if officer != member]
    staying = others if taker is None or taker in others else [*others, taker]
    if choice == BACK:
        take_back_one(offer=seen, reason=REASON, by=by)
        return
    if not staying:
        raise _NobodyFound(UNDECIDED)
    refuse_away(
        [officer for officer in staying if officer not in before],
        day=seen.held_on,
        starts_at=seen.starts_at,
        minutes=seen.minutes,
        now=now,
    )
    request = lock_request(seen.talk_request)
    book.release(offers=[seen])
    seen.officer, seen.second_officer = staying[0], staying[1] if staying[1:] else None
    seen.save(update_fields=["officer", "second_officer"])
    taken = slot_of(seen).taken(about=request.draft_key, place=request.place)
    book.book_slot(
        officers=staying,
        begins=taken.begins,
        ends=taken.ends,
        about=taken.about,
        place=taken.place,
        offer=seen,
        now=now,
    )
    record_change(
        kind=Change.Kind.REASSIGNED,
        by=by,
        talk_request=request,
        fields={"Officers": (_names(before), _names(staying))},
        reason=REASON,
    )


def _give_request(
    row: TalkRequest, member: Membership, *, choice: str, taker: Membership | None, by: User
) -> None:
    if taker and not may_run_queue(taker):
        raise _NobodyFound(f"{taker} is no coordinator. Choose somebody who runs the requests")
    if taker is None and choice != NOBODY:
        raise _NobodyFound(UNDECIDED)
    give_to(talk_request=row, owner=taker, was=member.pk, by=by)


def _let_go(row: Row, member: Membership, *, by: User, now: datetime) -> None:
    """Nobody takes it over, which was read and confirmed."""
    if isinstance(row, Session):
        others = [officer for officer in row.officers.all() if officer != member]
        session = _set_officers(row, staying=others, by=by, now=now)
        if others:
            tell_new_officers(session, now)
        else:
            plan_reminders(session, now)  # the ones that wait name who comes
    elif isinstance(row, Offer):
        take_back_one(offer=row, reason=REASON, by=by)
    else:
        give_to(talk_request=row, owner=None, was=member.pk, by=by)


def _names(officers: Collection[Membership]) -> str:
    return ", ".join(sorted(str(officer) for officer in officers))
