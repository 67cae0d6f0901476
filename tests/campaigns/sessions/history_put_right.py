"""What puts a session of a random history right, and what then must stand."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.models import Correction, Session
from campaigns.sessions.putright import correct as corrections
from campaigns.sessions.putright import merge as merging
from campaigns.sessions.putright import undo
from tests.campaigns.sessions.history_log import Log, row_of
from tests.campaigns.sessions.history_steps import Step
from tests.factories import TODAY


class PutRight(Log):
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
