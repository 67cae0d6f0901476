"""The school finds what it can use beside its talk: before it, the day before, and after it."""

from datetime import date

import pytest

from campaigns.mail import letters
from campaigns.models import TalkGroup
from campaigns.places.materials import of_talk
from sextortion_aware.materials import AT_THE_DOOR, LESSON_FIRST, When
from tests.campaigns.mail.told import a_talk
from tests.campaigns.mail.told import reminder as day_before
from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import (
    NOW,
    make_campaign,
    make_member,
    make_place,
    make_session,
    make_talk_kind,
    make_talk_request,
)
from tests.html import read

pytestmark = pytest.mark.django_db


CHOSEN = ["for-schools/before", "for-schools/lesson-p5-p7", "for-schools/parents-evening"]


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def confirmed(*, stages=("P7",), audience="children", kind=None, held=(), **fields):
    officers = [make_member(name="Bo Kerr")]
    session = make_session(held_on=date(2026, 12, 8), stages=held, officers=officers)
    talk = make_talk_request(state="confirmed", session=session, **fields)
    TalkGroup.objects.filter(talk_request=talk).update(stages=stages, audience=audience)
    if kind is not None:
        talk.kind = make_talk_kind(topic=talk.topic, **kind)
        talk.save(update_fields=["kind"])
    return talk


def slugs(talk, when):
    return [material.slug.partition("/")[2] for material in of_talk(talk, when)]


def for_schools(page):
    return [
        one["href"].removeprefix("/for-schools/").removesuffix("/")
        for one in page
        if one["href"].startswith("/for-schools/")
    ]


def links_on(client, talk):
    return for_schools(read(client.get(link(talk)).content.decode()).links)


@pytest.mark.parametrize(
    ("stages", "after"),
    [
        (("P2",), ["letter-p1-p4", "lesson-p1-p4"]),
        (("P7",), ["letter-p5-p7", "lesson-p5-p7"]),
        (("P7", "S1"), ["letter-p5-p7", "letter-s1-s3", "lesson-p5-p7", "lesson-s1-s3"]),
        (("S5",), ["letter-s4-s6", "lesson-s4-s6"]),
    ],
)
def test_without_a_choice_it_is_what_fits_the_classes(stages, after):
    talk = confirmed(stages=stages)

    assert slugs(talk, When.BEFORE) == ["before", "letter-before", "staff-session"]
    assert slugs(talk, When.AFTER) == [*after, "parents-evening"]


def test_stages_that_were_there_go_before_those_that_were_asked_for():
    assert slugs(confirmed(stages=("P7",), held=("S1",)), When.AFTER) == [
        "letter-s1-s3",
        "lesson-s1-s3",
        "parents-evening",
    ]


def test_a_choice_is_shown_as_far_as_it_fits_the_classes():
    chosen = ["for-schools/letter-before", "for-schools/lesson-p1-p4", "for-schools/lesson-p5-p7"]
    talk = confirmed(stages=("P7",), kind={"materials": [*chosen, "for-schools/gone"]})

    assert slugs(talk, When.BEFORE) == ["letter-before"]
    assert slugs(talk, When.AFTER) == ["lesson-p5-p7"]


def test_a_kind_whose_pages_are_all_gone_has_what_fits():
    talk = confirmed(kind={"materials": ["for-schools/gone"]})

    assert slugs(talk, When.AFTER) == ["letter-p5-p7", "lesson-p5-p7", "parents-evening"]


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (None, ["letter-s1-s3", "letter-s4-s6", "lesson-s1-s3", "lesson-s4-s6"]),
        ({"stages": ("S4", "S5")}, ["letter-s4-s6", "lesson-s4-s6"]),
    ],
)
def test_young_people_without_stages_have_those_of_their_kind_or_age(kind, after):
    talk = confirmed(stages=(), audience="young_people", kind=kind)

    assert slugs(talk, When.AFTER) == [*after, "parents-evening"]


@pytest.mark.parametrize("audience", ["parents", "professionals", "adults"])
@pytest.mark.parametrize(("chosen", "after"), [([], []), (CHOSEN, ["parents-evening"])])
def test_adults_at_a_school_have_nothing_for_pupils(client, audience, chosen, after):
    hall = make_place(name="The hall", kind="primary")
    kind = {"format": "parents", "stages": (), "materials": chosen}

    talk = confirmed(stages=(), audience=audience, place=hall, kind=kind)

    assert (slugs(talk, When.BEFORE), slugs(talk, When.AFTER)) == (["before"], after)
    assert links_on(client, talk) == ["before/#check-who-is-at-the-door", "before"]


@pytest.mark.parametrize("audience", ["parents", "professionals", "adults"])
@pytest.mark.parametrize(("chosen", "after"), [([], []), (CHOSEN, ["parents-evening"])])
def test_adults_elsewhere_have_no_page_for_schools_before_it(client, audience, chosen, after):
    hall = make_place(name="The hall", kind="community")
    kind = {"format": "parents", "stages": (), "materials": chosen}

    talk = confirmed(stages=(), audience=audience, place=hall, kind=kind)

    assert (slugs(talk, When.BEFORE), slugs(talk, When.AFTER)) == ([], after)
    assert links_on(client, talk) == []


def test_young_people_elsewhere_have_the_letter_home_and_no_page_of_a_school(client):
    club = make_place(name="The club", kind="community")

    talk = confirmed(stages=(), audience="young_people", place=club)

    assert slugs(talk, When.BEFORE) == ["letter-before"]
    assert "letter-s1-s3" in slugs(talk, When.AFTER)
    assert 'id="check-who-is-at-the-door"' in client.get(link(talk)).text


DOOR = (
    "Know the name first.",
    "Do not ring a number that the visitor gives you.",
    "Police Scotland says that its officers never ask for money, and never tell you to keep "
    "something secret.",
    "Ask them to wait.",
    "shoulder number",
    "Call the police on 101",
)


def test_what_is_said_of_the_door_is_what_the_page_for_schools_says(client):
    club = make_place(name="The club", kind="community")
    talk = confirmed(stages=(), audience="adults", place=club)

    page, for_schools_page = words(client.get(link(talk))), words(client.get(AT_THE_DOOR))

    assert [said for said in DOOR if said not in page] == []
    assert [said for said in DOOR if said not in for_schools_page] == []


def test_letter_of_the_day_before_sends_a_firm_to_its_own_page():
    firm = make_place(name="Glen Haulage", kind="workplace")
    talk = a_talk(state="confirmed", with_session=True, place=firm)
    TalkGroup.objects.update(stages=(), audience="adults")

    near = day_before(talk)

    assert "How to check who it is stands on that page." in near.text
    assert "/for-schools/" not in near.text + near.html


def test_page_of_a_set_date_says_who_comes_how_to_check_it_and_what_there_is(client):
    talk = confirmed()

    page = client.get(link(talk)).content.decode()

    assert "Bo Kerr" in page
    assert f'<a href="{AT_THE_DOOR}">how to check who it is</a>' in page
    assert for_schools(read(page).links) == [
        "before/#check-who-is-at-the-door",
        "before/#a-short-lesson-of-your-own-first",
        "before",
        "letter-before",
        "staff-session",
    ]


def test_what_a_coordinator_left_out_is_not_on_the_page(client):
    talk = confirmed(kind={"materials": ["for-schools/staff-session"]})

    assert links_on(client, talk) == ["before/#check-who-is-at-the-door", "staff-session"]


@pytest.mark.parametrize("state", ["submitted", "waiting", "declined", "cancelled_by_school"])
def test_page_without_a_date_has_none(client, state):
    assert links_on(client, make_talk_request(state=state, state_reason="A reason")) == []


def test_record_leads_to_lesson_letter_and_help(client):
    talk = given()

    page = client.get(link(talk)).content.decode()

    assert for_schools(read(page).links) == ["letter-p5-p7", "lesson-p5-p7", "parents-evening"]
    assert 'href="/who-can-help/"' in page


def test_letter_of_the_day_before_leads_to_who_is_at_the_door(settings):
    make_campaign()
    talk = a_talk(state="confirmed", with_session=True)
    address = f"{settings.SITE_URL}{AT_THE_DOOR}"

    near = day_before(talk)
    far = letters.reminder(talk, school_days=5, number=2, send_after=NOW)

    assert f"\n\n{address}\n\n" in near.text
    assert f'href="{address}"' in near.html
    assert "at-the-door" not in far.text + far.html


def test_a_talk_online_has_no_door(client):
    talk = confirmed()
    type(talk.session).objects.update(is_online=True)
    talk.refresh_from_db()

    said = day_before(talk).text + client.get(link(talk)).content.decode()

    assert "at the door" not in said


@pytest.mark.parametrize("whole", [AT_THE_DOOR, LESSON_FIRST])
def test_the_page_has_the_part_that_is_linked(client, whole):
    address, _, part = whole.partition("#")

    assert f'id="{part}"' in client.get(address).content.decode()
