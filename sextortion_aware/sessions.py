from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        """Django takes every error for a session that is gone, and answers 400 to a full disk."""
        try:
            super().save(must_create)
        except UpdateError as problem:
            reason = problem.__context__
            # Django's own "no such row" has no cause.
            if isinstance(reason, DatabaseError) and reason.__cause__:
                raise reason from reason.__cause__
            raise
