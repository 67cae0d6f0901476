"""Talks on offer leave a line of history, and a programme can begin with those we suggest."""

import pytest

from campaigns.history.opened import version_of
from campaigns.models import Change, TalkKind, Topic
from campaigns.talks.kind_deeds import kind_in_words
from campaigns.talks.suggested_kinds import KINDS
from tests.campaigns.programme.ladder import answers, form_values, those_who_keep
from tests.campaigns.talks.kind_pages import ticked
from tests.factories import make_talk_kind, make_topic

pytestmark = pytest.mark.django_db
LIST, SUGGESTED = "/team/talks/kinds/", "/team/talks/kinds/suggested/"
SLUGS = [kind.slug for kind in KINDS]


def saved(client, kind, **changed):
    page = client.get(f"{LIST}{kind.pk}/").content.decode()
    rest = {
        "topic": kind.topic_id,
        "format": kind.format,
        "summary": kind.summary,
        "expect": kind.expect,
        "not_expect": kind.not_expect,
        "school_provides": kind.school_provides,
        "materials": ticked(page),
    }
    client.post(f"{LIST}{kind.pk}/", form_values(page) | rest | changed)
    kind.refresh_from_db()


def lines():
    return list(Change.objects.order_by("pk").values_list("kind", "about", "fields"))


def test_each_deed_has_its_line_with_before_and_after(client, coordinator):
    kind = make_talk_kind()
    saved(client, kind, minutes="55")
    saved(client, kind, name="Know the tricks")
    saved(client, kind, is_offered="")
    saved(client, kind, is_offered="on")
    saved(client, kind)

    assert lines() == [
        ("put_right", "Talk: Know the trick", {"Minutes": ["45", "55"]}),
        ("renamed", "Talk: Know the trick", {"Name": ["Know the trick", "Know the tricks"]}),
        ("retired", "Talk: Know the tricks", {"Schools can ask for it": ["yes", "no"]}),
        ("taken_up", "Talk: Know the tricks", {"Schools can ask for it": ["no", "yes"]}),
    ]
    assert set(Change.objects.values_list("by", flat=True)) == {coordinator.user.pk}
    assert "Know the tricks" in client.get("/team/audit/").content.decode()


def test_line_of_a_new_talk_says_all_of_it(client, coordinator):
    typed = {
        "name": "Kind online",
        "topic": make_topic(name="Cyberbullying").pk,
        "format": "lesson",
        "stages": "P6, P7",
        "minutes": "50",
        "summary": "What to do",
        "expect": "What it looks like",
        "is_offered": "on",
    }

    client.post(f"{LIST}add/", typed)

    [(kind, about, fields)] = lines()
    assert (kind, about) == ("added", "Talk: Kind online")
    assert fields == {
        "Name": ["", "Kind online"],
        "Topic": ["", "Cyberbullying"],
        "How it is given": ["", "Class lesson"],
        "Stages": ["", "P6 to P7"],
        "Minutes": ["", "50"],
        "In one sentence": ["", "What to do"],
        "What happens in it": ["", "What it looks like"],
        "For schools to use": [
            "",
            "Before an officer comes; A letter home before the talk; A session for staff; "
            "A letter home after a talk: P5 to P7; A lesson after a talk: P5 to P7; "
            "An evening for parents and carers",
        ],
        "Schools can ask for it": ["", "yes"],
    }


def test_new_name_with_something_else_is_put_right(client, coordinator):
    saved(client, make_talk_kind(), name="Know the tricks", minutes="55")

    fields = {"Name": ["Know the trick", "Know the tricks"], "Minutes": ["45", "55"]}
    assert lines() == [("put_right", "Talk: Know the trick", fields)]


def test_the_later_of_two_is_told_and_sees_what_stands_now(client, coordinator):
    kind = make_talk_kind()
    opened = version_of(kind_in_words(kind))
    TalkKind.objects.update(minutes=70)

    told = client.post(
        f"{LIST}{kind.pk}/",
        {
            "name": "Mine",
            "topic": kind.topic_id,
            "format": "lesson",
            "minutes": "50",
            "summary": "Mine",
            "expect": "Mine",
            "opened": opened,
        },
    ).content.decode()

    kind.refresh_from_db()
    assert "Somebody else changed this while you had it open." in told
    assert "70" in told
    assert (kind.name, kind.minutes) == ("Know the trick", 70)


def test_what_we_suggest_is_ticked_and_put_on_offer_with_one_press(client, coordinator):
    make_topic(name="CYBERBULLYING")

    page = client.get(LIST).content.decode()
    for _ in range(2):
        client.post(SUGGESTED, {"kind": SLUGS})

    assert page.count("checked") == len(KINDS)
    assert page.count("adds the topic “Sextortion”, which is not on your list") == 3
    assert "adds the topic “Cyberbullying”" not in page
    assert list(TalkKind.objects.order_by("slug").values_list("slug", "topic__name")) == [
        ("adults", "Sextortion"),
        ("games-and-chats", "Staying safe online"),
        ("kind-online", "CYBERBULLYING"),
        ("parents", "Sextortion"),
        ("sextortion", "Sextortion"),
    ]
    assert Topic.objects.get(name="Sextortion").class_size_only
    assert [(kind, about.lower()) for kind, about, _ in lines()] == [
        ("added", "topic: sextortion"),
        ("added", "talk: sextortion: know the trick"),
        ("added", "talk: kind online"),
        ("added", "topic: staying safe online"),
        ("added", "talk: safe in games and chats"),
        ("added", "talk: an evening for parents"),
        ("added", "talk: blackmail online: a talk for adults"),
    ]
    assert client.get("/talks/sextortion/").status_code == 200


def test_only_what_is_ticked_is_added_and_its_topic_is_named(client, coordinator):
    page = client.post(SUGGESTED, {"kind": ["kind-online", "x", "\x00"]}, follow=True)

    assert list(TalkKind.objects.values_list("slug", flat=True)) == ["kind-online"]
    assert list(Topic.objects.values_list("name", flat=True)) == ["Cyberbullying"]
    said = "Now on offer: Kind online, with the topic Cyberbullying."
    assert said in page.content.decode()


def test_nothing_is_suggested_once_there_is_a_talk(client, coordinator):
    make_talk_kind()

    page = client.post(SUGGESTED, {"kind": SLUGS}, follow=True).content.decode()

    assert "Nothing was added" in page
    assert "Talks to begin with" not in page
    assert TalkKind.objects.count() == 1


def test_a_topic_that_is_retired_is_offered_to_the_talk_that_has_it_only(client, coordinator):
    kind = make_talk_kind(topic=make_topic(name="Old topic"))
    Topic.objects.update(is_offered=False)

    pages = [client.get(f"{LIST}{end}").content.decode() for end in (f"{kind.pk}/", "add/")]

    assert ["Old topic" in page for page in pages] == [True, False]


def test_only_coordinators_press(client):
    assert answers(client, SUGGESTED, method="post") == those_who_keep(302)


def test_reading_adds_nothing(client, coordinator):
    assert client.get(SUGGESTED).status_code == 405
