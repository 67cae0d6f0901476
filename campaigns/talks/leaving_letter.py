"""Whoever takes over from a colleague gets one letter with all that is theirs now.

It names places and dates, and of a school no more. Whoever pressed the button chose it, and is
written nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from campaigns.mail.letter import Letter
from campaigns.mail.write import write_mail
from campaigns.models import Mail, Membership, Offer, Session, TalkRequest, User
from campaigns.people.letters import team_letter
from campaigns.talks.leaving_work import Row, Work, key_of, words_of
from campaigns.talks.offers import slot_of

Holders = Mapping[str, frozenset[Membership]]

TAKES_OVER, GOES_ON = "You take over from a colleague", "You go on without a colleague"
NOW_YOURS = (
    (Session, "You give these talks now:"),
    (Offer, "These dates are held for schools, and you are the officer now:"),
    (TalkRequest, "You see to these requests now:"),
)


def holders_of(work: Work) -> Holders:
    """Who has each of it, by its key."""
    sessions = Session.objects.filter(pk__in=[one.pk for one in work.sessions])
    offers = Offer.objects.filter(pk__in=[one.pk for one in work.offers], state=Offer.State.HELD)
    requests = TalkRequest.objects.filter(pk__in=[one.pk for one in work.requests])
    people = ("officer__user", "officer__campaign", "second_officer__user")
    found: dict[str, frozenset[Membership]] = {}
    for session in sessions.prefetch_related("officers__user", "officers__campaign"):
        found[key_of(session)] = frozenset(session.officers.all())
    for offer in offers.select_related(*people, "second_officer__campaign"):
        found[key_of(offer)] = frozenset(slot_of(offer).officers)
    for request in requests.select_related("owner__user", "owner__campaign"):
        found[key_of(request)] = frozenset([request.owner] if request.owner else [])
    return found


def tell_takers(
    member: Membership,
    *,
    becomes: Membership.Role | None,
    work: Work,
    before: Holders,
    by: User,
    now: datetime,
) -> None:
    after = holders_of(work)
    people = frozenset[Membership]().union(*after.values())
    for person in sorted(people, key=lambda one: one.pk):
        if person == member or person.user_id == by.pk:
            continue
        new = [row for row in work.rows if person in _new(row, before, after)]
        alone = [row for row in work.rows if person in _left_with(row, before, after)]
        if new or alone:
            letter = _letter(person, member, becomes=becomes, new=new, alone=alone, by=by)
            write_mail(letter, now=now)


def _new(row: Row, before: Holders, after: Holders) -> frozenset[Membership]:
    key = key_of(row)
    return after.get(key, frozenset()) - before.get(key, frozenset())


def _left_with(row: Row, before: Holders, after: Holders) -> frozenset[Membership]:
    """Those who gave it with the one who leaves, when nobody comes instead."""
    return frozenset() if _new(row, before, after) else after.get(key_of(row), frozenset())


def _letter(
    person: Membership,
    member: Membership,
    *,
    becomes: Membership.Role | None,
    new: Sequence[Row],
    alone: Sequence[Row],
    by: User,
) -> Letter:
    days = [row.held_on for row in (*new, *alone) if not isinstance(row, TalkRequest)]
    return team_letter(
        Mail.Kind.TAKEN_OVER,
        person.user,
        TAKES_OVER if new else GOES_ON,
        link=settings.SITE_URL + reverse("campaigns:home"),
        team=member.campaign,
        goes_at_night=False,
        at_once_for=min(days, default=None),
        colleague=str(member),
        role=becomes.label.lower() if becomes else "",
        by=by.name if new else "",
        parts=[*_parts(new, alone, colleague=str(member))],
    )


def _parts(
    new: Sequence[Row], alone: Sequence[Row], *, colleague: str
) -> Iterator[tuple[str, list[str]]]:
    for kind, heading in NOW_YOURS:
        if lines := [in_one_line(row) for row in new if isinstance(row, kind)]:
            yield heading, lines
    if alone:
        yield f"You go on with these, without {colleague}:", [in_one_line(row) for row in alone]


def in_one_line(row: Row) -> str:
    return " ".join(words_of(row).split())
