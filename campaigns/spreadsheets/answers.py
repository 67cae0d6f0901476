"""What a person may say of a row that is held back, for all of a kind or for one."""

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.opened import check_seen
from campaigns.models import Audience, Campaign, ImportBatch, ImportRow
from campaigns.spreadsheets.batches import CHUNK, IN_HAND, State, Verdict, free
from campaigns.spreadsheets.happened import did_not_happen
from campaigns.spreadsheets.mended import cells_in_words
from campaigns.spreadsheets.old_notes import KEEP, LEAVE_OUT
from campaigns.spreadsheets.rows import TAKE, Reason

# Of each reason: the answers, with what a button says for all rows and for one.
ANSWERS: dict[str, dict[str, tuple[str, str]]] = {
    Reason.AUDIENCE.value: {
        Audience.CHILDREN.value: ("All were children", "They were children"),
        Audience.YOUNG_PEOPLE.value: ("All were young people", "They were young people"),
        Audience.NOT_RECORDED.value: ("Leave it open for all", "Leave it open"),
    },
    Reason.HIDDEN.value: {TAKE: ("Take all hidden rows", "Take it")},
    Reason.MERGED.value: {
        TAKE: ("In each the first row’s number", "The number is the first row’s"),
    },
    Reason.NOT_HELD.value: {TAKE: ("", "It did happen, take it")},
    Reason.NOTES.value: {
        LEAVE_OUT: ("Leave the notes out of all", "Leave the notes out"),
        KEEP: ("", "They name no child, keep them"),
    },
}


def answers_for(row: ImportRow, batch: ImportBatch) -> dict[str, str]:
    """A “Cancelled” of its own column stands; a word in a note may be about another day."""
    if row.reason == Reason.NOT_HELD:
        _, is_final = did_not_happen(row.as_mended, columns=batch.columns, header=batch.header)
        if is_final:
            return {}
    return {answer: one for answer, (_, one) in ANSWERS.get(row.reason, {}).items()}


@transaction.atomic
def answer_rows(
    *, batch: ImportBatch, reason: str, answer: str, line: int = 0, seen: str | None = None
) -> None:
    """They are checked again afterwards. No line: all that are held for that reason. `seen` is the
    version of the one row.
    """
    Campaign.objects.select_for_update().get(pk=batch.campaign_id)
    checked = free(batch).filter(state=State.CHECKED).values("pk")
    rows = ImportRow.objects.filter(batch__in=checked, verdict=Verdict.HELD, reason=reason)
    said = list(rows.filter(line=line) if line else rows)
    if not said or (not line and not ANSWERS[reason][answer][0]):
        raise Conflict(IN_HAND)
    if line:
        check_seen(seen, cells_in_words(said[0]))
    for row in said:
        # A row that is asked again is asked about its next number.
        before = row.answers.get(reason, "") if reason == Reason.AUDIENCE else ""
        row.answers = {**row.answers, reason: f"{before} {answer}".strip()}
    ImportRow.objects.bulk_update(said, ["answers"], batch_size=CHUNK)
