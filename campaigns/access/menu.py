"""What the menu shows is kept in the sign-in, so that pages of one's own account have it too.

It opens nothing: each page asks for itself.
"""

from django.contrib.sessions.backends.base import SessionBase

from campaigns.access.permissions import may_log
from campaigns.models import Membership

MAY_LOG = "may_log"  # templates/components/team_nav.html reads it


def note_menu(session: SessionBase, member: Membership) -> None:
    if session.get(MAY_LOG) != may_log(member):
        session[MAY_LOG] = may_log(member)
