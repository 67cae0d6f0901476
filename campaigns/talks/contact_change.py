"""A school's talk gets another contact, or another number of people: by the school's link, or by
one of us whom it told.

History says what was changed and none of its words: they go with the contact.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import contact_letters as letters
from campaigns.mail.around_talks import plan_reminders
from campaigns.mail.icalendar import Method
from campaigns.mail.letter import invitation
from campaigns.mail.links import hash_of, new_token
from campaigns.mail.write import stop_all, write_mail
from campaigns.models import Change, Mail, TalkContact, TalkRequest, User
from campaigns.talks.asking.turns import CameFrom, TooOften, take_to_send_to
from campaigns.talks.by_link import CHANGEABLE, date_has_begun
from campaigns.talks.group_change import Stages, set_groups
from campaigns.talks.heard.people import touched_by
from campaigns.talks.heard.tell import tell_team
from campaigns.talks.heard.words import what_of
from campaigns.talks.link_turns import wait_when_much_was_said
from campaigns.talks.offers import ANSWERED, lock_request
from campaigns.talks.stood import EXPECTED, STAGES, Stood, refuse_what_both_changed

State = TalkContact.State

COLUMNS = ("contact_name", "contact_role", "contact_email", "contact_phone")
WORDS = dict(zip(COLUMNS, ("Name", "Role", "E-mail", "Telephone"), strict=True))
# As the school reads it. The address is left out: another spelling of it is no news.
CONTACT = {
    "contact_name": "the name of the contact",
    "contact_role": "the role of the contact",
    "contact_phone": "the telephone number",
}
MOST_ASKED_A_DAY = 5
# They go to the address that they were written to, whoever looks after the talk by now.
STAY = (Mail.Kind.CONTACT_ASKED, Mail.Kind.CONTACT_CHANGED)


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str
    role: str
    email: str
    phone: str


@transaction.atomic
def change_visit(
    *,
    talk_request: TalkRequest,
    details: Mapping[str, str],
    expected: Mapping[int, int],
    stages: Stages | None = None,
    saw: Stood | None = None,
    now: datetime,
) -> None:
    """By the school's link: what the officer needs to know, how many come and of which class. One
    change, however much of it differs; a reminder that waits is written anew. No longer once the
    talk has begun. What is not in the mappings stays; `saw` is what stood there before.
    """
    request = open_request(talk_request)
    if date_has_begun(request, now=now):
        raise Conflict(ANSWERED)
    refuse_what_both_changed(
        request,
        {
            **details,
            **{f"{EXPECTED}{pk}": number for pk, number in expected.items()},
            **{f"{STAGES}{pk}": named for pk, named in (stages or {}).items()},
        },
        saw=saw or {},
    )
    # What they typed may name somebody, so history keeps only what it was about: the words go with
    # the contact.
    changed = [name for name in details if getattr(request, name) != details[name]]
    for name in changed:
        setattr(request, name, details[name])
    if changed:
        request.full_clean(exclude={"draft_key"})
        request.save(update_fields=changed)
    groups = set_groups(request, expected=expected, stages=stages or {}, by=None)
    fields = {CHANGEABLE[name]: ("", "") for name in changed} | groups
    if not fields:
        return
    wait_when_much_was_said(request, now=now)
    change = record_change(kind=Change.Kind.NOTED, by=None, talk_request=request, fields=fields)
    _remind_anew(request, now=now)
    tell_team(change, touched=touched_by(request), now=now)


@transaction.atomic
def hand_over(
    *, talk_request: TalkRequest, to: Person, now: datetime, sender: CameFrom | None = None
) -> bool:
    """By the school's link. Nothing changes until the new address has said yes, so that a mistyped
    one costs nothing. True when it was asked; the same address is only put right, at once.
    """
    request = open_request(talk_request)
    if is_same_address(request, to):
        if _columns_of(to) != {name: getattr(request, name) for name in COLUMNS}:
            wait_when_much_was_said(request, now=now)
            _write_down(request, to, by=None, now=now)
            _remind_anew(request, now=now)
            write_mail(letters.details_changed(request), now=now)
        return False
    if asked_of(request, now=now).filter(**vars(to)).exists():
        return True  # the button was pressed twice
    _wait_when_many_were_asked(request, now=now)
    token = secrets.token_urlsafe(32)
    request.other_contacts.exclude(state=State.BEFORE).delete()
    asked = TalkContact(
        talk_request=request, state=State.ASKED, token_hash=hash_of(token), **vars(to)
    )
    asked.full_clean()
    asked.save()
    record_change(kind=Change.Kind.CONTACT_ASKED, by=None, talk_request=request)
    address = settings.SITE_URL + reverse("campaigns:talk_take_over", args=[token])
    write_mail(letters.contact_asked(request, to=to.email, take_over=address), now=now)
    if sender:  # last, because a press that met a lock before is pressed again
        take_to_send_to(sender, mailbox=to.email)
    return True


def _wait_when_many_were_asked(request: TalkRequest, *, now: datetime) -> None:
    day = timedelta(days=1)
    written = request.mails.filter(kind=Mail.Kind.CONTACT_ASKED, written_at__gt=now - day)
    if written.count() >= MOST_ASKED_A_DAY:
        raise TooOften(int(day.total_seconds()))


@transaction.atomic
def stop_handing_over(*, talk_request: TalkRequest, now: datetime) -> bool:
    """False when nobody was asked, or somebody has said yes meanwhile."""
    return end_handing_over(open_request(talk_request), by=None, now=now)


def end_handing_over(request: TalkRequest, *, by: User | None, now: datetime) -> bool:
    """The link of whoever was asked is dead. The request is locked."""
    if not request.other_contacts.filter(state=State.ASKED).delete()[0]:
        return False
    waiting = Mail.objects.filter(talk_request=request, kind=Mail.Kind.CONTACT_ASKED)
    stop_all(waiting, now=now)
    fields = {"To a colleague": ("asked", "taken back")}
    record_change(kind=Change.Kind.CONTACT_ASKED, by=by, talk_request=request, fields=fields)
    return True


def asked_of(request: TalkRequest, *, now: datetime) -> QuerySet[TalkContact]:
    """Who may still say yes, whether or not the night has taken the others away."""
    since = now - settings.FORGET_DRAFTS_AFTER
    return request.other_contacts.filter(state=State.ASKED, named_at__gte=since)


@transaction.atomic
def take_over(*, asked: TalkContact, now: datetime) -> TalkRequest:
    """Whoever reads the new address says yes."""
    request = open_request(asked.talk_request)
    yes = asked_of(request, now=now).filter(pk=asked.pk)
    if not yes.update(state=State.TOOK_OVER):
        raise Conflict(ANSWERED)
    to = Person(name=asked.name, role=asked.role, email=asked.email, phone=asked.phone)
    _write_down(request, to, by=None, now=now)
    _remind_anew(request, now=now)
    return request


@transaction.atomic
def correct_contact(
    *,
    talk_request: TalkRequest,
    to: Person,
    room: str,
    expected: Mapping[int, int],
    stages: Stages | None = None,
    saw: str,
    by: User,
    now: datetime,
) -> None:
    """As the school told one of us. `saw` is the `version` that this person looked at. When the
    address stays the school is told what was changed; another one gets a letter of its own.
    """
    request = open_request(talk_request)
    if version(request) != saw:
        raise Conflict("Someone else has just changed this contact.")
    fields = set_groups(request, expected=expected, stages=stages or {}, by=by)
    is_another_room = room != request.room
    if is_another_room:
        request.room = room
        request.save(update_fields=["room"])
        fields["The room"] = ("", "")
    if fields:
        kind = Change.Kind.EDITED
        change = record_change(kind=kind, by=by, talk_request=request, fields=fields)
        tell_team(change, touched=touched_by(request), now=now)
    told, is_same = what_of(fields), is_same_address(request, to)
    if changed := _write_down(request, to, by=by, now=now):
        told += [CONTACT[name] for name in changed if name in CONTACT]
    if changed or is_another_room:
        _remind_anew(request, now=now)
    if told and is_same:
        write_mail(letters.changed_for_you(request, what=told), now=now)


def is_same_address(request: TalkRequest, to: Person) -> bool:
    return to.email.lower() == request.contact_email.lower()


def version(request: TalkRequest) -> str:
    """Stands for all that the form of `correct_contact` shows."""
    groups = [(group.pk, group.expected, group.stages) for group in request.groups.all()]
    return hash_of(repr(([getattr(request, name) for name in COLUMNS], request.room, groups)))[:20]


def open_request(talk_request: TalkRequest) -> TalkRequest:
    request = lock_request(talk_request)
    if request.state not in TalkRequest.OPEN or not request.contact_email:
        raise Conflict(ANSWERED)
    return request


def _columns_of(to: Person) -> dict[str, str]:
    return dict(zip(COLUMNS, (to.name, to.role, to.email, to.phone), strict=True))


def _write_down(request: TalkRequest, to: Person, *, by: User | None, now: datetime) -> list[str]:
    """Another address gets a link of its own; the link before is dead, and its reader is told.
    The columns that differ.
    """
    before = {name: getattr(request, name) for name in COLUMNS}
    after = _columns_of(to)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    is_another = not is_same_address(request, to)
    for name in changed:
        setattr(request, name, after[name])
    if changed and (is_another or by):
        end_handing_over(request, by=by, now=now)
    if changed:
        _keep_who_was(request, before)
    if is_another:
        request.link_number += 1
        request.token_hash = hash_of(new_token(request.draft_key, number=request.link_number))
        changed += ["link_number", "token_hash"]
    if changed:
        request.full_clean(exclude={"draft_key"})
        request.save(update_fields=changed)
        told = [name for name in changed if is_another or name != "contact_email"]
        fields = {words: ("", "") for name, words in WORDS.items() if name in told}
        kind = Change.Kind.CONTACT_CHANGED
        change = record_change(kind=kind, by=by, talk_request=request, fields=fields)
        tell_team(change, touched=touched_by(request), now=now)
    if is_another:
        _tell(request, old=before["contact_email"], by_team=by is not None, now=now)
    return changed


def _remind_anew(request: TalkRequest, *, now: datetime) -> None:
    if request.session and request.date_is_set:
        plan_reminders(request.session, now)


def _keep_who_was(request: TalkRequest, before: Mapping[str, str]) -> None:
    """Until the talk's contact is forgotten: officers may have noted the name."""
    who = dict(zip(("name", "role", "email", "phone"), before.values(), strict=True))
    request.other_contacts.create(state=State.BEFORE, **who)


def _tell(request: TalkRequest, *, old: str, by_team: bool, now: datetime) -> None:
    """What waits for the address before goes to the new one."""
    waiting = Mail.objects.filter(talk_request=request, state=Mail.State.WAITING, to=old)
    for mail in waiting.exclude(kind__in=STAY):
        mail.to = request.contact_email
        if mail.calendar and request.session:
            method = Method.CANCEL if "METHOD:CANCEL" in mail.calendar else Method.REQUEST
            mail.calendar = invitation(request, request.session, method=method)
        mail.save(update_fields=["to", "calendar"])
    write_mail(letters.contact_changed(request, to=old, by_team=by_team, now=now), now=now)
    write_mail(letters.new_contact(request, now=now), now=now)
