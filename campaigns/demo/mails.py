"""What was written to the made-up schools, and what will be: reminders wait for their days."""

from datetime import date, datetime, time, timedelta

from campaigns.demo.moments import at
from campaigns.mail import letters
from campaigns.mail.around_talks import plan_reminders
from campaigns.mail.letter import Letter
from campaigns.models import Mail, TalkRequest

State = TalkRequest.State


def make_mails(requests: list[TalkRequest], *, today: date) -> None:
    Mail.objects.bulk_create(
        [sent(letters.receipt(talk), at_moment=talk.asked_at) for talk in requests]
    )
    told = [talk for talk in requests if talk.state in (State.CONFIRMED, State.DELIVERED)]
    Mail.objects.bulk_create(
        [
            sent(letters.date_confirmed(talk), at_moment=talk.asked_at + timedelta(days=2))
            for talk in told
        ]
    )
    for talk in told:
        if talk.session:
            plan_reminders(talk.session, at(today, time(6)))


def sent(letter: Letter, *, at_moment: datetime) -> Mail:
    """It went at once. No job is left of it."""
    return Mail(
        kind=letter.kind,
        key=letter.key,
        message_id=f"<{letter.key}@demo.example>",
        talk_request=letter.talk_request,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        state=Mail.State.SENT,
        tries=1,
        sent_at=at_moment,
    )
