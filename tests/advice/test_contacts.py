from datetime import date

import pytest

from advice.contacts import load_contacts, team_contact
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
        (
            {"only_for": '"children"'},
            (
                'contacts.toml: [line] "only_for" is "children": write under-18 or adult, or '
                "leave it out."
            ),
        ),
        (
            {"only_for": '"adult"', "crisis": "1"},
            (
                'contacts.toml: [line] "only_for" must be left out: a crisis line is hidden from '
                "nobody."
            ),
        ),
        (
            {"only_for": '"adult"', "phone": '"999"', "phone_display": '"999"'},
            (
                'contacts.toml: [line] "only_for" must be left out: a crisis line is hidden from '
                "nobody."
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
        CONTACTS
        + table(phone="", phone_display="", url='"https://example.org"', only_for='"adult"'),
    )

    assert {key: contact.answers for key, contact in contacts.items()} == {
        "emergency": True,
        "childline": True,
        "shout": True,
        "line": False,
    }
    assert contacts["line"].only_for == "adult"


def test_text_opens_the_messages_of_the_telephone(tmp_path):
    contacts, _ = load(tmp_path, CONTACTS)

    assert (contacts["shout"].text_link, contacts["childline"].text_link) == (
        "sms:85258?body=SHOUT",
        "",
    )


def test_team_is_a_contact_without_a_source():
    team = team_contact("talks@example.org")

    assert (team.key, team.email, team.sources) == ("team", "talks@example.org", ())
