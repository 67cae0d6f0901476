"""The record speaks to whoever had the talk: a school, young people elsewhere, or adults."""

import pytest

from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import make_evidence_row, make_place

pytestmark = pytest.mark.django_db

SCHOOL, CLUB, FIRM, COLLEGE = (
    ("primary", "children"),
    ("community", "young_people"),
    ("workplace", "adults"),
    ("college", "adults"),
)


def held_at(kind, audience):
    talk = given()
    place = make_place(name=f"At {kind}", kind=kind)
    stages = ("P7",) if kind == "primary" else ()
    talk.groups.update(audience=audience, stages=stages)
    type(talk.session).objects.update(place=place, stages=stages)
    type(talk).objects.update(place=place)
    talk.session.attendances.update(audience=audience)
    return talk


@pytest.mark.parametrize(
    ("where", "asks", "to_print", "came"),
    [
        (SCHOOL, "one of your staff", "A certificate for the class", "Classes P7"),
        (CLUB, "one of your leaders", "A certificate for the group", "Who came Young people"),
        (FIRM, "one of you", "A certificate of the talk", "Who came Adults"),
    ],
)
def test_each_guest_is_asked_and_given_to_print_in_its_words(client, where, asks, to_print, came):
    talk = held_at(*where)

    page = words(client.get(link(talk))) + words(client.get(f"{link(talk)}feedback/"))

    for said in (f"Three questions for {asks}.", to_print, came):
        assert said in page


@pytest.mark.parametrize(
    ("where", "leads_to"),
    [
        (SCHOOL, ["/for-teachers/", "/for-parents/"]),
        (CLUB, ["/for-parents/"]),
        (FIRM, []),
    ],
)
def test_help_after_the_talk_is_for_its_guest(client, where, leads_to):
    page = client.get(link(held_at(*where))).text
    main = page[page.index("<main") : page.index("</main>")]

    found = [way for way in ("/for-teachers/", "/for-parents/") if f'href="{way}"' in main]

    assert found == leads_to


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (SCHOOL, "See all talks at your school through the years"),
        (COLLEGE, "See all talks at your college through the years"),
    ],
)
def test_list_through_the_years_is_led_to_where_there_is_one(client, where, said):
    assert said in words(client.get(link(held_at(*where))))


@pytest.mark.parametrize("where", [CLUB, FIRM])
def test_list_through_the_years_is_not_led_to_where_there_is_none(client, where):
    assert 'href="/talks/earlier/"' not in client.get(link(held_at(*where))).text


@pytest.mark.parametrize(("where", "is_shown"), [(SCHOOL, True), (CLUB, False), (FIRM, False)])
def test_evidence_sheet_names_the_frameworks_of_schools_to_schools(client, where, is_shown):
    make_evidence_row()

    page = words(client.get(f"{link(held_at(*where))}evidence/"))

    assert ("How good is our school?" in page) is is_shown


@pytest.mark.parametrize(("where", "who"), [(SCHOOL, "The school says"), (FIRM, "They say")])
def test_team_reads_who_has_another_number(client, where, who):
    talk = held_at(*where)
    version = talk.session.version

    client.post(
        f"{link(talk)}number/",
        {"number-0": "31", "known": "counted", "sentence": "", "opened": str(version)},
    )

    assert talk.session.corrections.get().reason == f"{who} that the number differs."
