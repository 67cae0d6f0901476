"""A search by the beginnings of words, in one expression: built of lookups, as Django has them, the
same question took half as long again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, Func

# What may stand before a word that is looked for. A kept word has nothing but blanks there.
BEFORE_KEPT, FIRST, BEFORE_TYPED = ("", "% "), ("",), ("", "% ", "%-")


class EachWordBegins(Func):
    """Each of `words` begins one of a column's. They are letters and digits alone, as place_words
    makes them: no sign in them means anything to LIKE.
    """

    output_field = BooleanField()

    def __init__(self, words: Sequence[str], columns: Mapping[str, Sequence[str]]) -> None:
        super().__init__(*columns)
        self.patterns = [
            f"{before}{word}%" for word in words for each in columns.values() for before in each
        ]
        self.before = list(columns.values())

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, typed: str = "{}", **more: Any
    ) -> tuple[str, list[str]]:
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        one = " OR ".join(
            f"{column if before is BEFORE_KEPT else typed.format(column)} LIKE %s"
            for column, before in zip(columns, self.before, strict=True)
            for _ in before
        )
        words = len(self.patterns) // sum(map(len, self.before))
        return " AND ".join([f"({one})"] * words), self.patterns

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list[str]]:
        """SQLite's LIKE knows no capitals."""
        return self.as_sql(compiler, connection, typed="lower({})")
