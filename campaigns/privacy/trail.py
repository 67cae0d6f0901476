"""Lines of the audit trail about access and people go when their time is over."""

from datetime import datetime

from campaigns.history.kinds import FORGOTTEN_KINDS
from campaigns.models import Change


def forget_trail(*, before: datetime) -> int:
    """The guard of the database lets nothing younger go, and no other line."""
    alone = Change.objects.filter(session=None, talk_request=None, batch=None)
    return alone.filter(kind__in=FORGOTTEN_KINDS, at__lt=before).delete()[0]
