"""Which answers are given in words, and what their pages say and do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from campaigns.models import TalkRequest, User
from campaigns.places.guests import by_name
from campaigns.talks.answer import (
    QUESTION_FROM,
    WAITING_FROM,
    ask_school,
    decline_talk,
    note_down,
    put_on_waiting_list,
)
from campaigns.talks.forms import DeclineForm, QuestionForm, TeamNoteForm, WaitingForm
from campaigns.talks.heard.deeds import keep_date
from campaigns.talks.heard.forms import DateStaysForm
from campaigns.talks.offers import CAN_BE_OFFERED
from sextortion_aware.forms.layout import ServiceForm

State = TalkRequest.State
Save = Callable[[TalkRequest, str, User, datetime], object]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Where a sentence says {school}, it is the school or the name of the place: see `told_of`."""

    address: str
    heading: str
    form: type[ServiceForm]  # with one box
    button: str
    look: str = ""  # of the button
    states: tuple[str, ...] = tuple(State.values)  # in which it makes sense
    save: Save
    thanks: str

    def told_of(self, talk: TalkRequest) -> Self:
        return replace(
            self,
            heading=by_name(self.heading, talk),
            button=by_name(self.button, talk),
            thanks=by_name(self.thanks, talk),
        )


QUESTION = Answer(
    address="campaigns:talk_question",
    heading="Ask {school} a question",
    form=QuestionForm,
    button="Ask {school}",
    states=QUESTION_FROM,
    save=lambda talk, words, by, now: ask_school(talk_request=talk, question=words, by=by, now=now),
    thanks="Your question goes to {school}.",
)
WAIT = Answer(
    address="campaigns:talk_wait",
    heading="Put it on the waiting list",
    form=WaitingForm,
    button="Put it on the waiting list",
    states=WAITING_FROM,
    save=lambda talk, words, by, now: put_on_waiting_list(
        talk_request=talk, reason=words, by=by, now=now
    ),
    thanks="The request is on the waiting list. {School} gets an e-mail with your words.",
)
DATE_STAYS = Answer(
    address="campaigns:talk_date_stays",
    heading="Say that the date stays",
    form=DateStaysForm,
    button="Tell {school} that the date stays",
    states=(State.ASKS_TO_MOVE,),
    save=lambda talk, words, by, now: keep_date(talk_request=talk, reason=words, by=by, now=now),
    thanks="The date stays. {School} gets an e-mail with your words.",
)
DECLINE = Answer(
    address="campaigns:talk_decline",
    heading="Decline it",
    form=DeclineForm,
    button="Decline the request",
    look="danger",
    states=CAN_BE_OFFERED,
    save=lambda talk, words, by, now: decline_talk(talk_request=talk, reason=words, by=by),
    thanks="The request is declined. {School} gets an e-mail with your words.",
)
NOTE = Answer(
    address="campaigns:talk_team_note",
    heading="Write a note",
    form=TeamNoteForm,
    button="Save the note",
    save=lambda talk, words, by, now: note_down(talk_request=talk, text=words, by=by, now=now),
    thanks="Your note is saved.",
)
IN_ITS_PLACE = (QUESTION, WAIT, DATE_STAYS, DECLINE)  # of dates; a note goes with any answer
