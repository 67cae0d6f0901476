from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.reach.suppress import Published, publish

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("cells", "shown", "total"),
    [
        ((), (), 0),
        ((0, 0), (0, 0), 0),
        ((10, 0, 500), (10, 0, 500), 510),
        ((9, 50, 500), (None, None, 500), 559),
        ((9, 50, 50, 500), (None, None, None, 500), 609),
        ((4, 5, 500), (None, None, 500), 509),
        ((4, 4, 500), (None, None, 500), 508),
        ((1, 1, 50, 500), (None, None, None, 500), 552),
        ((9, 9, 50, 500), (None, None, None, 500), 568),
        ((7,), (None,), None),
        ((0, 7, 0), (0, None, 0), None),
        ((1, 1, 0), (None, None, 0), None),
        ((3, 4), (None, None), 7),
    ],
)
def test_publish_withholds_what_is_small_and_what_would_give_it_away(cells, shown, total):
    assert publish(cells) == Published(shown, total)


@SETTINGS
@given(st.lists(st.integers(0, 400), max_size=12))
def test_no_published_cell_is_about_one_to_nine_people(cells):
    published = publish(cells)

    assert all(cell is None or cell == 0 or cell >= 10 for cell in published.cells)
    assert [shown for shown, cell in zip(published.cells, cells, strict=True) if cell == 0] == [
        0
    ] * cells.count(0)


def tables_published_as(published: Published) -> Iterator[list[int]]:
    """Every table that somebody who knows the rules must think possible.

    Where the total is withheld, no cell of it can be above nine.
    """
    hidden = [place for place, cell in enumerate(published.cells) if cell is None]
    left = (
        None
        if published.total is None
        else published.total - sum(cell or 0 for cell in published.cells)
    )
    for guess in product(
        range(1, 10 if left is None else left + 1),
        repeat=len(hidden) if left is None else max(len(hidden) - 1, 0),
    ):
        values = list(guess) if left is None else [*guess, left - sum(guess)]
        table = [
            values[hidden.index(place)] if place in hidden else cell
            for place, cell in enumerate(published.cells)
        ]
        if min(table, default=0) >= 0 and publish(table) == published:
            yield table


@SETTINGS
@given(st.lists(st.sampled_from([0, 1, 2, 8, 9, 10, 11, 13]), max_size=4))
def test_no_withheld_cell_can_be_worked_out_by_somebody_who_knows_the_rules(cells):
    published = publish(cells)

    tables = list(tables_published_as(published))

    assert cells in tables
    for place, cell in enumerate(published.cells):
        assert cell is not None or len({table[place] for table in tables}) > 1
