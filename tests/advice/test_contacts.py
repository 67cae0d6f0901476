from dataclasses import replace
from datetime import date

import pytest

from advice.contacts import AGES, OLDEST, lines_instead, load_contacts, team_contact
from advice.library import library
from tests.advice.content import CONTACTS

GOOD = {
    "name": '"A line"',
    "who": '"Anyone"',
    "phone": '"08001111"',
    "phone_display": '"0800 1111"',
    "sources": '["R1"]',
    "checked_on": "2026-11-23",
    "check_due": "2027-05-23",
}

WRONG_YEARS = (
    'contacts.toml: [line] "age_from" and "age_to" must be years from 0 to 120, the younger first.'
)


def load(folder, text):
    (folder / "contacts.toml").write_text(text)
    contacts, problems = load_contacts(folder)
    return contacts, [str(problem) for problem in problems]


def table(**changes):
    return "[line]\n" + "\n".join(
        f"{key} = {value}" for key, value in {**GOOD, **changes}.items() if value
    )


def test_load_contacts_reads_every_field(tmp_path):
    contacts, problems = load(tmp_path, CONTACTS)

    assert problems == []
    assert list(contacts) == ["emergency", "childline", "shout"]
    childline = contacts["childline"]
    assert (childline.name, childline.phone, childline.phone_display, childline.host) == (
        "Childline",
        "08001111",
        "0800 1111",
        "childline.org.uk",
    )
    assert (childline.hours, childline.cost, childline.ages, childline.crisis) == (
        "day and night",
        "free",
        "",
        1,
    )
    assert (childline.checked_on, childline.check_due) == (date(2026, 11, 23), date(2027, 5, 23))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, 'contacts.toml: [line] "name" is missing.'),
        (
            {"phone": '"0800 1111"'},
            'contacts.toml: [line] "phone" is "0800 1111": write 3 to 11 digits and nothing else.',
        ),
        (
            {"phone": '"+448001111"'},
            'contacts.toml: [line] "phone" is "+448001111": write 3 to 11 digits and nothing else.',
        ),
        (
            {"phone": '"٩٩٩"', "phone_display": '"٩٩٩"'},
            'contacts.toml: [line] "phone" is "٩٩٩": write 3 to 11 digits and nothing else.',
        ),
        (
            {"phone_display": '"0800 1112"'},
            (
                'contacts.toml: [line] "phone_display" must be the digits of "phone" with spaces '
                "between."
            ),
        ),
        (
            {"phone_display": ""},
            (
                'contacts.toml: [line] "phone_display" must be the digits of "phone" with spaces '
                "between."
            ),
        ),
        (
            {"phone": "", "phone_display": ""},
            "contacts.toml: [line] gives no way to get in touch: add phone, text, url or email.",
        ),
        (
            {"url": '"http://example.org"'},
            (
                'contacts.toml: [line] "url" is "http://example.org": write the whole address, '
                "beginning https://"
            ),
        ),
        (
            {"url": '"https://a:b@example.org"'},
            (
                'contacts.toml: [line] "url" is "https://a:b@example.org": write the whole '
                "address, beginning https://"
            ),
        ),
        (
            {"url": '"https://localhost"'},
            (
                'contacts.toml: [line] "url" is "https://localhost": write the whole address, '
                "beginning https://"
            ),
        ),
        (
            {"url": '"javascript:alert(1)"'},
            (
                'contacts.toml: [line] "url" is "javascript:alert(1)": write the whole address, '
                "beginning https://"
            ),
        ),
        (
            {"email": '"Help Me@example.org"'},
            (
                'contacts.toml: [line] "email" is "Help Me@example.org": write one address in '
                "small letters."
            ),
        ),
        (
            {"text": '"SHOUT to 85258"'},
            (
                'contacts.toml: [line] "text" is "SHOUT to 85258": write it like "text SHOUT to '
                '85258".'
            ),
        ),
        (
            {"sources": "[]"},
            'contacts.toml: [line] "sources" is empty: say where this was confirmed.',
        ),
        (
            {"check_due": "2026-11-23"},
            'contacts.toml: [line] "check_due" must be after "checked_on".',
        ),
        (
            {"check_due": "2027-11-25"},
            'contacts.toml: [line] "check_due" must be within twelve months of "checked_on".',
        ),
        (
            {"check_due": "2027-05-27", "crisis": "1"},
            'contacts.toml: [line] "check_due" must be within six months of "checked_on".',
        ),
        ({"crisis": "-1"}, 'contacts.toml: [line] "crisis" must be 1 or more, or left out.'),
        ({"age_from": "-1"}, WRONG_YEARS),
        ({"age_to": "121"}, WRONG_YEARS),
        ({"age_from": "18", "age_to": "17"}, WRONG_YEARS),
        ({"only_for": '"adult"'}, 'contacts.toml: [line] "only_for" is not a key we know.'),
        (
            {"age_from": "18", "phone": '"999"', "phone_display": '"999"'},
            (
                'contacts.toml: [line] "age_from" and "age_to" must be left out: this is for '
                "everybody."
            ),
        ),
        (
            {"chat": '"http://example.org/chat"'},
            (
                'contacts.toml: [line] "chat" is "http://example.org/chat": write the whole '
                "address, beginning https://"
            ),
        ),
        ({"fax": '"1"'}, 'contacts.toml: [line] "fax" is not a key we know.'),
    ],
)
def test_load_contacts_refuses_a_wrong_entry_and_keeps_the_others(tmp_path, changes, reason):
    contacts, problems = load(tmp_path, table(**changes) + CONTACTS)

    assert problems == [reason]
    assert list(contacts) == ["emergency", "childline", "shout"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "[Line]\nname = 1",
            "contacts.toml: [Line] the name in brackets needs small letters, digits and _ only.",
        ),
        (
            table().replace("[line]", "[team]"),
            (
                "contacts.toml: [team] this contact is the setting TEAM_EMAIL: take it out of the "
                "file."
            ),
        ),
        ('line = "0800 1111"', 'contacts.toml: "line" stands outside a table like [childline].'),
        (
            "[line",
            (
                "contacts.toml: this is not TOML: Expected ']' at the end of a table declaration "
                "(at end of document)."
            ),
        ),
    ],
)
def test_load_contacts_refuses_a_wrong_file(tmp_path, text, reason):
    assert load(tmp_path, text) == ({}, [reason])


def test_load_contacts_tells_of_a_missing_file(tmp_path):
    contacts, problems = load_contacts(tmp_path)

    assert (contacts, [str(problem) for problem in problems]) == (
        {},
        ["contacts.toml: the file is missing."],
    )


def test_contact_answers_when_it_has_a_telephone_or_takes_texts(tmp_path):
    contacts, _ = load(
        tmp_path,
        CONTACTS + table(phone="", phone_display="", url='"https://example.org"'),
    )

    assert {key: contact.answers for key, contact in contacts.items()} == {
        "emergency": True,
        "childline": True,
        "shout": True,
        "line": False,
    }


def test_text_opens_the_messages_of_the_telephone(tmp_path):
    contacts, _ = load(tmp_path, CONTACTS)

    assert (contacts["shout"].text_link, contacts["childline"].text_link) == (
        "sms:85258?body=SHOUT",
        "",
    )


@pytest.mark.parametrize(
    ("changes", "words", "hidden_from"),
    [
        ({}, "", []),
        ({"age_to": "18"}, "under 19", ["a19"]),
        ({"age_to": "17"}, "under 18", ["a18", "a19"]),
        ({"age_from": "13"}, "13 and over", ["a0"]),
        ({"age_from": "16"}, "16 and over", ["a0", "a13"]),
        ({"age_from": "18"}, "18 and over", ["a0", "a13", "a16"]),
        ({"age_to": "34"}, "under 35", []),
        ({"age_from": "13", "age_to": "25"}, "13 to 25", ["a0"]),
        ({"age_to": "18", "crisis": "1"}, "under 19", []),
    ],
)
def test_ages_are_said_in_words_and_hide_from_those_who_cannot_use_it(
    tmp_path, changes, words, hidden_from
):
    """Somebody of a choice who can use it still sees it; a crisis line is hidden from nobody."""
    contacts, problems = load(tmp_path, table(**changes))

    assert problems == []
    assert (contacts["line"].ages, list(contacts["line"].hidden_from)) == (words, hidden_from)


def test_choices_of_age_cover_every_year_once():
    years = [year for age in AGES for year in range(age.first, age.last + 1)]

    assert years == list(range(OLDEST + 1))
    assert {13, 16, 18, 19} <= {age.first for age in AGES}


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("victim_support_scotland", ["childline", "samaritans"]),
        ("nspcc", ["samaritans"]),
        ("relay_999", []),
        ("childline", []),
        ("rph", []),
        ("stopncii", []),
    ],
)
def test_whom_to_call_if_nobody_answers_fits_those_whom_the_service_is_for(key, lines):
    contacts = library().contacts

    assert [line.key for line in lines_instead(contacts[key], contacts.values())] == lines


def test_service_for_children_sends_nobody_to_a_line_for_adults():
    contacts = library().contacts
    for_children = replace(contacts["victim_support_scotland"], age_to=17)

    found = lines_instead(for_children, contacts.values())

    assert [line.key for line in found] == ["childline"]


def test_team_is_a_contact_without_a_source():
    team = team_contact("talks@example.org")

    assert (team.key, team.email, team.sources) == ("team", "talks@example.org", ())
