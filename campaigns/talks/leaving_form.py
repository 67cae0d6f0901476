"""Who takes over: one answer for everything, and one for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from campaigns.models import Membership, Offer, Session, TalkRequest
from campaigns.talks.leaving import ALONE, BACK, NOBODY, UNDECIDED
from campaigns.talks.leaving_work import Row, Work, key_of
from campaigns.talks.offers import date_in_words, slot_of
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm
from sextortion_aware.forms.queries import from_list

EVERYTHING = "everything"
AS_ABOVE = ("", "As for everything")
MOST_SEEN = 50_000  # characters: some thousand talks of one officer


class LeavingForm(ServiceForm):
    all_optional = True

    everything = forms.ChoiceField(
        required=False, label="Who takes over everything?", error_messages=from_list("somebody")
    )
    seen = forms.CharField(required=False, max_length=MOST_SEEN, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        member: Membership,
        work: Work,
        colleagues: Sequence[Membership],
        coordinators: Sequence[Membership],
    ) -> None:
        super().__init__(data, initial={"seen": " ".join(work.keys)})
        self.member, self.work = member, work
        names = [(str(one.pk), str(one)) for one in colleagues]
        runs = [(str(one.pk), str(one)) for one in coordinators]
        everything: Any = self.fields[EVERYTHING]
        everything.choices = [("", "Nobody: I choose for each"), *names]
        for row in work.rows:
            self.fields[key_of(row)] = forms.ChoiceField(
                label=words_of(row),
                required=False,
                choices=[AS_ABOVE, *self._instead(row, names=names, runs=runs)],
                error_messages=from_list("somebody"),
            )
        self.layout = self._laid_out()  # type: ignore[misc]  # of this form alone

    def _instead(
        self, row: Row, *, names: list[tuple[str, str]], runs: list[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        if isinstance(row, TalkRequest):
            return [*runs, (NOBODY, "Nobody yet: it waits without an owner")]
        officers = list(row.officers.all()) if isinstance(row, Session) else slot_of(row).officers
        others = " and ".join(str(one) for one in officers if one != self.member)
        alone = [(ALONE, f"{others} alone")] if others else []
        back = [(BACK, "Take this date back")] if isinstance(row, Offer) else []
        return [*alone, *names, *back]

    def _laid_out(self) -> Layout:
        parts = (
            ("Planned sessions", self.work.sessions),
            ("Dates held for schools", self.work.offers),
            ("Requests that they see to", self.work.requests),
        )
        sets = [Fieldset(title, *(key_of(row) for row in rows)) for title, rows in parts if rows]
        return Layout("seen", *([EVERYTHING] if sets else []), *sets)

    @property
    def choices(self) -> dict[str, str]:
        """By key. What has no answer of its own follows the one for everything."""
        everything = self.cleaned_data.get(EVERYTHING, "")
        return {key: self.cleaned_data.get(key) or everything for key in self.work.keys}

    def add_problems(self, problems: Mapping[str, str]) -> None:
        for key, words in problems.items():
            label = self.fields[key].label
            self.add_error(key, f"Choose who takes over {label}" if words == UNDECIDED else words)


def words_of(row: Row) -> str:
    if isinstance(row, TalkRequest):
        return f"{row.reference}, {row.place_label}"
    if isinstance(row, Offer):
        return f"{date_in_words(row)}, held for {row.talk_request.place_label}"
    place = row.place.label if row.place else "online"
    return f"{date_in_words(row)}, {place}"
