"""Columns that hold names as they are compared (sextortion_aware/reading/names.py), beside what
people typed and written together with it, whichever way a row is written.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from sextortion_aware.reading.names import LONGEST_NAME, compared_place

Row = TypeVar("Row", bound="Compared")


def words_of_fields(*names: str) -> str:
    return " ".join(filter(None, map(compared_place, names)))[:LONGEST_NAME].strip()


class ComparedQuerySet(models.QuerySet[Row]):
    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = [row.compare() for row in objs]
        if named := kwargs.get("update_fields"):
            kwargs["update_fields"] = self.model.with_compared(named)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[Row], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        rows = [row.compare() for row in objs]
        return super().bulk_update(rows, self.model.with_compared(fields), batch_size)

    def update(self, **values: Any) -> int:
        """A database cannot make the column, so a name is written by save or in bulk."""
        if left := {*self.model.with_compared(values)} - {*values}:
            raise TypeError(f"{', '.join(sorted(left))} would be left behind: save each row")
        return super().update(**values)


class Compared(models.Model):
    COMPARED: ClassVar[dict[str, tuple[str, ...]]]  # each column, and the fields that it is made of

    class Meta:
        abstract = True

    def compare(self: Row) -> Row:
        for column, names in self.COMPARED.items():
            setattr(self, column, words_of_fields(*(getattr(self, name) for name in names)))
        return self

    @classmethod
    def with_compared(cls, fields: Iterable[str]) -> list[str]:
        named = dict.fromkeys(fields)
        made = [column for column, names in cls.COMPARED.items() if named.keys() & {*names}]
        return [*dict.fromkeys([*named, *made])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.compare()
        if (named := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = self.with_compared(named)
        super().save(*args, **kwargs)
