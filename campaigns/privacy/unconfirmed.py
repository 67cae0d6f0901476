"""Requests whose address nobody confirmed, and what is left of them for the link in the letter."""

from collections.abc import Callable
from datetime import date

from django.conf import settings

from campaigns.models import Mail, TalkRequest, UnconfirmedAnswers

State = TalkRequest.State
NOBODY_CONFIRMED = "Nobody confirmed its address, so its contact was erased."


def forget_unconfirmed(*, today: date, erase: Callable[[TalkRequest], None]) -> int:
    """It goes whole, with its groups and mails. Its answers stay for its link, without a contact.

    History cannot go: a request that has some, as of an e-mail that somebody stopped, is erased.
    """
    due = TalkRequest.objects.filter(state=State.UNCONFIRMED, confirm_by__lt=today)
    talks = list(due.select_for_update().order_by("pk"))
    for talk in talks:
        _leave_answers(talk, today=today)
        if talk.changes.exists():
            talk.state, talk.state_reason = State.LAPSED, NOBODY_CONFIRMED
            erase(talk)
            continue
        Mail.objects.filter(talk_request=talk).delete()
        talk.delete()
    return len(talks)


def _leave_answers(talk: TalkRequest, *, today: date) -> None:
    UnconfirmedAnswers.objects.filter(talk_request=talk).update(
        talk_request=None,
        token_hash=talk.token_hash,
        reference=talk.reference,
        forgotten_on=today,
    )


def forget_its_answers(*, today: date) -> int:
    """First what was typed, then that there was something."""
    left = UnconfirmedAnswers.objects.exclude(forgotten_on=None)
    typed = left.filter(forgotten_on__lt=today - settings.FORGET_ITS_ANSWERS_AFTER)
    answers = typed.exclude(answers={}).update(answers={})
    old = left.filter(forgotten_on__lt=today - settings.FORGET_ITS_REFERENCE_AFTER)
    return answers + old.delete()[0]
