"""Calendar files, read by a parser that did not write them: one entry for ever, at the right wall
time, cancelled when the talk is.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.history.record import record_change
from campaigns.mail.icalendar import Method, feed_file, school_file
from campaigns.mail.links import token_of
from campaigns.models import Change, Session
from tests.campaigns.mail.calendars import a_talk, read
from tests.factories import make_place, make_topic, make_user

pytestmark = pytest.mark.django_db


GAELIC = (
    "Bun-sgoil Ghàidhlig Ghleann Dail agus Ionad Coimhearsnachd na h-Eaglaise Brice, Tobar "
    "Mhoire; an t-Seann Sgoil"
)


def file_of(talk, *, method=Method.PUBLISH):
    return school_file(
        Session.objects.get(pk=talk.session_id), reference=talk.reference, method=method
    )


def test_a_talk_is_one_entry_with_what_a_calendar_asks_for():
    talk = a_talk()

    calendar = read(file_of(talk))

    event = calendar.vevent
    assert (calendar.version.value, calendar.method.value, len(calendar.vevent_list)) == (
        "2.0",
        "PUBLISH",
        1,
    )
    assert (event.uid.value, event.sequence.value, event.status.value, event.transp.value) == (
        f"{talk.session.client_id}@127.0.0.1",
        "1",
        "CONFIRMED",
        "OPAQUE",
    )
    assert (event.summary.value, event.location.value) == (
        "Safer Communities talk: Sextortion",
        "Braeside Primary School, Wishaw (North Lanarkshire)",
    )
    assert event.dtstamp.value.tzinfo is not None
    assert "Who comes: Ailsa Reid\nSchool staff stay in the room" in event.description.value


# Each 9 o'clock is 9 o'clock: on the Friday before each change of the clocks, and on the Monday
# after it.
NINES = {
    "before summer time": (date(2027, 3, 26), 9),
    "after it came": (date(2027, 3, 29), 8),
    "before winter time": (date(2026, 10, 23), 8),
    "after it came back": (date(2026, 10, 26), 9),
    "far away": (date(2031, 7, 1), 8),
}


@pytest.mark.parametrize(("day", "utc_hour"), NINES.values(), ids=NINES)
def test_nine_in_the_morning_stays_nine(day, utc_hour):
    text = file_of(a_talk(held_on=day))

    event = read(text).vevent
    assert f"DTSTART;TZID=Europe/London:{day:%Y%m%d}T090000\r\n" in text
    assert event.dtstart.value.replace(tzinfo=None) == datetime.combine(day, time(9, 0))
    assert event.dtstart.value.astimezone(UTC) == datetime(
        day.year, day.month, day.day, utc_hour, tzinfo=UTC
    )
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=50)


def test_the_zone_is_told_so_that_nobody_needs_a_table_of_their_own():
    text = file_of(a_talk())

    [zone] = re.findall(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE", text, re.DOTALL)
    assert "TZID:Europe/London\r\n" in zone
    assert sorted(re.findall(r"RRULE:(.*)\r", zone)) == [
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    ]


def test_a_talk_without_a_time_takes_its_day():
    event = read(file_of(a_talk(starts_at=None, minutes=None))).vevent

    assert (event.dtstart.value, event.dtend.value) == (date(2026, 12, 8), date(2026, 12, 9))


def test_a_talk_whose_length_nobody_entered_is_an_hour():
    event = read(file_of(a_talk(minutes=None))).vevent

    assert event.dtend.value - event.dtstart.value == timedelta(minutes=60)


def test_a_talk_online_says_so():
    assert read(file_of(a_talk(is_online=True))).vevent.location.value == "Online"


def test_long_lines_are_folded_and_come_back_whole():
    make_place(name=GAELIC, town="Obar Dheathain")

    text = file_of(a_talk())

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert read(text).vevent.location.value == f"{GAELIC}, Obar Dheathain (North Lanarkshire)"


class AnyWords(TestCase):
    """Whatever a name is made of, it comes back as it was and makes no line of its own."""

    @examples(max_examples=25, deadline=None)
    @given(
        st.text(
            st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120
        )
        | st.just('a,b;c\\d\\n"e":f\nEND:VEVENT')
    )
    def test_comes_back(self, name):
        session = Session(
            held_on=date(2026, 12, 8), starts_at=time(9, 0), is_online=True, pk=1, state="planned"
        )
        session._prefetched_objects_cache = {"topics": [make_topic(name="x")]}
        session._prefetched_objects_cache["topics"][0].name = name

        calendar = read(feed_file([(session, datetime(2026, 11, 23, tzinfo=UTC))], name="Talks"))

        assert [event.summary.value for event in calendar.vevent_list] == [f"{name}: online"]


def test_each_change_raises_the_number_and_keeps_the_name():
    talk = a_talk()
    before = read(file_of(talk)).vevent

    record_change(kind=Change.Kind.MOVED, by=make_user(name="Bo Kerr"), session=talk.session)

    after = read(file_of(talk)).vevent
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 1


def test_the_schools_file_is_fetched_behind_its_link(client):
    talk = a_talk(held_on=date(2030, 12, 10))

    response = client.get(f"/t/{token_of(talk)}/talk.ics")

    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert read(response.content.decode()).vevent.uid.value.startswith(str(talk.session.client_id))


def test_the_schools_file_names_nobody_but_who_comes(client):
    talk = a_talk(held_on=date(2030, 12, 10))

    text = client.get(f"/t/{token_of(talk)}/talk.ics").content.decode().replace("\r\n ", "")

    assert not [
        told
        for told in ("office@school.example", "Morag Bell", "01698 000000", token_of(talk))
        if told in text
    ]


def test_the_schools_page_leads_to_the_file(client):
    talk = a_talk(held_on=date(2030, 12, 10))

    page = client.get(f"/t/{token_of(talk)}/").content.decode()

    assert f'href="/t/{token_of(talk)}/talk.ics"' in page


@pytest.mark.parametrize("state", ["offered", "delivered"])
def test_only_a_confirmed_talk_has_a_file(client, state):
    talk = a_talk(state=state, held_on=date(2030, 12, 10))

    assert client.get(f"/t/{token_of(talk)}/talk.ics").status_code == 404


def test_an_unknown_link_has_no_file(client):
    a_talk()

    assert client.get("/t/abc/talk.ics").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_file_is_only_read(client, method):
    talk = a_talk(held_on=date(2030, 12, 10))

    assert getattr(client, method)(f"/t/{token_of(talk)}/talk.ics").status_code == 405
