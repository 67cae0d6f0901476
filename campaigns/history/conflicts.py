from campaigns.models import Session


class Conflict(Exception):
    """The row was no longer in the state that this change starts from; the text is for a person."""


class ChangedMeanwhile(Exception):
    """The session is not what it was when it was opened.

    `session` is how it stands now; the text says to a person who changed it.
    """

    def __init__(self, words: str, *, session: Session) -> None:
        super().__init__(words)
        self.session = session
