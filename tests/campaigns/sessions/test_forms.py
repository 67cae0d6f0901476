"""What the log form understands, and what it says of the rest.

No page is drawn here, so that there can be many of them.
"""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from campaigns.sessions.log_form import LogForm
from tests import factories
from tests.campaigns.typed import log_data
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

NOTHING_COUNTED = {"count_children": "", "known": ""}


def fill_in(officer, **typed):
    given = {
        "place": factories.make_place().label,
        "officers": [officer],
        "topics": [factories.make_topic()],
    } | typed
    data = QueryDict(mutable=True)
    for name, value in log_data(**given).items():
        data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return LogForm(data, member=officer, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ({"count_children": "0"}, [("children", 0, "counted")]),
        ({"count_children": "1,250", "known": "estimated"}, [("children", 1250, "estimated")]),
        ({"count_children": "", "known": "unknown"}, [("children", None, "unknown")]),
        ({"count_children": "", "known": "nobody"}, [("children", 0, "counted")]),
        ({"count_children": "", "known": "nobody", "stages": []}, [("children", 0, "counted")]),
        ({"count_children": "", "known": "unknown", "held_on": TODAY + timedelta(days=1)}, []),
        (
            {"count_children": "", "known": "unknown", "stages": []},
            [("children", None, "unknown")],
        ),
        (
            {"count_children": "", "known": "unknown", "stages": ["P7", "S1"]},
            [("not_recorded", None, "unknown")],
        ),
        (
            {"count_children": "", "known": "unknown", "format": "parents"},
            [("parents", None, "unknown")],
        ),
        (
            {"count_children": "", "known": "unknown", "format": "staff"},
            [("professionals", None, "unknown")],
        ),
        (
            {"count_children": "", "known": "unknown", "stages": ["S4"]},
            [("young_people", None, "unknown")],
        ),
        (
            {"count_parents": "8", "known_parents": "estimated"},
            [("children", 25, "counted"), ("parents", 8, "estimated")],
        ),
        ({"known_parents": "unknown"}, [("children", 25, "counted"), ("parents", None, "unknown")]),
        (
            {"count_children": "", "count_not_recorded": "200", "known": "register"},
            [("not_recorded", 200, "register")],
        ),
        ({"known": "", "known_children": "register"}, [("children", 25, "register")]),
    ],
    ids=str,
)
def test_form_reads_who_came(officer, typed, rows):
    form = fill_in(officer, **typed)

    assert form.errors == {}
    assert [(row.audience, row.count, row.known) for row in form.counts] == rows


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            NOTHING_COUNTED,
            {
                "count_children": [
                    (
                        "Enter how many people came, or choose “Nobody came” or “I don’t know the "
                        "number yet”"
                    )
                ]
            },
        ),
        (
            {"count_children": "-3"},
            {"count_children": ["Enter how many children came as 0 or more"]},
        ),
        (
            {"count_children": "5001"},
            {"count_children": ["Enter how many children came, 5,000 at most"]},
        ),
        (
            {"count_children": "9" * 400},
            {"count_children": ["Enter how many children came, 5,000 at most"]},
        ),
        (
            {"count_children": "about 20"},
            {"count_children": ["Enter how many children came as a whole number, like 25"]},
        ),
        (
            {"count_children": "2.5"},
            {"count_children": ["Enter how many children came as a whole number, like 25"]},
        ),
        ({"known": ""}, {"known": ["Choose how you know the number"]}),
        (
            {"known": "unknown"},
            {"known": ["You entered a number. Choose how you know it, or take the number out"]},
        ),
        (
            {"known_children": "unknown"},
            {
                "known_children": [
                    "You entered a number. Choose how you know it, or take the number out"
                ]
            },
        ),
        (
            {"known_parents": "counted"},
            {"count_parents": ["Enter how many parents and guardians came"]},
        ),
        (
            {"count_children": "", "known": "nobody", "held_on": TODAY + timedelta(days=1)},
            {
                "held_on": [
                    (
                        "Nobody can be counted at a session in the future. Change the date, or "
                        "take the numbers out"
                    )
                ]
            },
        ),
        ({"known": "guessed"}, {"known": ["Choose one of the answers listed"]}),
        (
            {"held_on": TODAY + timedelta(days=1)},
            {
                "held_on": [
                    (
                        "Nobody can be counted at a session in the future. Change the date, or "
                        "take the numbers out"
                    )
                ]
            },
        ),
        (
            {"held_on": date(2015, 10, 31)},
            {"held_on": ["The date must be 1 November 2015 or later, when the campaign began"]},
        ),
        (
            {"held_on": date(2029, 1, 1), **NOTHING_COUNTED},
            {"held_on": ["The date must be in the next two years"]},
        ),
        (
            {"held_on_month": "13"},
            {"held_on": ["The date of the session must be a real date, like 23 11 2026"]},
        ),
        ({"held_on": None, **NOTHING_COUNTED}, {"held_on": ["Enter the date of the session"]}),
        ({"place": ""}, {"place": ["Enter where it was held, or tick that it was online"]}),
        (
            {"place": "Hogwarts"},
            {"place": [("“Hogwarts” is not on our list. Check the spelling, or add it.")]},
        ),
        ({"starts_at": "half nine"}, {"starts_at": ["Enter the start time like 9.30 or 14.15"]}),
        ({"starts_at": "25.00"}, {"starts_at": ["Enter the start time like 9.30 or 14.15"]}),
        ({"minutes": "2"}, {"minutes": ["The length must be between 5 and 600 minutes"]}),
        ({"minutes": "601"}, {"minutes": ["Enter the length in minutes, 600 at most"]}),
        ({"format": ""}, {"format": ["Choose what kind of session it was"]}),
        ({"topics": []}, {"topics": ["Choose at least one topic"]}),
        ({"officers": []}, {"officers": ["Choose at least one officer"]}),
        (
            {"notes": "Ask kirsty@example.org"},
            {"notes": ["Take the e-mail address out: this text is kept for years"]},
        ),
        (
            {"notes": "Call 01698 000 000"},
            {"notes": ["Take the phone number out: this text is kept for years"]},
        ),
        (
            {"notes": "x" * 1001},
            {"notes": ["Shorten this to 1000 characters or fewer: it has 1001, 1 too many"]},
        ),
    ],
    ids=str,
)
def test_form_says_what_is_wrong_beside_the_field(officer, typed, errors):
    assert fill_in(officer, **typed).errors == errors
