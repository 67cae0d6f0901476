"""What is written while somebody looks at a page, and waits for the morning, says so there."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.mail.links import token_of
from campaigns.models import Mail, Session, TalkRequest
from tests.campaigns.mail.told import a_talk
from tests.campaigns.shown import words
from tests.factories import make_mail, make_member, make_talk_request

pytestmark = pytest.mark.django_db

SCOTLAND = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SCOTLAND)
EVENING = datetime(2026, 11, 23, 21, 0, tzinfo=SCOTLAND)
SMALL_HOURS = datetime(2026, 11, 24, 3, 0, tzinfo=SCOTLAND)
AT_NIGHT = "at night we do not write"
ASKED = {"question-question": "Which stages?"}


@pytest.fixture(autouse=True)
def nights(settings):
    settings.QUIET_AT_NIGHT = True


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator")
    client.force_login(member.user)
    return member


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (EVENING, "goes tomorrow at 07:30: at night we do not write."),
        (SMALL_HOURS, "goes today at 07:30: at night we do not write."),
        (NOON, ""),
    ],
    ids=["evening", "small hours", "noon"],
)
def test_question_asked_by_a_coordinator_says_when_it_goes(
    client, monkeypatch, coordinator, moment, goes
):
    monkeypatch.setattr(timezone, "now", lambda: moment)
    talk = make_talk_request()

    page = client.post(f"/team/talks/{talk.pk}/question/", ASKED, follow=True)

    assert Mail.objects.get().kind == "question"
    by_team, by_school = words(page), words(client.get(f"/t/{token_of(talk)}/"))
    if goes:
        assert f"The e-mail to the school {goes}" in by_team
        assert f"The e-mail to you {goes}" in by_school
        assert f"Goes {goes.removeprefix('goes ').partition(':')[0]}:30" in by_team
    assert (AT_NIGHT in by_team, AT_NIGHT in by_school) == (bool(goes), bool(goes))


def test_session_that_is_called_off_in_the_evening_says_when_its_school_hears(
    client, monkeypatch, coordinator
):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    talk = a_talk(state="confirmed", with_session=True, officers=("Bo Kerr",))
    path = f"/team/sessions/{talk.session_id}/"
    client.post(f"{path}cancel/", {"called_off_by": "police", "reason": "Court"})

    page = words(client.get(path))

    assert Session.objects.get().state == "cancelled"
    assert "The e-mail to the school goes tomorrow at 07:30" in page


@pytest.mark.parametrize("kind", ["reminder", "thanks"])
def test_letter_with_a_time_of_its_own_is_no_news(client, monkeypatch, coordinator, kind):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    talk = make_talk_request()
    make_mail(talk_request=talk, kind=kind, send_after=EVENING.replace(day=27))

    page = words(client.get(f"/team/talks/{talk.pk}/"))

    assert AT_NIGHT not in page
    assert "Goes on Friday 27 November 2026 at 21:00" in page


@pytest.mark.parametrize("state", ["sent", "stopped", "given_up"])
def test_letter_that_waits_no_more_is_no_news(client, monkeypatch, coordinator, state):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    sent = {"sent_at": EVENING} if state == "sent" else {}
    mail = make_mail(kind="question", state=state, send_after=EVENING.replace(day=24), **sent)

    assert AT_NIGHT not in words(client.get(f"/team/talks/{mail.talk_request_id}/"))


def test_receipt_goes_at_night_so_nobody_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    talk = make_talk_request(state="unconfirmed")
    path = f"/talks/ask/{talk.draft_key}/sent/"
    client.post(f"{path}again/", {"contact_email": talk.contact_email})

    assert Mail.objects.get().send_after is None
    assert AT_NIGHT not in words(client.get(path))
    assert TalkRequest.objects.get().state == "unconfirmed"
