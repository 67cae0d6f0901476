"""A school on the telephone: one short page, straight into the queue, once."""

import uuid

import pytest

from campaigns.models import Change, Mail, Place, TalkRequest
from tests.factories import make_area, make_member, make_place, make_talk_kind, make_topic

pytestmark = pytest.mark.django_db


def typed(**changed):
    given = {
        "draft_key": str(uuid.uuid4()),
        "place": (Place.objects.first() or make_place()).label,
        "who": "pupils",
        "stages": "P7",
        "expected": "27",
        "topic": make_topic().pk,
    }
    contact = {"contact_name": "Morag Bell", "contact_email": "office@school.example"}
    return {
        **given,
        "topic": make_topic().pk,
        "format": "lesson",
        "when": "any Tuesday before 11",
        **contact,
        **changed,
    }


def test_it_is_in_the_queue_with_its_wishes_and_the_school_gets_a_receipt(client, officer):
    client.post("/team/talks/enter/", typed())

    talk = TalkRequest.objects.get()
    wish = talk.wishes.get()
    assert (talk.state, talk.entered_by, talk.wanted) == (
        "submitted",
        officer.user,
        "any Tuesday before 11",
    )
    assert (wish.weekdays, wish.not_after.hour) == ("2", 11)
    assert [(group.audience, group.stages, group.expected) for group in talk.groups.all()] == [
        ("children", ("P7",), 27)
    ]
    assert "We have your request" in Mail.objects.get().text
    assert Change.objects.get().by == officer.user


def test_number_expected_in_classes_is_added_up(client, officer):
    client.post("/team/talks/enter/", typed(expected="26+24", format="workshop"))

    assert TalkRequest.objects.get().groups.get().expected == 50


def test_sent_twice_it_is_one_request(client, officer):
    form = typed()

    for _ in range(2):
        client.post("/team/talks/enter/", form)

    assert TalkRequest.objects.count() == 1
    assert Mail.objects.count() == 1


def test_a_place_that_is_not_listed(client, officer):
    area = make_area(name="South Lanarkshire")
    officer.campaign.areas.add(area)

    client.post(
        "/team/talks/enter/",
        typed(
            place="",
            unlisted_place="1st Braeside Scouts",
            unlisted_town="Lanark",
            area=area.pk,
            who="adults",
            stages="",
        ),
    )

    talk = TalkRequest.objects.get()
    assert (talk.place, talk.unlisted_place, talk.area) == (None, "1st Braeside Scouts", area)


def test_the_request_keeps_the_talk_that_was_chosen(client, officer):
    at_work = make_talk_kind(name="At work", slug="work", format="community", stages=())
    retired = make_talk_kind(name="Long ago", slug="long-ago", is_offered=False)

    page = client.get("/team/talks/enter/")
    refused = client.post("/team/talks/enter/", typed(kind=retired.pk))
    client.post("/team/talks/enter/", typed(kind=at_work.pk, topic="", format="", who="adults"))

    assert [str(label) for _, label in page.context["form"].fields["kind"].choices] == [
        "Something else",
        "At work",
    ]
    assert list(refused.context["form"].errors) == ["kind"]
    talk = TalkRequest.objects.get()
    assert (talk.kind, talk.talk_name, talk.topic, talk.format) == (
        at_work,
        "At work",
        at_work.topic,
        "community",
    )


@pytest.mark.parametrize(
    ("kind", "who", "given"),
    [
        ("primary", "pupils", "lesson"),
        ("primary", "parents", "parents"),
        ("workplace", "adults", "community"),
        ("community", "pupils", "workshop"),
        ("workplace", "professionals", "staff"),
    ],
)
def test_how_it_is_given_follows_from_who_listens(client, officer, kind, who, given):
    place = make_place(name=f"At {kind}", kind=kind)

    client.post("/team/talks/enter/", typed(place=place.label, who=who, format=""))

    assert TalkRequest.objects.get().format == given


def test_the_letter_lists_what_was_asked(client, officer):
    client.post("/team/talks/enter/", typed())

    text = Mail.objects.get().text
    assert "This is what you asked for:" in text
    assert "Wanted: any Tuesday before 11" in text


def test_a_coordinator_lands_on_the_request_and_an_officer_in_the_list(client, officer):
    by_officer = client.post("/team/talks/enter/", typed())
    client.force_login(make_member(role="coordinator", name="Cara Moss").user)
    by_coordinator = client.post("/team/talks/enter/", typed())

    assert by_officer["Location"] == "/team/talks/"
    assert by_coordinator["Location"] == f"/team/talks/{TalkRequest.objects.last().pk}/"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"place": ""}, "Enter the name of the school or place, or open “It is not on our list”"),
        ({"place": "", "unlisted_place": "Scouts"}, "Choose the council area"),
        ({"stages": ""}, "Enter the stages. Write them like P7, or S1 to S3"),
        ({"stages": "P7 and S1"}, "Put primary and secondary pupils into two groups"),
        ({"expected": "0"}, "Enter how many people they expect, 1 or more"),
        ({"topic": ""}, "Choose a topic"),
        ({"when": ""}, "Enter when"),
        ({"contact_email": "office"}, "Enter an e-mail address in full, like name@example.com"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, officer, changes, message):
    response = client.post("/team/talks/enter/", typed(**changes))

    page = response.content.decode()
    assert message in page
    assert "<title>Error: A request by telephone" in page
    assert 'value="Morag Bell"' in page
    assert not TalkRequest.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("nobody", 302)])
def test_who_may_not(client, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    assert client.get("/team/talks/enter/").status_code == status
    assert client.post("/team/talks/enter/", typed()).status_code == status
    assert not TalkRequest.objects.exists()
