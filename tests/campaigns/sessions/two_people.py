"""Two people who may both edit one session."""

from django.utils import timezone

from campaigns.models import Session
from campaigns.sessions import life
from campaigns.sessions.copies import details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.rules import Count
from tests import factories
from tests.factories import TODAY

CHILDREN = Count(audience="children", count=25, known="counted")


def make_two(*, state="delivered"):
    """Rona's session, and Catriona who also may edit it."""
    rona = factories.make_member(name="Rona Bell")
    catriona = factories.make_member(role="coordinator", name="Catriona Muir")
    session = factories.make_session(state="planned", held_on=TODAY, officers=[rona])
    if state == "delivered":
        life.deliver_session(session=session, counts=[CHILDREN], today=TODAY, by=rona.user)
    session.refresh_from_db()
    return session, rona, catriona


def edit(session, *, by, opened=None, counts=(CHILDREN,), **changed):
    fresh = Session.objects.get(pk=session.pk)
    return edit_session(
        session=fresh,
        counts=counts,
        now=timezone.now(),
        today=TODAY,
        by=by,
        opened=opened,
        **{**details_of(fresh), **changed},
    )
