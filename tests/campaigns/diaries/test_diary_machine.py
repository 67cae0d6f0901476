"""Whatever is held, accepted, moved, taken back, lapsed, called off or planned by hand, in whatever
order: no officer is ever due in two places at once.

What is due is worked out in due.py, from the planned sessions and the held dates alone, by a plain
rule: that is what the diary must agree with.
"""

from datetime import time

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.campaigns.diaries.diary_machine import DAYS, DONE, Diary

MORNING = [(DAYS[1], time(9), 0, 3)]
# Which examples come up depends on every constant of the project, so each deed is done once here.
STEPS = [
    ("offer_dates", Diary.offer, {"number": 3, "wanted": MORNING}),
    ("take_back_offers", Diary.take_back, {"number": 3}),
    ("withdraw", Diary.school_ends_it, {"number": 2}),
    ("offer_dates", Diary.offer, {"number": 3, "wanted": MORNING}),
    ("refuse_offers", Diary.refuse, {"number": 0}),
    ("offer_dates", Diary.offer, {"number": 3, "wanted": MORNING}),
    ("confirm_offer", Diary.accept, {"number": 0}),
    ("log_session", Diary.plan_by_hand, {"wanted": [(DAYS[1], time(13), 1, 3)], "place": 3}),
    ("cancel_session", Diary.cancel, {"number": 0}),
    ("take_over", Diary.colleague_takes_over, {"number": 0, "away": 0, "instead": 2}),
    (
        "offer_new_dates",
        Diary.nobody_can_come,
        {"number": 1, "wanted": [(DAYS[1], time(13), 2, 3)]},
    ),
    ("call_off", Diary.school_ends_it, {"number": 0}),
]


@pytest.fixture
def each_deed_once(db):
    """The team's week in named steps, none of which is refused."""
    diary = Diary()
    diary.a_team_and_schools()
    for deed, step, given in STEPS:
        before = DONE[deed]
        step(diary, **given)
        assert DONE[deed] == before + 1, deed
        diary.nobody_is_due_in_two_places()
        diary.the_diary_says_what_is_due()
    diary.teardown()


@pytest.mark.heavy
@pytest.mark.django_db
@pytest.mark.usefixtures("each_deed_once")
def test_no_order_of_what_people_do_puts_an_officer_in_two_places():
    run_state_machine_as_test(
        Diary,
        settings=settings(
            max_examples=16,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.explicit, Phase.generate),
        ),
    )

    assert not set(DONE) ^ {
        "offer_dates",
        "confirm_offer",
        "refuse_offers",
        "take_back_offers",
        "log_session",
        "cancel_session",
        "take_over",
        "withdraw",
        "call_off",
        "offer_new_dates",
    }, "a deed that was always refused proves nothing"
