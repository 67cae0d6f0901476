"""That somebody looked at a school's contact: one line a person, request and day.

The line names the request in words and does not hang on it: to be looked at is no news of a
request, and would keep its contact from being erased.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, time

from django.db import DatabaseError, transaction
from django.utils import timezone

from campaigns.history.record import record_deeds
from campaigns.models import Campaign, Change, User
from sextortion_aware.only_drawn import noted_anyway

logger = logging.getLogger(__name__)


def note_contacts_seen(*, by: User, campaign: Campaign, references: Iterable[str]) -> None:
    """The page is read even when no line can be written: whoever stands before a locked school
    needs its number. The log says so then.
    """
    abouts = {about_contact(reference) for reference in references}
    try:
        if _not_yet(by, campaign, abouts):
            with noted_anyway():
                _write(by, campaign, abouts)
    except DatabaseError as problem:
        logger.error("A contact was seen and no line was written: %s", type(problem).__name__)


def about_contact(reference: str) -> str:
    return f"Contact of talk request {reference}"


@transaction.atomic
def _write(by: User, campaign: Campaign, abouts: Collection[str]) -> None:
    # Two pages opened at once come one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    record_deeds(
        campaign=campaign,
        kind=Change.Kind.CONTACT_SEEN,
        deeds=[(about, {}) for about in sorted(_not_yet(by, campaign, abouts))],
        by=by,
    )


def _not_yet(by: User, campaign: Campaign, abouts: Collection[str]) -> set[str]:
    """Of these, those of which there is no line today."""
    lines = Change.objects.filter(campaign=campaign, kind=Change.Kind.CONTACT_SEEN, by=by)
    today = lines.filter(at__gte=_begin_of_today(), about__in=abouts)
    return {*abouts} - {*today.values_list("about", flat=True)}


def _begin_of_today() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
