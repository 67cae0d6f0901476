"""Correcting, voiding and deciding, told what stands now."""

from datetime import timedelta

from django.utils import timezone

from campaigns.models import Session
from campaigns.sessions.copies import details_of
from campaigns.sessions.putright import correct
from campaigns.sessions.rules import Count
from tests.factories import TODAY

CHILDREN = Count(audience="children", count=25, known="counted")
MORE = Count(audience="children", count=27, known="register")


def now():
    return timezone.now() + timedelta(days=60)


def propose(
    session, *, by, counts=(MORE,), reason="The register came late", opened=None, **changed
):
    fresh = Session.objects.get(pk=session.pk)
    details = {**details_of(fresh), **changed}
    opened = fresh.version if opened is None else opened
    return correct.propose_correction(
        session=fresh,
        counts=counts,
        reason=reason,
        opened=opened,
        now=now(),
        today=TODAY,
        by=by,
        **details,
    )


def move(session, deed, *, by, reason="Entered twice", opened=None):
    fresh = Session.objects.get(pk=session.pk)
    return deed(
        session=fresh,
        reason=reason,
        opened=fresh.version if opened is None else opened,
        now=now(),
        today=TODAY,
        by=by,
    )


def confirm(correction, *, by, opened=None):
    version = Session.objects.get(pk=correction.session_id).version
    return correct.confirm_correction(
        correction=correction,
        opened=version if opened is None else opened,
        now=now(),
        today=TODAY,
        by=by,
    )


def last_change(session):
    return session.changes.order_by("-pk").first()
