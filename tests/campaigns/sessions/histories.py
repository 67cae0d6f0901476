"""Random histories of a log for test_histories_property.py: what can be done to its sessions, and
what then must stand.

What stands is kept in plain Python, by what was asked for, and is never read back.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.models import ImportBatch
from campaigns.reach.reach import reach
from campaigns.sessions import life, log
from campaigns.sessions.edit import edit_session
from campaigns.sessions.putright import undo
from campaigns.spreadsheets import commit
from campaigns.spreadsheets.batches import start_work
from tests.campaigns.sessions.history_log import FITTING, row_of
from tests.campaigns.sessions.history_put_right import PutRight
from tests.campaigns.sessions.history_steps import Held, Saved, Step
from tests.campaigns.spreadsheets.files import check, upload_rows
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_campaign,
    make_member,
    make_place,
    make_topic,
)

ALWAYS = ("look", "log", "send_again", "plan", "bring_in")
DEEDS = ALWAYS + tuple(FITTING)


class History(PutRight):
    def do(self, step: Step) -> None:
        """What cannot be done to anything now gives way to the next that can.

        `tried` says which.
        """
        start = DEEDS.index(step.deed)
        self.tried = next(deed for deed in DEEDS[start:] + DEEDS[:start] if self.fitting(deed))
        getattr(self, self.tried)(step)

    def look(self, step: Step) -> None:
        reach(self.campaign, today=TODAY)

    def log(self, step: Step) -> None:
        key, is_ahead = UUID(int=len(self.sessions) + 1), step.held_on > TODAY
        counts = [] if is_ahead and not step.amiss else self.counts(step)
        clock = datetime(2031, 1, 1, tzinfo=UTC) if step.other % 2 else None
        logged = log.log_once(
            campaign=self.campaign,
            client_id=key,
            counts=counts,
            today=TODAY,
            by=self.by(step).user,
            device_at=clock,
            **self.details(step),
        )
        assert logged.is_new
        self.sessions[key] = Held(
            "planned" if is_ahead else "delivered",
            step.held_on,
            step.place,
            {} if is_ahead else step.rows_said,
        )
        self.saved[key] = Saved(made=1)

    def send_again(self, step: Step) -> None:
        key = list(self.sessions)[step.which % len(self.sessions)]
        again = log.log_once(
            campaign=self.campaign,
            client_id=key,
            counts=self.counts(step),
            today=TODAY,
            by=self.by(step).user,
            device_at=None,
            **self.details(step),
        )
        assert (again.is_new, again.session) == (False, row_of(key))

    def plan(self, step: Step) -> None:
        key = UUID(int=len(self.sessions) + 1)
        log.plan_session(
            campaign=self.campaign, client_id=key, by=self.by(step).user, **self.details(step)
        )
        self.sessions[key] = Held("planned", step.held_on, step.place)
        self.saved[key] = Saved(made=1)

    def deliver(self, step: Step) -> None:
        self.enter(life.deliver_session, step)

    def fill_in(self, step: Step) -> None:
        self.enter(life.fill_in_count, step)

    def enter(self, deed: Any, step: Step) -> None:
        key = self.pick(step)
        session, held = row_of(key), self.sessions[key]
        before = undo.what_stands(session)
        deed(session=session, counts=self.counts(step), today=TODAY, by=self.by(step).user)
        self.put(key, state="delivered", rows=step.rows_said)
        self.save(key, before, held)

    def call_off(self, step: Step) -> None:
        key = self.pick(step)
        deed = life.cancel_session if step.other % 2 else life.did_not_happen
        deed(
            session=row_of(key),
            called_off_by="school",
            reason="Snow",
            now=NOW,
            today=TODAY,
            by=self.by(step).user,
        )
        self.put(key, state="cancelled" if step.other % 2 else "did_not_happen")

    def edit(self, step: Step) -> None:
        key = self.pick(step)
        session, held = row_of(key), self.sessions[key]
        is_held = held.state == "delivered"
        before = undo.what_stands(session)
        now = timezone.now() + timedelta(days=3 * (step.other > 5))
        edit_session(
            session=session,
            counts=self.counts(step) if is_held or step.amiss else [],
            now=now,
            today=TODAY,
            by=self.by(step),
            opened=self.opened(step, session),
            **self.details(step, session),
        )
        self.put(
            key, held_on=step.held_on, place=step.place, rows=step.rows_said if is_held else {}
        )
        self.save(key, before, held)

    def bring_in(self, step: Step) -> None:
        """A spreadsheet of two lines, of which the first may be in the log already.

        Its own verdicts say what was taken.
        """
        told = [(min(step.held_on, TODAY), count) for _, _, count, _ in step.rows[:1]] + [
            (TODAY - timedelta(days=60 + len(self.batches)), 7)
        ]
        place = self.places[0]
        lines = [
            [f"{day:%d/%m/%Y}", "09:30", place.name, "P7", "" if count is None else count, "", ""]
            for day, count in told
        ]
        member = self.members[1]
        batch = check(upload_rows(lines, member=member, topic=self.topic))
        start_work(batch=batch, work=ImportBatch.Work.WRITING, now=timezone.now())
        commit.write_sessions(batch=batch, by=member.user, today=TODAY, clock=timezone.now)
        taken = {row.line: told[row.line - 2] for row in batch.rows.filter(verdict="ready")}
        keys = {
            commit.session_id(batch, line): Held(
                "delivered", day, 0, {("not_recorded", None, ""): count}, ("P7",)
            )
            for line, (day, count) in taken.items()
        }
        self.sessions |= keys
        self.batches[batch.pk] = list(keys)

    def undo_import(self, step: Step) -> None:
        pk = list(self.batches)[step.which % len(self.batches)] if step.amiss else self.pick(step)
        batch = ImportBatch.objects.get(pk=pk)
        start_work(batch=batch, work=ImportBatch.Work.UNDOING, now=timezone.now())
        commit.undo(batch=batch, by=self.members[1].user, now=timezone.now())
        self.undone.add(pk)
        for key in self.batches[pk]:
            if key not in self.touched:
                self.put(key, state="voided")


def make_history() -> History:
    """Two places of one name in two councils: names are not unique."""
    names = (
        ("Braeside Primary School", "Wishaw", "North Lanarkshire"),
        ("St Mary’s", "Lanark", "South Lanarkshire"),
        ("St Mary’s", "Leven", "Fife"),
    )
    people = (("officer", "Ailsa Reid"), ("coordinator", "Catriona Muir"), ("viewer", "Iain Bell"))
    campaign = make_campaign()
    places = [
        make_place(name=name, town=town, area=make_area(name=area)) for name, town, area in names
    ]
    return History(
        campaign=campaign,
        places=places,
        members=[make_member(role=role, name=name) for role, name in people],
        topic=make_topic(),
    )
