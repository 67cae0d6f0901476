"""Notes of an old row that may name a child, or tell of harm: what the log form asks as well, in
words for somebody who was perhaps not there.
"""

from datetime import date

from campaigns.sessions.notes_asked import BIRTH, TOLD, asked_of_notes
from sextortion_aware.numbers import EMERGENCY, POLICE

LEAVE_OUT, KEEP = "leave_out", "keep"  # what somebody says of them, among a row's answers
NOTED = {
    LEAVE_OUT: "Notes left out.",
    KEEP: "Notes kept: somebody looked, and they name no child.",
}
OF_AN_OLD_ROW = {
    BIRTH: (
        "The notes seem to hold somebody’s date of birth. Sessions are kept for years: leave the "
        "notes out, or mend this row: take the date and the name beside it out of its notes."
    ),
    TOLD: (
        "The notes read as if somebody told of harm. Look into the file: if nobody has passed it "
        "on, tell the person who leads on child protection at the school today, and follow your "
        f"own child protection procedure. Call {POLICE}, or {EMERGENCY} in danger. Then leave the "
        "notes out."
    ),
}


def asked_of_old(notes: str, *, held_on: date) -> str:
    """What was found is never named. Empty when there is nothing to ask."""
    return " ".join(OF_AN_OLD_ROW[words] for words in asked_of_notes(notes, held_on=held_on))
