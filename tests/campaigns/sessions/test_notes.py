"""What notes may not hold, and what looks like it and may: dates, times, counts and ranges.

The page kept by a phone has the same pattern; tests/browser/offline/ asks it.
"""

import pytest

from campaigns.sessions.notes import NO_EMAIL, NO_PHONE, contacts_problem

NUMBERS = (
    "01698 000 000",
    "01698000000",
    "(01698) 000000",
    "01698-000-000",
    "0770-0900-123",
    "0770 0900 123",
    "07700 900123, ask for Ann",
    "07700.900.123",
    "07700.900123.",
    "0770.0900.123",
    "07.700.900.123",
    "07700/900/123",
    "01698/000000",
    "01698 / 000 000",
    "01698–123–456",
    "01698 – 123456",
    "01698\u2011123\u2011456",
    "01698\u2212123456",
    "(01698).123.456",
    "07700 900.123",
    "0141.496.0000",
    "0141/496 0000",
    "020.7946.0018",
    "020 / 7946 – 0018",
    "+447700900123",
    "+44 7700 900123",
    "+44 (0)7700.900.123",
    "+44.7700.900.123",
    "0044/7700/900123",
    "+1-202-555-0143",
    "Call 07700.900.123 on 12.05.2026",
    "On 05.12.2026 call 07700/900/123",
)
NO_NUMBERS = (
    "12.05.2026",
    "05.12.2026 9.30-10.20",
    "05/12/2026 09.30–10.20, 25 pupils",
    "05-12-2026 25 pupils",
    "01.12.2026–04.12.2026",
    "01.12.2026 - 04.12.2026",
    "01/12/2026 – 04/12/2026",
    "01-12-2026 - 04-12-2026",
    "2026-11-29",
    "2026-01-05 09:30",
    "2026-01-05 – 2026-02-06",
    "2026/01/05–2026/02/06",
    "9.30-10.20",
    "09.30–10.20 11.00–11.50",
    "09:30/10:20",
    "0900–1000",
    "0900–1000 25 pupils",
    "0900-1000 25 pupils",
    "0900–1000 1100–1200",
    "0900/1000/1100",
    "25/26",
    "Session 2025/26, P6/7",
    "P6/7 – 25/26/27 in three classes",
    "30+25 12.05.2026",
    "1,200 of 20,000",
    "Room 0.12, then 0.14",
    "Run 02/03/04.12.2026",
)


@pytest.mark.parametrize("text", NUMBERS)
def test_telephone_number_is_seen_whatever_stands_between_its_digits(text):
    assert contacts_problem(text) == NO_PHONE


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_dates_times_and_counts_are_no_telephone_numbers(text):
    assert contacts_problem(text) == ""


def test_email_address_is_seen():
    assert contacts_problem("Ask kirsty@example.org") == NO_EMAIL
