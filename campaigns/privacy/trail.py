"""What tells of access and people goes when its time is over: lines of the audit trail, and where
somebody was signed in.
"""

from datetime import datetime

from django.conf import settings

from campaigns.history.kinds import FORGOTTEN_KINDS
from campaigns.models import Change, SignIn


def forget_trail(*, before: datetime) -> int:
    """The guard of the database lets nothing younger go, and no other line."""
    alone = Change.objects.filter(session=None, talk_request=None, batch=None)
    return alone.filter(kind__in=FORGOTTEN_KINDS, at__lt=before).delete()[0]


def forget_sign_ins_seen(*, now: datetime) -> int:
    before = now - settings.FORGET_SIGN_INS_AFTER
    return SignIn.objects.filter(seen_at__lt=before).delete()[0]
