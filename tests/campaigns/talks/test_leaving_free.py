"""Whoever takes a talk over is there at that time; and what each school and colleague hears."""

from datetime import date, datetime, time

import pytest

from campaigns.models import Mail, Membership
from tests.factories import (
    make_hours,
    make_member,
    make_offer,
    make_session,
    make_talk_request,
    make_time,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
DAY = date(2026, 12, 1)


def wall(day, hour):
    return datetime.combine(day, time(hour))


BEFORE, AFTER = wall(date(2026, 11, 30), 0), wall(date(2026, 12, 3), 0)


@pytest.fixture
def taker() -> Membership:
    return make_member(name="Bea Busy")


def planned(officer, **changed):
    return make_session(state="planned", held_on=DAY, officers=[officer], **changed)


def end(client, member, **typed):
    page = f"/team/people/{member.pk}/end/"
    first = client.get(page).context["form"].initial
    return client.post(page, {"seen": first["seen"], "was": first.get("was", "")} | typed)


def errors_of(page) -> list[str]:
    return [text for words in page.context["form"].errors.values() for text in words]


@pytest.mark.parametrize(
    ("kind", "words"), [("leave", "on leave"), ("court", "at court"), ("duty", "on other duty")]
)
def test_talk_is_not_handed_to_somebody_who_is_away(
    client, administrator, leaver, taker, kind, words
):
    session = planned(leaver)
    make_time(officer=taker, kind=kind, begins=BEFORE, ends=AFTER)

    page = end(client, leaver, everything=taker.pk)

    assert errors_of(page) == [f"Bea Busy is not free: {words} that day"]
    assert list(session.officers.all()) == [leaver]


def test_talk_is_not_handed_to_somebody_outside_their_hours(client, administrator, leaver, taker):
    session = planned(leaver)
    make_hours(officer=taker, weekday=2, starts_at=time(13), ends_at=time(15))

    page = end(client, leaver, everything=taker.pk)

    assert errors_of(page) == [
        "Bea Busy is not free: gives talks on a Tuesday from 13:00 to 15:00 only"
    ]
    assert list(session.officers.all()) == [leaver]


def test_talk_without_a_time_is_not_handed_to_somebody_on_leave(
    client, administrator, leaver, taker
):
    planned(leaver, starts_at=None)
    make_time(officer=taker, begins=BEFORE, ends=AFTER)

    assert errors_of(end(client, leaver, everything=taker.pk)) == [
        "Bea Busy is not free: on leave that day"
    ]


def test_held_date_is_not_handed_to_somebody_on_leave(client, administrator, leaver, taker):
    talk = make_talk_request(reference="BCD2222", state="offered")
    held = make_offer(talk_request=talk, officer=leaver)
    make_time(officer=taker, begins=wall(held.held_on, 8), ends=wall(held.held_on, 23))

    page = end(client, leaver, everything=taker.pk)

    held.refresh_from_db()
    assert errors_of(page) == ["Bea Busy is not free: on leave from 08:00 until 23:00"]
    assert held.officer == leaver


def test_extra_time_that_was_entered_counts(client, administrator, leaver, taker):
    session = planned(leaver, starts_at=time(18))
    make_time(
        officer=taker,
        kind="opening",
        begins=wall(DAY, 17),
        ends=wall(DAY, 21),
    )

    end(client, leaver, everything=taker.pk)

    assert list(session.officers.all()) == [taker]


def test_summary_names_the_talk_and_the_field_says_only_what_is_wrong(
    client, administrator, leaver, taker
):
    planned(taker)
    session = planned(leaver)

    page = end(client, leaver, everything=taker.pk)
    nobody = end(client, leaver)

    form = page.context["form"]
    row = str(form.fields[f"session-{session.pk}"].label)
    assert form.errors[f"session-{session.pk}"][0].startswith("Bea Busy already has a session")
    assert form.error_summary[0]["text"].startswith(f"{row}: Bea Busy already has a session")
    assert row.startswith("Tuesday 1 December 2026 at 09:30, ")
    assert errors_of(nobody) == ["Choose who takes it over"]
    assert nobody.context["form"].error_summary[0]["text"] == f"{row}: Choose who takes it over"


def test_page_says_which_school_is_written_to(client, administrator, leaver, taker):
    planned(leaver)
    written = planned(leaver, starts_at=time(12))
    make_talk_request(state="confirmed", session=written)
    silent = planned(leaver, starts_at=time(14))
    make_talk_request(reference="BCD2346", state="confirmed", session=silent, contact_email="")

    page = client.get(f"/team/people/{leaver.pk}/end/")
    hints = [page.context["form"].fields[key].help_text for key in page.context["work"].keys]
    end(client, leaver, everything=taker.pk)

    assert hints == [
        "No e-mail goes: phone them.",
        "They are told by e-mail.",
        "No e-mail goes: phone them.",
    ]
    told = Mail.objects.filter(kind="officer_changed")
    assert [mail.talk_request.session for mail in told] == [written]
    assert "A school whose officer changes is told by e-mail" not in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_no_more_for_more_talks(
    client, administrator, leaver, django_assert_num_queries, number
):
    for hour in range(number):
        planned(leaver, starts_at=time(9 + hour))
    client.get(f"/team/people/{leaver.pk}/end/")

    with django_assert_num_queries(14):
        client.get(f"/team/people/{leaver.pk}/end/")


def test_what_waits_comes_after_the_questions_with_headings_of_one_size(
    client, administrator, leaver
):
    planned(leaver)
    make_session(state="planned", held_on=date(2026, 11, 2), officers=[leaver])

    page = client.get(f"/team/people/{leaver.pk}/end/").content.decode()

    assert page.index("Planned sessions</h2>") < page.index("Held, and not counted yet</h2>")
    assert page.index("Held, and not counted yet</h2>") < page.index("End the membership")
    assert set(read(page).headings) == {1, 2}
