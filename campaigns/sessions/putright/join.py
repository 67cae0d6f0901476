"""Who was about to log a talk that is in the log already joins that session instead."""

from datetime import date

from django.db import transaction

from campaigns.diaries import book
from campaigns.history.record import record_change
from campaigns.models import Change, Membership, Session
from campaigns.sessions.likeness import STANDING
from campaigns.sessions.putright.merge import MergeRefused, request_of
from campaigns.sessions.words import describe, differences

CANNOT_JOIN = "You cannot add yourself to this session. Ask a coordinator to do it."


def may_join(session: Session, *, today: date) -> bool:
    """On its day or later, and when no school asked for it: there a coordinator adds people.

    Read the session with its `talk_request`.
    """
    return session.state in STANDING and session.held_on <= today and request_of(session) is None


@transaction.atomic
def join_session(*, session: Session, officer: Membership, today: date) -> Session:
    """The officer gave the talk too; nothing else of what they typed is kept."""
    Session.objects.select_for_update().get(pk=session.pk)
    session = Session.objects.select_related("campaign", "talk_request").get(pk=session.pk)
    if not may_join(session, today=today):
        raise MergeRefused(CANNOT_JOIN)
    if session.officers.contains(officer):
        return session
    before = describe(session)
    session.officers.add(officer)
    # That they were there is a fact, which no other appointment refuses.
    book.sync_diary(session, must_fit=[], now=book.start_of(today))
    record_change(
        kind=Change.Kind.EDITED,
        by=officer.user,
        session=session,
        fields=differences(before, describe(session)),
        reason="Was about to log the same session.",
    )
    return session
