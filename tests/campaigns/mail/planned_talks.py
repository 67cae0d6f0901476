"""A talk that is planned, and the reminders that wait for it."""

from datetime import date, time

from django.db import transaction

from campaigns.mail.around_talks import plan_reminders
from campaigns.models import Mail, TalkRequest
from tests.factories import NOW, make_member, make_session, make_talk_request

TALK = date(2026, 12, 8)  # a Tuesday


def a_talk(
    *, held_on=TALK, officers=("Ailsa Reid",), state="confirmed", state_reason="", **request
):
    session = make_session(
        state="planned",
        held_on=held_on,
        starts_at=time(10, 0),
        officers=[make_member(name=name) for name in officers],
    )
    talk = make_talk_request(state=state, state_reason=state_reason, session=session)
    TalkRequest.objects.filter(pk=talk.pk).update(**{"contact_phone": "01698 000000"} | request)
    return session


@transaction.atomic
def plan(session, *, now=NOW):
    plan_reminders(session, now)


def waiting():
    return Mail.objects.filter(state="waiting", kind="reminder").order_by("send_after")
