"""Who takes over: one answer for everything, and one for each."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from campaigns.mail.around_talks import schools_to_tell
from campaigns.models import Membership, Offer, Session, TalkRequest
from campaigns.people.invite_forms import seen_role
from campaigns.talks.leaving import ALONE, BACK, NOBODY
from campaigns.talks.leaving_work import Row, Work, key_of, words_of
from campaigns.talks.offers import slot_of
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm
from sextortion_aware.forms.queries import from_list
from sextortion_aware.template_tags import error_list, first_id

EVERYTHING = "everything"
AS_ABOVE = ("", "As for everything")
SCHOOL_IS_TOLD = "They are told by e-mail."
SCHOOL_IS_NOT_TOLD = "No e-mail goes: phone them."
NEW_SINCE = "New since you looked. Choose who takes it over"
MOST_SEEN = 50_000  # characters: some thousand talks of one officer


class LeavingForm(ServiceForm):
    all_optional = True

    everything = forms.ChoiceField(
        required=False, label="Who takes over everything?", error_messages=from_list("somebody")
    )
    seen = forms.CharField(required=False, max_length=MOST_SEEN, widget=forms.HiddenInput)
    was = seen_role()

    def __init__(
        self,
        data: Any = None,
        *,
        member: Membership,
        work: Work,
        colleagues: Sequence[Membership],
        coordinators: Sequence[Membership],
    ) -> None:
        super().__init__(data, initial={"seen": " ".join(work.keys), "was": member.role})
        self.member, self.work = member, work
        names = [(str(one.pk), str(one)) for one in colleagues]
        runs = [(str(one.pk), str(one)) for one in coordinators]
        everything: Any = self.fields[EVERYTHING]
        everything.choices = [("", "Nobody: I choose for each"), *names]
        told = set(schools_to_tell(work.sessions).values_list("session", flat=True))
        for row in work.rows:
            is_told = SCHOOL_IS_TOLD if row.pk in told else SCHOOL_IS_NOT_TOLD
            self.fields[key_of(row)] = forms.ChoiceField(
                label=words_of(row),
                help_text=is_told if isinstance(row, Session) else "",
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
        sets = [
            Fieldset(format_html("<h2>{}</h2>", title), *(key_of(row) for row in rows))
            for title, rows in parts
            if rows
        ]
        return Layout("seen", "was", *([EVERYTHING] if sets else []), *sets)

    @property
    def choices(self) -> dict[str, str]:
        """By key. What has no answer of its own follows the one for everything."""
        everything = self.cleaned_data.get(EVERYTHING, "")
        return {key: self.cleaned_data.get(key) or everything for key in self.work.keys}

    def add_problems(self, problems: Mapping[str, str]) -> None:
        for key, words in problems.items():
            self.add_error(key, words)

    def look_again(self) -> None:
        """After something else was planned, or the role changed: what was chosen stays."""
        new = [key for key in self.work.keys if key not in self.cleaned_data["seen"].split()]
        data = cast("QueryDict", self.data).copy()
        data["seen"], data["was"] = self.initial["seen"], self.initial["was"]
        self.data = data
        self.add_problems(dict.fromkeys(new, NEW_SINCE))

    @property
    def error_summary(self) -> list[dict[str, str]]:
        """Beside its field a reason needs no name; in the summary it does."""
        links = {first_id(self[key_of(row)]): words_of(row) for row in self.work.rows}
        return [
            item | {"text": f"{links[item['to']]}: {item['text']}"} if item["to"] in links else item
            for item in error_list(self)
        ]
