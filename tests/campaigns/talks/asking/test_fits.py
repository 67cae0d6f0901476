"""What does not fit in a request is asked about once, and anew when the answers change."""

import pytest

from campaigns.models import TalkDraft, TalkRequest
from campaigns.talks.fits import misfits
from tests.campaigns.shown import words
from tests.campaigns.talks.asking.conftest import answered, walk
from tests.campaigns.typed import errors_of
from tests.factories import make_place, make_talk_kind, make_talk_request, make_topic
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

TOO_MANY = (
    "300 is more than 33, the most pupils in one class, and a lesson is for one class at a time."
)
FOR_OTHERS = "“Know the trick” is for P6 to P7, not for P5."


def shown(response):
    """The hidden box that the next press sends back."""
    fields = read(response.text).fields
    return next(field.get("value", "") for field in fields if field["name"] in ("told", "shown"))


def pressed_again(client, page, typed):
    return client.post(page, {**typed, "told": shown(client.post(page, typed))})


@pytest.fixture
def with_kind(answers):
    """What is typed when the talk is one that we offer."""
    kind = make_talk_kind(topic=make_topic())
    steps = {**answers, "kind": {"kind": str(kind.pk)}}
    del steps["topic"]
    order = ("place", "group-1", "kind", "dates", "room", "needs", "staff", "contact")
    return {step: steps[step] for step in order}


def test_a_talk_for_others_is_asked_about_beside_the_choice(client, with_kind):
    with_kind["group-1"]["stages"] = "P5"
    address, _ = walk(client, {name: with_kind[name] for name in ("place", "group-1")})
    page = f"{address}kind/"

    told = client.post(page, with_kind["kind"])
    again = client.post(page, {**with_kind["kind"], "told": shown(told)})

    assert FOR_OTHERS in words(told)
    assert again["Location"] == f"{address}dates/"


def test_three_hundred_in_a_lesson_are_asked_about(client, answers):
    answers["group-1"]["expected"] = "300"
    address, _ = walk(client, {name: answers[name] for name in ("place", "group-1")})
    page = f"{address}topic/"

    told = client.post(page, answers["topic"])
    in_a_hall = client.post(page, {**answers["topic"], "format": "workshop"})
    again = client.post(page, {**answers["topic"], "told": shown(told)})

    assert TOO_MANY in words(told)
    assert [step["Location"] for step in (in_a_hall, again)] == [f"{address}dates/"] * 2


def test_another_answer_before_it_brings_the_question_back(client, with_kind):
    address = answered(with_kind)
    assert client.get(f"{address}check/").status_code == 200

    changed = client.post(f"{address}group-1/", {**with_kind["group-1"], "expected": "300"})
    page = client.get(changed["Location"])
    kept = client.post(changed["Location"], {**with_kind["kind"], "told": shown(page)})

    assert changed["Location"] == f"{address}kind/"
    assert TOO_MANY in words(page)
    assert kept["Location"] == f"{address}check/"
    assert f"Please note: {TOO_MANY}" in words(client.get(kept["Location"]))


def test_a_second_misfit_is_asked_about_though_the_first_was_kept(client, with_kind):
    address = answered(with_kind)
    client.post(f"{address}group-1/", {**with_kind["group-1"], "expected": "300"})
    pressed_again(client, f"{address}kind/", with_kind["kind"])
    assert client.get(f"{address}check/").status_code == 200

    typed = {**with_kind["group-1"], "expected": "300", "stages": "P5"}
    changed = client.post(f"{address}group-1/", typed)

    assert changed["Location"] == f"{address}kind/"
    assert FOR_OTHERS in words(client.get(changed["Location"]))


def test_another_school_asks_about_the_class_anew(client, with_kind):
    address = answered(with_kind)
    high = make_place(name="Braeside High School", kind="secondary")

    changed = client.post(f"{address}place/", {"place": high.label, "place_id": high.pk})

    said = "P6 to P7 are primary stages, and Braeside High School is a high school."
    assert changed["Location"] == f"{address}group-1/"
    assert said in words(client.get(changed["Location"]))
    assert TalkDraft.objects.get().answers["contact"]["contact_name"] == ["Morag Bell"]


def test_nothing_is_sent_while_a_question_waits(client, with_kind):
    with_kind["group-1"]["expected"] = "300"
    address = answered(with_kind)

    assert client.post(f"{address}send/")["Location"] == f"{address}kind/"
    assert not TalkRequest.objects.exists()


def test_a_talk_that_was_chosen_before_the_form_is_looked_at_too(client, with_kind):
    kind = with_kind["kind"]["kind"]
    address = client.post("/talks/ask/", {"kind": kind})["Location"].removesuffix("place/")
    client.post(f"{address}place/", with_kind["place"])

    onward = client.post(f"{address}group-1/", {**with_kind["group-1"], "stages": "P5"})

    assert onward["Location"] == f"{address}kind/"
    assert FOR_OTHERS in words(client.get(onward["Location"]))


def test_what_fits_is_not_asked_about(client, with_kind):
    address, last = walk(client, with_kind)

    assert last == f"{address}check/"
    assert "Please note" not in words(client.get(last))


def test_adults_who_come_with_pupils_are_no_others(answers):
    pupils = make_talk_kind(topic=make_topic())
    evening = make_talk_kind(name="An evening", slug="evening", format="parents", stages=())
    request = make_talk_request()
    class_ = request.groups.get()
    parents = request.groups.create(audience="parents", expected=40)

    def said(kind, *groups):
        return [remark.text for remark in misfits(groups, kind=kind)]

    assert [said(kind, class_, parents) for kind in (pupils, evening)] == [[], []]
    alone = "“Know the trick” is for P6 to P7, not for parents and guardians."
    assert said(pupils, parents) == [alone]
    assert said(evening, class_) == ["“An evening” is for parents and guardians, not for P7."]


def by_telephone(**changed):
    return {
        "draft_key": "5b0d2a52-3a10-4f8e-9c1f-0a5c0f3d7a11",
        "place": make_place().label,
        "who": "pupils",
        "stages": "P7",
        "expected": "27",
        "topic": make_topic().pk,
        "format": "lesson",
        "when": "any Tuesday before 11",
        "contact_name": "Morag Bell",
        "contact_email": "office@school.example",
        **changed,
    }


@pytest.mark.parametrize(
    ("changed", "box", "said"),
    [
        ({"expected": "300"}, "expected", TOO_MANY),
        (
            {"stages": "S2"},
            "stages",
            "S2 is a secondary stage, and Braeside Primary School is a primary school.",
        ),
        (
            {"format": "assembly"},
            "format",
            "We teach “Grooming” in lessons, and this is an assembly.",
        ),
    ],
)
def test_the_form_for_the_telephone_asks_once(client, coordinator, changed, box, said):
    topic = make_topic(name="Grooming", class_size_only=True)
    given = by_telephone(topic=topic.pk, **changed)

    told = client.post("/team/talks/enter/", given)

    again = f"{said} If that is right, press the button again"
    assert errors_of(told) == {box: [again]}
    assert not TalkRequest.objects.exists()
    client.post("/team/talks/enter/", {**given, "shown": shown(told)})
    assert TalkRequest.objects.get().groups.get().expected == int(given["expected"])


def test_the_form_for_the_telephone_asks_of_the_talk(client, coordinator):
    kind = make_talk_kind(topic=make_topic())
    given = by_telephone(kind=kind.pk, topic="", stages="P5")

    told = client.post("/team/talks/enter/", given)

    again = f"{FOR_OTHERS} If that is right, press the button again"
    assert errors_of(told) == {"kind": [again]}
    other = client.post("/team/talks/enter/", {**given, "stages": "P4", "shown": shown(told)})
    assert list(errors_of(other)) == ["kind"]  # another class is another question
