"""What the school said of a session, beside who came: its words for fewer than its answers."""

from typing import Any

from campaigns.access.permissions import may_run_queue
from campaigns.models import Membership, Session, TalkFeedback


def feedback_for(session: Session, *, member: Membership) -> dict[str, Any] | None:
    """The sentence is for those who gave the talk and for coordinators. Needs `officers` at hand,
    and `talk_request__feedback` selected.
    """
    request = getattr(session, "talk_request", None)
    feedback: TalkFeedback | None = getattr(request, "feedback", None)
    if feedback is None:
        return None
    may_read = may_run_queue(member) or member in session.officers.all()
    return {"feedback": feedback, "sentence": feedback.sentence if may_read else ""}
