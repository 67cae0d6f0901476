"""The forms that put a session right: their addresses, and what is typed into them."""

from campaigns.models import Session
from campaigns.sessions import life
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.typed import log_data
from tests.factories import TODAY

CHILDREN = Count(audience="children", count=25, known="counted")
FORMS = ("correct", "void", "restore")
DECIDE = ("confirm", "decline")


def make_held(officer):
    session = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    return life.deliver_session(session=session, counts=[CHILDREN], today=TODAY, by=officer.user)


def make_for(end, *, campaign=None):
    if end == "restore":
        return factories.make_session(
            state="voided", state_reason="Entered twice", campaign=campaign
        )
    return factories.make_session(campaign=campaign)


def url(session, end):
    return f"/team/sessions/{session.pk}/{end}/"


def typed(session, **changed):
    given = log_data(
        place=session.place.label,
        officers=session.officers.all(),
        topics=session.topics.all(),
        held_on=session.held_on,
    )
    return (
        given
        | {"reason": "The register came late", "opened": Session.objects.get(pk=session.pk).version}
        | changed
    )
