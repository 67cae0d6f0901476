import pytest

from advice.contacts import load_contacts
from advice.hours import DAY, WEEK
from tests.advice.content import CONTACTS

OFFICE = '"Monday to Friday, 9:30am to noon"'
LINE = """
[line]
name = "A line"
who = "Anyone"
phone = "08001111"
phone_display = "0800 1111"
sources = ["R1"]
checked_on = 2026-11-23
check_due = 2027-05-23
"""


def load(folder, **fields):
    (folder / "contacts.toml").write_text(
        LINE + "".join(f"{key} = {value}\n" for key, value in fields.items())
    )
    contacts, problems = load_contacts(folder)
    return contacts.get("line"), [
        str(problem).removeprefix("contacts.toml: [line] ") for problem in problems
    ]


def at(day, hour, minute=0):
    return day * DAY + hour * 60 + minute


@pytest.mark.parametrize(
    ("words", "entries", "spans"),
    [
        ('"day and night"', '"always"', ((0, WEEK),)),
        ('"Monday, 10am to 4pm"', '["Mon 10:00-16:00"]', ((at(0, 10), at(0, 16)),)),
        (
            OFFICE,
            '["Mon-Fri 09:30-12:00"]',
            tuple((at(day, 9, 30), at(day, 12)) for day in range(5)),
        ),
        (
            '"every day, 5pm to midnight"',
            '["Mon-Sun 17:00-00:00"]',
            tuple((at(day, 17), at(day, 24)) for day in range(7)),
        ),
        (
            '"weekdays, 6pm to 2am"',
            '["Mon-Fri 18:00-02:00"]',
            tuple((at(day, 18), at(day, 26)) for day in range(5)),
        ),
        ('"Friday 6pm to Monday 6am"', '["Fri 18:00-Mon 06:00"]', ((at(4, 18), at(7, 6)),)),
        (
            '"Saturday to Monday, 1pm to 2pm"',
            '["Sat-Mon 13:00-14:00"]',
            ((at(0, 13), at(0, 14)), (at(5, 13), at(5, 14)), (at(6, 13), at(6, 14))),
        ),
        (
            '"Friday 1pm to 2pm; then Monday 1pm to 2pm"',
            '["Fri 13:00-14:00", "Mon 13:00-14:00"]',
            ((at(0, 13), at(0, 14)), (at(4, 13), at(4, 14))),
        ),
    ],
)
def test_open_is_read_into_minutes_of_the_week(tmp_path, words, entries, spans):
    contact, problems = load(tmp_path, hours=words, open=entries)

    assert problems == []
    assert contact.opening.spans == spans


def test_opening_is_written_for_the_script(tmp_path):
    contact, _ = load(
        tmp_path, hours='"Saturday to Sunday, 9:30pm to midnight"', open='["Sat-Sun 21:30-00:00"]'
    )

    assert (
        contact.opening.data
        == "8490 8640 Saturday 9:30pm Sunday midnight,9930 10080 Sunday 9:30pm Monday midnight"
    )


def test_service_without_hours_is_of_unknown_hours(tmp_path):
    contact, problems = load(tmp_path)

    assert problems == []
    assert (contact.opening.spans, contact.opening.data, contact.opening.always) == ((), "", False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hours": '"Monday, 1pm to 2pm"'}, "Open now"),
        (
            {"hours": '"Monday, 1pm to 2pm, not on bank holidays"', "open_on_holidays": "false"},
            "Open now (not on bank holidays)",
        ),
    ],
)
def test_opening_is_told_with_its_holidays(tmp_path, fields, words):
    contact, problems = load(tmp_path, open='["Mon 13:00-14:00"]', **fields)

    assert problems == []
    assert contact.opening.data == "780 840 Monday 1pm Monday 2pm"
    assert contact.opening.open_words == words


SHAPE = '"open" must be "always" or a list like ["Mon-Thu 18:00-02:00", "Fri 18:00-Mon 06:00"].'
TOGETHER = (
    '"hours" (for people) and "open" (for the clock) belong together: give both, or leave out both.'
)
HOLIDAYS = '"open_on_holidays = false" and the words "bank holidays" in "hours" belong together.'
NEEDLESS = '"open_on_holidays" says something about "open", which is missing.'
OVERLAP = '"open" has hours that overlap or meet: write them as one span.'


def spelling(entry):
    return f'"open" says "{entry}": write it like "Mon-Thu 18:00-02:00" or "Fri 18:00-Mon 06:00".'


def two_ways(entry):
    return (
        f'"open" says "{entry}": give either two days and hours that hold on each, or one span '
        "from a day to a day."
    )


def otherwise(words):
    return (
        f'"hours" says {words} and "open" says otherwise: "day and night" or "any time" is open = '
        '"always".'
    )


def other_names(words, entries):
    return (
        f'"hours" says {words} and "open" says {entries}: name the same days and times in the '
        "same order."
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"open": '"sometimes"'}, SHAPE),
        ({"open": "[]"}, SHAPE),
        ({"open": "true"}, SHAPE),
        ({"open": "[7]"}, '"open" must be a list of words in quotes.'),
        ({"open": '["Mon 10:00-16:00", "Mon 10:00-16:00"]'}, '"open" names something twice.'),
        ({"open": '["Monday 10:00-16:00"]'}, spelling("Monday 10:00-16:00")),
        ({"open": '["Mon 10-16"]'}, spelling("Mon 10-16")),
        ({"open": '["Mon 9:00-16:00"]'}, spelling("Mon 9:00-16:00")),
        ({"open": '["Mon 10:00-24:00"]'}, spelling("Mon 10:00-24:00")),
        ({"open": '["Mon 10:60-16:00"]'}, spelling("Mon 10:60-16:00")),
        ({"open": '["Mon 1٠:00-16:00"]'}, spelling("Mon 1٠:00-16:00")),
        ({"open": '["Mon 10:00-16:00 or so"]'}, spelling("Mon 10:00-16:00 or so")),
        ({"open": '["mon 10:00-16:00"]'}, spelling("mon 10:00-16:00")),
        ({"open": '["always"]'}, spelling("always")),
        ({"open": '["Mon-Tue 18:00-Wed 06:00"]'}, two_ways("Mon-Tue 18:00-Wed 06:00")),
        ({"open": '["Mon-Mon 18:00-20:00"]'}, two_ways("Mon-Mon 18:00-20:00")),
        (
            {"open": '["Mon 18:00-18:00"]'},
            (
                '"open" says "Mon 18:00-18:00", which closes as it opens: for day and night write '
                'open = "always".'
            ),
        ),
        (
            {"open": '["Mon 18:00-Mon 18:00"]'},
            (
                '"open" says "Mon 18:00-Mon 18:00", which closes as it opens: for day and night '
                'write open = "always".'
            ),
        ),
        ({"open": '["Mon 10:00-16:00", "Mon 15:00-17:00"]'}, OVERLAP),
        ({"open": '["Mon 10:00-16:00", "Mon 16:00-17:00"]'}, OVERLAP),
        ({"open": '["Fri 18:00-Mon 06:00", "Mon 05:00-07:00"]'}, OVERLAP),
        (
            {"open": '["Mon-Sun 06:00-06:00"]'},
            (
                '"open" says "Mon-Sun 06:00-06:00", which closes as it opens: for day and night '
                'write open = "always".'
            ),
        ),
        ({"open": '"always"'}, TOGETHER),
        ({"hours": '"day and night"'}, TOGETHER),
        ({"open_on_holidays": "false"}, NEEDLESS),
        (
            {"open": '"always"', "open_on_holidays": '"yes"', "hours": '"any time"'},
            '"open_on_holidays" must be true or false.',
        ),
        (
            {"hours": '"Monday, 10am to 4pm"', "open": '"always"'},
            otherwise('"Monday, 10am to 4pm"'),
        ),
        ({"hours": '"day and night"', "open": '["Mon 10:00-16:00"]'}, otherwise('"day and night"')),
        (
            {"hours": '"Monday, 10am to 5pm"', "open": '["Mon 10:00-16:00"]'},
            other_names('"Monday, 10am to 5pm"', ["Mon 10:00-16:00"]),
        ),
        (
            {"hours": '"Monday to Friday, 10am to 4pm"', "open": '["Mon 10:00-16:00"]'},
            other_names('"Monday to Friday, 10am to 4pm"', ["Mon 10:00-16:00"]),
        ),
        (
            {"hours": '"weekdays in the daytime"', "open": '["Mon-Fri 10:00-16:00"]'},
            other_names('"weekdays in the daytime"', ["Mon-Fri 10:00-16:00"]),
        ),
        (
            {
                "hours": '"Monday, 10am to 4pm"',
                "open": '["Mon 10:00-16:00"]',
                "open_on_holidays": "false",
            },
            HOLIDAYS,
        ),
        (
            {"hours": '"Monday, 10am to 4pm, not on bank holidays"', "open": '["Mon 10:00-16:00"]'},
            HOLIDAYS,
        ),
    ],
)
def test_open_that_is_wrong_or_says_other_than_hours_is_refused(tmp_path, fields, reason):
    assert load(tmp_path, **fields) == (None, [reason])


def test_one_wrong_line_leaves_the_others(tmp_path):
    (tmp_path / "contacts.toml").write_text(CONTACTS.replace('open = "always"\n', ""))

    contacts, problems = load_contacts(tmp_path)

    assert [str(problem) for problem in problems] == [f"contacts.toml: [childline] {TOGETHER}"]
    assert list(contacts) == ["emergency", "shout"]
