"""Random histories of a log for test_histories_property.py: what can be done to its sessions, and
what then must stand.

What stands is kept in plain Python, by what was asked for, and is never read back.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.models import Campaign, Correction, ImportBatch, Membership, Place, Session, Topic
from campaigns.reach.reach import reach
from campaigns.sessions import life, log
from campaigns.sessions.copies import details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.putright import correct as corrections
from campaigns.sessions.putright import merge as merging
from campaigns.sessions.putright import undo
from campaigns.sessions.rules import Count, Details
from campaigns.spreadsheets import commit
from campaigns.spreadsheets.batches import start_work
from tests.campaigns.sessions.history_steps import Held, Saved, Step
from tests.campaigns.spreadsheets.files import check, upload_rows
from tests.factories import TODAY, make_area, make_campaign, make_member, make_place, make_topic


class History:
    def __init__(
        self, *, campaign: Campaign, places: list[Place], members: list[Membership], topic: Topic
    ) -> None:
        self.campaign, self.places, self.members, self.topic = campaign, places, members, topic
        self.tried = ""
        self.sessions: dict[UUID, Held] = {}
        self.touched: set[UUID] = set()
        # By the id of the correction: of what, and what it wants.
        self.waiting: dict[int, tuple[UUID, dict[str, Any]]] = {}
        self.merged: dict[UUID, str] = {}  # what was merged away, and what it was before
        self.batches: dict[int, list[UUID]] = {}
        self.undone: set[int] = set()
        self.saved: dict[UUID, Saved] = {}

    # What a step means

    def do(self, step: Step) -> None:
        """What cannot be done to anything now gives way to the next that can.

        `tried` says which.
        """
        start = DEEDS.index(step.deed)
        self.tried = next(deed for deed in DEEDS[start:] + DEEDS[:start] if self.fitting(deed))
        getattr(self, self.tried)(step)

    def fitting(self, deed: str) -> list[Any]:
        """What the deed can be done to."""
        return list(FITTING[deed](self)) if deed in FITTING else [deed]

    def pick(self, step: Step) -> Any:
        """One of them; when it is amiss any session, fitting or not."""
        fitting = self.fitting(self.tried)
        things = list(self.sessions) if step.amiss and fitting[0] in self.sessions else fitting
        return things[step.which % len(things)]

    def of(self, *states: str) -> list[UUID]:
        return [key for key, held in self.sessions.items() if held.state in states]

    def due(self, state: str) -> list[UUID]:
        """Of this state, held by now and without a figure."""
        return [
            key
            for key in self.of(state)
            if self.sessions[key].held_on <= TODAY and not self.sessions[key].has_figure
        ]

    def alike(self, kept: UUID) -> list[UUID]:
        held = self.sessions[kept]
        others = [key for key in self.of("delivered", "planned") if key != kept]
        return [
            key
            for key in others
            if held.place is not None
            and (self.sessions[key].held_on, self.sessions[key].place) == (held.held_on, held.place)
        ]

    def fresh(self) -> list[UUID]:
        """What was saved and not changed since."""
        versions = dict(Session.objects.values_list("client_id", "version"))
        return [key for key, saved in self.saved.items() if saved.made == versions[key]]

    def by(self, step: Step) -> Membership:
        return self.members[step.who]

    def place(self, number: int | None) -> Place | None:
        return None if number is None else self.places[number]

    def counts(self, step: Step) -> list[Count]:
        known = {True: "unknown", False: "counted"}
        return [
            Count(
                audience=audience, place=self.place(place), count=count, known=known[count is None]
            )
            for audience, place, count in step.rows
        ]

    def details(self, step: Step, session: Session | None = None) -> Details:
        new = Details(
            held_on=step.held_on,
            format="lesson",
            topics=[self.topic],
            officers=[self.members[0]],
            starts_at=time(9, 30),
            stages=("P7",),
        )
        told = details_of(session) if session else new
        return Details(
            **{
                **told,
                "held_on": step.held_on,
                "place": self.place(step.place),
                "is_online": step.place is None,
            }
        )

    def opened(self, step: Step, session: Session) -> int:
        return session.version - step.amiss

    def put(self, key: UUID, **said: Any) -> None:
        held = replace(self.sessions[key], **said)
        if held != self.sessions[key]:
            self.touched.add(key)
        self.sessions[key] = held

    def save(
        self, key: UUID, before: undo.Before, held: Held, correction: int | None = None
    ) -> None:
        made = row_of(key).version
        if made != before["version"]:
            self.saved[key] = Saved(made, held, before, correction)

    # Deeds

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

    def correct(self, step: Step) -> None:
        key = self.pick(step)
        held = self.sessions[key]
        said = {"held_on": step.held_on, "place": step.place, "rows": step.rows_said}
        wanted = {name: value for name, value in said.items() if value != getattr(held, name)}
        session = row_of(key)
        self.propose(
            corrections.propose_correction,
            step,
            key,
            "figures",
            wanted,
            session=session,
            counts=self.counts(step),
            **self.details(step, session),
        )

    def void(self, step: Step) -> None:
        key = self.pick(step)
        self.propose(
            corrections.void_session, step, key, "void", {"state": "voided"}, session=row_of(key)
        )

    def restore(self, step: Step) -> None:
        key = self.pick(step)
        self.propose(
            corrections.restore_session,
            step,
            key,
            "restore",
            {"state": "delivered"},
            session=row_of(key),
        )

    def propose(
        self,
        deed: Any,
        step: Step,
        key: UUID,
        kind: str,
        wanted: dict[str, Any],
        *,
        session: Session,
        **said: Any,
    ) -> None:
        held, before = self.sessions[key], undo.what_stands(session)
        correction = deed(
            session=session,
            reason="The register came late",
            opened=self.opened(step, session),
            now=timezone.now(),
            today=TODAY,
            by=self.by(step),
            **said,
        )
        self.touched.add(key)
        if self.by(step).role == "officer":
            self.waiting[correction.pk] = key, wanted
        else:
            self.put(key, **wanted)
            self.save(key, before, held, correction.pk)

    def confirm(self, step: Step) -> None:
        pk = self.pick(step)
        key, wanted = self.waiting[pk]
        session, held = row_of(key), self.sessions[key]
        before, by = undo.what_stands(session), self.members[not step.amiss]
        opened, correction = self.opened(step, session), Correction.objects.get(pk=pk)
        corrections.confirm_correction(
            correction=correction, opened=opened, now=timezone.now(), today=TODAY, by=by
        )
        del self.waiting[pk]
        self.put(key, **wanted)
        self.save(key, before, held, pk)

    def decline(self, step: Step) -> None:
        pk = self.pick(step)
        correction, by = Correction.objects.get(pk=pk), self.members[not step.amiss]
        corrections.decline_correction(
            correction=correction, reason="It was right", now=timezone.now(), by=by
        )
        del self.waiting[pk]

    def withdraw(self, step: Step) -> None:
        pk = self.pick(step)
        corrections.withdraw_correction(
            correction=Correction.objects.get(pk=pk),
            now=timezone.now(),
            by=self.members[step.amiss],
        )
        del self.waiting[pk]

    def undo_right_after(self, step: Step) -> None:
        key = list(self.saved)[step.which % len(self.saved)] if step.amiss else self.pick(step)
        session, saved, by = row_of(key), self.saved[key], self.by(step)
        if saved.before and saved.held:
            undo.put_back(
                session=session,
                made=saved.made,
                before=saved.before,
                today=TODAY,
                correction=saved.correction,
                by=by,
            )
            self.put(key, **vars(saved.held))
        else:
            undo.take_out(session=session, made=saved.made, by=by)
            self.put(key, state="cancelled" if self.sessions[key].state == "planned" else "voided")
        self.touched.add(key)

    def merge(self, step: Step) -> None:
        kept = self.pick(step)
        others = self.alike(kept) or list(self.sessions)
        other = others[step.other % len(others)]
        kept_row, other_row = row_of(kept), row_of(other)
        seen = self.opened(step, kept_row), other_row.version
        merging.merge_sessions(
            kept=kept_row, other=other_row, seen=seen, today=TODAY, by=self.members[1].user
        )
        self.merged[other] = self.sessions[other].state
        self.put(other, state="voided")
        self.touched.add(kept)

    def undo_merge(self, step: Step) -> None:
        other = self.pick(step)
        merging.undo_merge(other=row_of(other), today=TODAY, by=self.members[1].user)
        self.put(other, state=self.merged.pop(other))

    def bring_in(self, step: Step) -> None:
        """A spreadsheet of two lines, of which the first may be in the log already.

        Its own verdicts say what was taken.
        """
        told = [(min(step.held_on, TODAY), count) for _, _, count in step.rows[:1]] + [
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
                "delivered", day, 0, {("not_recorded", None): count}
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


FITTING: dict[str, Callable[[History], Iterable[Any]]] = {
    "deliver": lambda log: log.due("planned"),
    "fill_in": lambda log: log.due("delivered"),
    "call_off": lambda log: log.of("planned"),
    "edit": lambda log: log.of("delivered", "planned"),
    "correct": lambda log: log.of("delivered"),
    "void": lambda log: log.of("delivered"),
    "restore": lambda log: [key for key in log.of("voided") if key not in log.merged],
    "confirm": lambda log: log.waiting,
    "decline": lambda log: log.waiting,
    "withdraw": lambda log: log.waiting,
    "undo_right_after": lambda log: log.fresh(),
    "merge": lambda log: [key for key in log.of("delivered", "planned") if log.alike(key)],
    "undo_merge": lambda log: log.merged,
    "undo_import": lambda log: [pk for pk in log.batches if pk not in log.undone],
}
ALWAYS = ("look", "log", "send_again", "plan", "bring_in")
DEEDS = ALWAYS + tuple(FITTING)


def row_of(key: UUID) -> Session:
    return Session.objects.get(client_id=key)


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
