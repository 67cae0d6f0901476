"""What a school types when it calls off stands on its request alone: partners see the rest."""

from importlib import import_module

import pytest
from django.apps import apps

from campaigns.models import Change
from campaigns.sessions.life import cancel_session
from tests.campaigns.shown import link, words
from tests.campaigns.talks.test_contact_change import confirmed_talk
from tests.factories import NOW, TODAY, make_member, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

TYPED = "Morag Bell is in hospital"
FIXED = "Called off by the school or group."


def test_what_it_typed_stands_on_the_request_alone(client, coordinator):
    talk = confirmed_talk()

    client.post(f"{link(talk)}end/", {"reason": TYPED})

    session = talk.session
    session.refresh_from_db()
    assert session.state_reason == FIXED
    assert list(session.changes.exclude(reason="").values_list("reason", flat=True)) == [FIXED]
    assert TYPED in words(client.get(f"/team/talks/{talk.pk}/"))
    client.force_login(make_member(role="viewer", name="Vi").user)
    page = words(client.get(f"/team/sessions/{session.pk}/"))
    assert (FIXED in page, TYPED in page) == (True, False)


def test_what_stands_from_before_is_taken_out_and_officers_words_stay(client):
    talk, ours = confirmed_talk(), make_session(state="planned")
    old = f"Called off by the school or group: {TYPED}"
    client.post(f"{link(talk)}end/", {"reason": TYPED})
    of_school = Change.objects.create(
        campaign=talk.campaign, kind="cancelled", session=talk.session, reason=old
    )
    type(talk.session).objects.filter(pk=talk.session.pk).update(state_reason=old)
    by = make_member(role="coordinator", name="Una Orr").user
    cancel_session(
        session=ours, called_off_by="school", reason="No hall", now=NOW, today=TODAY, by=by
    )

    import_module("campaigns.migrations.0024_both_sides_hear").take_out_schools_words(apps, None)

    for row in (talk.session, of_school, ours):
        row.refresh_from_db()
    assert talk.session.state_reason == FIXED
    assert of_school.reason == "Called off by the school or group: …"
    assert "No hall" in ours.state_reason
