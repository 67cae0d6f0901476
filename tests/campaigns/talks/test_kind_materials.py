"""Coordinators choose which pages for schools go with which kind of talk."""

import pytest
from django.core.exceptions import ValidationError

from campaigns.history.opened import version_of
from campaigns.models import Change, TalkKind
from campaigns.places.materials import of_kind
from campaigns.talks.kind_deeds import (
    add_kind,
    add_suggested_kinds,
    change_kind,
    kind_in_words,
)
from sextortion_aware.materials import MATERIALS
from tests.campaigns.talks.kind_pages import ticked
from tests.factories import make_campaign, make_talk_kind, make_topic

pytestmark = pytest.mark.django_db

ADD = "/team/talks/kinds/add/"
BEFORE, LETTER, STAFF, EVENING = (
    f"for-schools/{slug}"
    for slug in ("before", "letter-before", "staff-session", "parents-evening")
)
OF_P5_P7 = ["for-schools/letter-p5-p7", "for-schools/lesson-p5-p7"]
OF_S1_S3 = ["for-schools/letter-s1-s3", "for-schools/lesson-s1-s3"]
FITS_P6_P7 = [BEFORE, LETTER, STAFF, *OF_P5_P7, EVENING]
FITS_S1 = [BEFORE, LETTER, STAFF, *OF_S1_S3, EVENING]


def slugs(kind):
    return [material.slug for material in of_kind(kind)]


def typed(**changed):
    given = {
        "name": "Know the trick",
        "topic": make_topic().pk,
        "format": "lesson",
        "stages": "P6, P7",
        "minutes": "50",
        "summary": "How the trick works.",
        "expect": "A quiz",
        "is_offered": "on",
    }
    return given | changed


def page_of(client, kind):
    return client.get(f"/team/talks/kinds/{kind.pk}/").content.decode()


def save(client, kind, **changed):
    opened = version_of(kind_in_words(kind))
    answer = client.post(f"/team/talks/kinds/{kind.pk}/", typed(opened=opened, **changed))
    kind.refresh_from_db()
    return answer


def test_each_page_for_schools_can_be_ticked(client, coordinator):
    make_topic()

    page = client.get(ADD).content.decode()

    assert [one.slug for one in MATERIALS if f'value="{one.slug}"' not in page] == []
    assert ticked(page) == []


def test_one_added_without_a_choice_has_what_fits_and_it_can_be_taken_off(client, coordinator):
    client.post(ADD, typed())
    kind = TalkKind.objects.get()
    at_first = ticked(page_of(client, kind))

    save(client, kind, materials=[BEFORE, OF_P5_P7[0]])

    assert at_first == FITS_P6_P7
    assert ticked(page_of(client, kind)) == slugs(kind) == [BEFORE, OF_P5_P7[0]]


def test_a_choice_has_its_line_of_history_and_pressed_twice_is_once(client, coordinator):
    kind = make_talk_kind(materials=[BEFORE, STAFF])

    for _ in range(2):
        save(client, kind, minutes="45", expect="Stories\nA quiz", materials=[LETTER, BEFORE])

    assert list(Change.objects.values_list("kind", "fields")) == [
        (
            "put_right",
            {
                "For schools to use": [
                    "Before an officer comes; A session for staff",
                    "Before an officer comes; A letter home before the talk",
                ]
            },
        )
    ]


def test_what_fits_follows_new_stages_while_nobody_chose(client, coordinator):
    kind = make_talk_kind()

    save(client, kind, stages="S1", materials=FITS_P6_P7)

    assert slugs(kind) == FITS_S1


def test_a_choice_stays_when_the_stages_change(client, coordinator):
    kind = make_talk_kind(materials=[BEFORE, *OF_P5_P7])

    save(client, kind, stages="P7, S1", materials=[BEFORE, *OF_P5_P7])

    assert slugs(kind) == [BEFORE, *OF_P5_P7]


def test_with_nothing_ticked_it_is_what_fits_again(client, coordinator):
    kind = make_talk_kind(materials=[BEFORE])

    save(client, kind)

    assert (kind.materials, slugs(kind)) == ([], FITS_P6_P7)


def test_a_page_that_was_taken_away_is_left_out(client, coordinator):
    kind = make_talk_kind(materials=["for-schools/gone", BEFORE])

    assert ticked(page_of(client, kind)) == [BEFORE]
    assert save(client, kind, materials=["for-schools/gone", STAFF]).status_code == 302
    assert kind.materials == [STAFF]
    assert slugs(make_talk_kind(slug="b", materials=["for-schools/gone"])) == FITS_P6_P7


@pytest.mark.parametrize("wrong", ["for-schools/before", {"a": 1}, [1], [None], 5])
def test_a_row_holds_a_list_of_words_only(wrong):
    kind = make_talk_kind()
    kind.materials = wrong

    with pytest.raises(ValidationError):
        kind.full_clean()


def test_suggested_ones_come_with_what_fits_their_stages():
    wanted = {"kind-online", "parents", "sextortion"}
    add_suggested_kinds(campaign=make_campaign(), chosen=wanted, by=None)

    found = {kind.slug: slugs(kind) for kind in TalkKind.objects.all()}

    of_s4_s6 = ["for-schools/letter-s4-s6", "for-schools/lesson-s4-s6"]
    secondary = [BEFORE, LETTER, STAFF, OF_S1_S3[0], of_s4_s6[0], OF_S1_S3[1], of_s4_s6[1], EVENING]
    assert found == {"kind-online": FITS_P6_P7, "parents": [BEFORE], "sextortion": secondary}


def test_a_workshop_without_stages_is_for_every_age():
    kind = make_talk_kind(format="workshop", stages=())

    assert slugs(kind) == [material.slug for material in MATERIALS]


def test_a_deed_of_something_else_keeps_the_choice(coordinator):
    kind = make_talk_kind(materials=[BEFORE])
    given = {"topic": kind.topic, "name": "Two", "format": "lesson", "minutes": 50}
    more = {"summary": "Two", "expect": "Two", "materials": [STAFF, BEFORE, STAFF]}

    changed = change_kind(kind=kind, given={"is_offered": False}, by=coordinator.user)
    added = add_kind(campaign=kind.campaign, given=given | more, by=coordinator.user)

    assert (changed.materials, added.materials) == ([BEFORE], [BEFORE, STAFF])
