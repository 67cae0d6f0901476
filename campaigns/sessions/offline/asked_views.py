"""What the usual page asks before it saves, asked of a number that was typed without a signal.

The entry comes back with the question, and with the keys that say yes to it when it is saved again:
another number is asked about anew. A number in the other column is asked about on the session's
page, which has a button for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.sessions.ask_first import classes_in
from campaigns.sessions.count_form import CountForm
from campaigns.sessions.details import Details
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.offline.entry import Entry, first_box
from campaigns.sessions.questions import Confirmed, key_of, too_many

IF_SO = "If it is right, save it on this phone again"


@dataclass(frozen=True)
class Asked:
    sentences: Sequence[str]
    to: str

    @property
    def keys(self) -> list[str]:
        return [key_of(sentence) for sentence in self.sentences]

    @property
    def problems(self) -> list[dict[str, str]]:
        return [
            {"field": "attendance", "to": self.to, "text": f"{sentence} {IF_SO}"}
            for sentence in self.sentences
        ]

    @property
    def confirmed(self) -> Confirmed:
        return Confirmed(sentences=self.sentences)

    def waits(self, entry: Entry) -> bool:
        return not {*entry.answers.getlist("confirmed")}.issuperset(self.keys)


def asked_of(form: LogForm | CountForm, details: Details) -> Asked:
    sentences = too_many(details=details, counts=form.counts, classes=classes_in(form))
    return Asked(sentences, to=first_box(form[form.first_line]))
