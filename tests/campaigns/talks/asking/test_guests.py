"""Adults at work and in groups are guests of their own: no lesson, no stage, no school's words."""

from datetime import date

import pytest

from campaigns.mail import letters
from campaigns.mail.icalendar import Method, school_file
from campaigns.mail.links import token_of
from campaigns.models import Place, TalkDraft, TalkRequest
from campaigns.talks.remarks import Remark
from campaigns.talks.words import asked_rows
from tests.campaigns.talks.asking.conftest import answered, start
from tests.campaigns.talks.asking.firms import before_the_talk, make_kinds, words
from tests.factories import (
    make_place,
    make_session,
    make_talk_kind,
    make_talk_request,
    make_topic,
)
from tests.html import read

pytestmark = pytest.mark.django_db

SCHOOLS_OWN = ("school staff", "your school", "class", "pupil", "stages", "holiday")


def choices(page, name):
    return [str(label) for _, label in page.context["form"].fields[name].choices]


def test_adults_choose_from_talks_for_adults(client, firm):
    make_kinds()
    address = answered(before_the_talk(firm))

    page = client.get(f"{address}kind/")

    assert choices(page, "kind") == ["At work", "An evening", "Something else"]


def test_a_school_still_chooses_from_every_talk(client, answers):
    make_kinds()
    address = answered({step: answers[step] for step in ("place", "group-1")})

    page = client.get(f"{address}kind/")

    assert choices(page, "kind") == ["Know the trick", "An evening", "At work", "Something else"]


def test_adults_are_not_asked_which_talk_when_there_is_none_for_them(client, firm):
    make_talk_kind()
    address = answered(before_the_talk(firm))

    assert client.get(f"{address}check/")["Location"] == f"{address}topic/"


def test_adults_who_began_at_a_talk_for_pupils_are_asked_again_without_an_error(client, firm):
    lesson, _, at_work = make_kinds()
    address = answered({**before_the_talk(firm), "kind": {"kind": str(lesson.pk)}})

    page = client.get(f"{address}kind/")
    onward = client.post(f"{address}kind/", {"kind": at_work.pk})

    assert "“Know the trick” is a talk for young people. These are for adults." in page.text
    assert "<title>Error" not in page.text
    assert client.get(f"{address}check/")["Location"] == onward["Location"] == f"{address}dates/"


def test_adults_are_given_no_lesson_and_no_assembly(client, firm):
    address = answered(before_the_talk(firm))

    page = client.get(f"{address}topic/")

    assert choices(page, "format") == [
        "Workshop",
        "Parents’ evening",
        "Staff training",
        "Talk or meeting",
    ]


@pytest.mark.parametrize(
    ("who", "title", "refused"),
    [
        ("adults", "One of you stays in the room", "Tick to say that one of you will stay."),
        ("parents", "One of you stays in the room", "Tick to say that one of you will stay."),
        ("young_people", "A leader stays in the room", "Tick to say that one of your leaders"),
    ],
)
def test_each_guest_is_told_in_its_words_who_stays(client, firm, who, title, refused):
    topic = {"topic": {"topic": make_topic().pk, "format": "community"}}
    group = {"group-1": {"who": who, "expected": "30"}}
    address = answered({**before_the_talk(firm), **group, **topic, **firm["rest"]})

    page = client.post(f"{address}staff/")

    assert read(page.text).h1 == [title]
    assert refused in page.text


def test_first_page_asks_for_no_names_in_words_that_fit_everyone(client):
    make_talk_kind()

    said = words(client.get("/talks/ask/").text)

    assert "do not name anyone but yourself in your answers." in said
    assert [word for word in (*SCHOOLS_OWN, "child") if word in said] == []


def test_no_page_of_a_firm_has_a_word_of_schools(client, firm):
    _, _, at_work = make_kinds()
    kind = {"kind": {"kind": str(at_work.pk)}}
    address = answered({**before_the_talk(firm), **kind, **firm["rest"]})

    for step in ("group-1", "kind", *firm["rest"], "check"):
        said = words(client.get(f"{address}{step}/").text)
        assert [word for word in SCHOOLS_OWN if word in said] == [], step
    client.post(f"{address}send/")

    talk = TalkRequest.objects.get()
    assert (talk.unlisted_place, talk.kind, talk.format) == ("Glen Haulage", at_work, "community")
    assert {"key": "How it is given", "value": "Talk or meeting"} in asked_rows(talk)


@pytest.mark.parametrize(
    ("is_school", "group", "key", "says"),
    [
        ("no", {"who": "adults"}, "Name", "Do not name anyone who has been hurt. Do not report a"),
        ("yes", {"who": "pupils", "stages": "P7"}, "Name of the school", "Do not name a child. Do"),
    ],
)
def test_a_new_place_is_named_as_what_it_is(client, firm, is_school, group, key, says):
    firm["new-place"]["is_school"] = is_school
    firm["group-1"] = {**group, "expected": "30"}
    topic = {"topic": {"topic": make_topic().pk, "format": "community"}}
    address = answered({**before_the_talk(firm), **topic, **firm["rest"]})

    rows = client.get(f"{address}check/").context["rows"]

    assert [row["key"] for row in rows if row["value"] == "Glen Haulage"] == [key]
    assert says in client.get(f"{address}needs/").text


@pytest.mark.parametrize(
    ("kind", "do_not_name", "who"),
    [
        (Place.Kind.WORKPLACE, "anyone who has been hurt", "Adults"),
        (Place.Kind.PRIMARY, "a child", "Other adults"),
    ],
)
def test_the_page_behind_the_link_speaks_to_its_guest(client, midday, kind, do_not_name, who):
    address = f"/t/{token_of(a_talk_at(kind, 'adults'))}/"

    page = client.get(address)

    note = client.get(f"{address}note/").context["form"]
    assert note.fields["text"].help_text == f"Do not name {do_not_name}."
    assert {"key": "Groups", "value": f"{who}, about 27"} in page.context["asked"]
    assert f"How many {who.lower()}?" in client.get(f"{address}change/").text


def test_talks_for_adults_stand_apart_and_say_who_stays(client):
    make_kinds()

    offered = client.get("/talks/").text
    page = client.get("/talks/work/").text

    assert offered.index("For schools and young people") < offered.index("Know the trick")
    assert offered.index("For parents, workplaces and other adults") < offered.index("At work")
    assert "One of you stays in the room" in page
    assert [word for word in SCHOOLS_OWN if word in words(page)] == []


def a_talk_at(kind, audience):
    place = make_place(name=f"At {kind}", kind=kind)
    session = make_session(place=place, state="planned", held_on=date(2026, 12, 8))
    talk = make_talk_request(place=place, state="confirmed", session=session)
    talk.groups.update(audience=audience, stages=())
    return talk


@pytest.mark.parametrize(
    ("kind", "audience", "says"),
    [
        (Place.Kind.PRIMARY, "children", "School staff stay in the room for the whole talk."),
        (Place.Kind.SPECIAL, "parents", "School staff stay in the room for the whole talk."),
        (Place.Kind.COMMUNITY, "young_people", "One of your leaders stays in the room for the"),
        (Place.Kind.WORKPLACE, "adults", "One of you stays in the room for the whole talk."),
        (Place.Kind.COLLEGE, "professionals", "One of you stays in the room for the whole talk."),
    ],
)
def test_letter_and_calendar_say_who_stays(kind, audience, says):
    talk = a_talk_at(kind, audience)
    file = school_file(talk.session, reference=talk.reference, method=Method.PUBLISH)

    assert says in letters.date_confirmed(talk).text
    assert says in file.replace("\r\n ", "")


def test_a_firm_is_thanked_without_pupils():
    talk = a_talk_at(Place.Kind.WORKPLACE, "adults")

    thanks = letters.thanks(talk).text

    assert "Anybody finds advice here, and what to do" in thanks
    assert "Would another group like a talk?" in thanks


P7_AT_HIGH = "P7 is a primary stage, and Braeside High School is a high school."
S2_AT_PRIMARY = "S2 is a secondary stage, and Braeside Primary School is a primary school."


@pytest.mark.parametrize(
    ("kind", "name", "stages", "asked"),
    [
        ("secondary", "Braeside High School", "P7", P7_AT_HIGH),
        ("primary", "Braeside Primary School", "S2", S2_AT_PRIMARY),
    ],
)
def test_stages_of_another_school_are_asked_about_once(client, answers, kind, name, stages, asked):
    place = make_place(name=name, kind=kind, town="Lanark")
    address = start(client)
    client.post(f"{address}place/", {"place": place.label, "place_id": place.pk})
    typed = {"who": "pupils", "stages": stages, "expected": "27"}

    told = client.post(f"{address}group-1/", typed)
    again = client.post(
        f"{address}group-1/", {**typed, "told": told.context["form"]["told"].value()}
    )

    assert asked in told.text
    assert f'value="{stages}"' in told.text
    assert again["Location"] == f"{address}topic/"
    assert TalkDraft.objects.get().answers["group-1"]["stages"] == [stages]


def test_check_page_says_it_too(client, answers):
    high = make_place(name="Braeside High School", kind="secondary", town="Lanark")
    answers["place"] = {"place": high.label, "place_id": high.pk}
    said = "P6 to P7 are primary stages, and Braeside High School is a high school."
    answers["group-1"]["told"] = Remark(text=said, short="").key
    address = answered(answers)

    page = client.get(f"{address}check/").text

    assert f"Please note: {said}" in page


@pytest.mark.parametrize(("kind", "stages"), [("special", "S2"), ("secondary", "S1")])
def test_stages_that_fit_are_not_asked_about(client, answers, kind, stages):
    place = make_place(name="Rowan School", kind=kind, town="Lanark")
    address = start(client)
    client.post(f"{address}place/", {"place": place.label, "place_id": place.pk})

    onward = client.post(
        f"{address}group-1/", {"who": "pupils", "stages": stages, "expected": "27"}
    )

    assert onward["Location"] == f"{address}topic/"
