"""A form that is left for later: what was typed and not sent, and the link that opens it again.

Why the address alone stops opening it: docs/decisions/0055-finished-later.md.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from campaigns.history.opened import version_of
from campaigns.mail.draft_letter import draft_link, key_of
from campaigns.mail.links import hash_of, new_draft_token
from campaigns.mail.write import stop_all, write_mail
from campaigns.models import Mail, TalkDraft
from campaigns.talks.asking.drafts import as_kept
from campaigns.talks.asking.gone import DraftIsGone
from campaigns.talks.asking.turns import CameFrom, take_to_send_to

OPEN_FOR = timedelta(days=1)
PRESSED_TWICE = timedelta(seconds=20)
LONGEST_TYPED = 2_000  # twice the longest answer: what is too long is told, and not cut
MOST_VALUES = 20


def kept_until(draft: TalkDraft) -> datetime:
    return draft.started_at + settings.FORGET_DRAFTS_AFTER


def is_open(draft: TalkDraft, *, now: datetime) -> bool:
    """By its address alone. Where no link was mailed, or none arrived, there is no other way in."""
    return not draft.link_hash or draft.kept_at > now - OPEN_FOR or is_link_refused(draft)


def half_typed(sent: QueryDict, fields: Iterable[str]) -> dict[str, list[str]]:
    """Of what was sent only the boxes of that page, as they stand. It may be wrong."""
    names = [name for field in fields for name in (field, f"{field}_id", f"{field}_choice")]
    found = {
        name: [value.replace("\x00", "") for value in sent.getlist(name)[:MOST_VALUES]]
        for name in names
    }
    return {
        name: values
        for name, values in found.items()
        if any(values) and all(len(value) <= LONGEST_TYPED for value in values)
    }


def version_of_answer(draft: TalkDraft, step: str) -> str:
    """What is typed on a page comes too late when Continue was pressed there meanwhile."""
    return version_of(draft.answers.get(step, {}))


@transaction.atomic
def keep_typing(
    *, draft: TalkDraft, step: str, typed: dict[str, list[str]], now: datetime, seen: str = ""
) -> TalkDraft:
    """It never counts as an answer. `seen` is the version of the answer that the page began with,
    when a script sends it.
    """
    kept = TalkDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if kept is None or (seen and seen != version_of_answer(kept, step)):
        return draft
    answer = as_kept(MultiValueDict(kept.answers.get(step, {})))
    kept.typing = {name: value for name, value in kept.typing.items() if name != step}
    if typed != answer:
        kept.typing[step] = typed
    kept.kept_at = now
    kept.save(update_fields=["typing", "kept_at"])
    kept.campaign = draft.campaign
    return kept


@transaction.atomic
def send_draft_link(*, draft: TalkDraft, address: str, now: datetime, sender: CameFrom) -> None:
    """Pressed twice, it is one letter, and takes one turn of `sender`. After a link opened
    the draft under a new address, the next letter has a new link, and the one before is dead. So it
    is when the letter goes to somebody else: the first may have been a stranger.
    """
    kept = TalkDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if kept is None:
        raise DraftIsGone
    if not went_to(kept, address):
        stop_all(letters_of(kept), now=now)
        kept.link_number += 1
    kept.link_hash, kept.kept_at = hash_of(new_draft_token(kept)), now
    kept.save(update_fields=["link_hash", "link_number", "kept_at"])
    letters = letters_of(kept).filter(to=address)
    if not letters.filter(written_at__gt=now - PRESSED_TWICE).exists():
        take_to_send_to(sender, mailbox=address)
        write_mail(draft_link(kept, to=address, kept_until=kept_until(kept)), now=now)


def letters_of(draft: TalkDraft) -> QuerySet[Mail]:
    """Those with the link that works."""
    if not draft.link_hash:
        return Mail.objects.none()
    return Mail.objects.filter(key__startswith=key_of(draft))


def is_link_refused(draft: TalkDraft) -> bool:
    """By the mail server of its address, so that nobody has the link."""
    states = set(letters_of(draft).values_list("state", flat=True))
    return Mail.State.REFUSED in states and Mail.State.SENT not in states


def went_to(draft: TalkDraft, address: str) -> bool:
    """Its link, or none went anywhere."""
    latest = letters_of(draft).order_by("-pk").first()
    return latest is None or latest.to.lower() == address.lower()


def draft_of_link(token: str, *, now: datetime) -> TalkDraft | None:
    drafts = TalkDraft.objects.select_related("campaign").filter(link_hash=hash_of(token))
    return drafts.filter(started_at__gte=now - settings.FORGET_DRAFTS_AFTER).first()


@transaction.atomic
def open_again(*, draft: TalkDraft, now: datetime) -> uuid.UUID:
    """Its address; a new one when the old one opens nothing any more: that may stand in the
    history of a computer that many use.
    """
    kept = TalkDraft.objects.select_for_update().filter(link_hash=draft.link_hash).first()
    if kept is None:
        raise DraftIsGone
    if is_open(kept, now=now):
        return kept.pk
    key = uuid.uuid4()
    TalkDraft.objects.filter(pk=kept.pk).update(key=key, kept_at=now)
    return key
