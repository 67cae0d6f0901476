"""Of the pupils of one line the log and a spreadsheet judge alike: each case in which the log asks
is held in a spreadsheet. Where stage and school disagree a spreadsheet asks besides, for nobody
picked the two, they were read: docs/decisions/0046.
"""

from itertools import product

import pytest

from campaigns.models import Audience, Place
from campaigns.sessions.audiences import column_expected
from campaigns.spreadsheets.counting import Figures, Number, in_doubt

KINDS = (None, *Place.Kind)
STAGES = ((), ("P7",), ("S1",), ("P6", "P7"), ("S1", "S2"), ("P7", "S1"))
DISAGREE = {
    (kind, stages)
    for kind, pupils in ((Place.Kind.PRIMARY, "S"), (Place.Kind.SECONDARY, "P"))
    for stages in STAGES
    if stages and all(stage.startswith(pupils) for stage in stages)
}


def is_held(audience, place, stages):
    figures = Figures(parts={audience: Number(31)})
    [(_, found)] = in_doubt(figures, stages=stages, place=place, answer="")
    return found == ""


@pytest.mark.parametrize("audience", ["children", "young_people"])
@pytest.mark.parametrize("kind", KINDS)
def test_spreadsheet_holds_what_the_log_asks_about_and_what_disagrees(audience, kind):
    place = Place(kind=kind) if kind else None

    held = {stages for stages in STAGES if is_held(audience, place, stages)}

    asked = {
        stages
        for stages in STAGES
        if column_expected(audience, came_from=None, held_at=place, stages=stages)
    }
    assert held == asked | {stages for at, stages in DISAGREE if at == kind}


def test_log_asks_in_the_cases_that_it_is_there_for():
    primary, secondary = (Place(kind=kind) for kind in ("primary", "secondary"))
    cases = product(("children", "young_people"), (primary, secondary), STAGES[:3])

    belongs = [
        column_expected(audience, came_from=None, held_at=at, stages=stages)
        for audience, at, stages in cases
    ]

    children, young = Audience.CHILDREN, Audience.YOUNG_PEOPLE
    assert belongs == [
        *(None, None, young),  # children at a primary: of no stage, P7, S1
        *(young, None, young),  # children at a secondary
        *(children, children, None),  # young people at a primary
        *(None, children, None),  # young people at a secondary
    ]
