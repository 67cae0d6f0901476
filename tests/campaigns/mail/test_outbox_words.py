"""What the list of e-mails says of who stopped one, and of the night."""

from datetime import timedelta

import pytest

from campaigns.sessions.life import cancel_session
from tests.campaigns.shown import words
from tests.factories import NOW, TODAY, make_mail, make_session, make_talk_request, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

LIST = "/team/mail/"


def test_nobody_is_said_to_have_stopped_what_their_deed_made_untrue(client, coordinator):
    session = make_session(state="planned", held_on=TODAY, officers=[])
    talk = make_talk_request(state="confirmed", session=session)
    make_mail(talk_request=talk, session=session, kind="reminder")
    now, by = NOW - timedelta(days=1), make_user()

    cancel_session(
        session=session, called_off_by="police", reason="Court", now=now, today=now.date(), by=by
    )

    [line] = client.get(LIST, {"state": "stopped"}).context["lines"]
    assert line.when == "Stopped: what it said is no longer so"


@pytest.mark.parametrize("is_quiet", [True, False])
def test_the_list_speaks_of_the_night_only_where_it_is_kept(
    client, coordinator, settings, is_quiet
):
    settings.QUIET_AT_NIGHT = is_quiet

    assert ("Nothing is sent from 20:00 to 07:30" in words(client.get(LIST))) is is_quiet
