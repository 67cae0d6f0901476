"""What a school says of a talk that was given: news for its officers, which waits for nobody's
answer and never goes at once.
"""

from datetime import datetime

from campaigns.models import Change, Notice, TalkRequest
from campaigns.models.people import Hears
from campaigns.talks.heard.digest import plan_digest
from campaigns.talks.heard.people import hearers


def tell_of_given(change: Change, *, talk_request: TalkRequest, now: datetime) -> Notice:
    """Call it in the transaction of the change, after it. Told twice, it is one."""
    notice, is_new = Notice.objects.get_or_create(
        change=change, defaults={"talk_request": talk_request, "is_near": False}
    )
    if is_new and any(member.hears_rest != Hears.TODAY for member in hearers(notice)):
        plan_digest(now=now)
    return notice
