"""Topics and partners: added, renamed, retired and offered again; what was logged keeps them."""

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Change, Partner, Topic
from campaigns.programme.lists import add_named, add_suggested, change_named
from tests.factories import (
    make_area,
    make_campaign,
    make_member,
    make_partner,
    make_session,
    make_talk_kind,
    make_topic,
)
from tests.html import read

pytestmark = pytest.mark.django_db


def deeds():
    return [(line.kind, line.about, line.fields) for line in Change.objects.exclude(about="")]


def test_topic_is_added_and_stands_in_the_trail(client, coordinator):
    client.post("/team/topics/add/", {"name": "Deepfakes", "class_size_only": "on"})
    trail = client.get("/team/audit/").content.decode()

    [topic] = Topic.objects.all()
    assert (topic.name, topic.class_size_only, topic.is_offered) == ("Deepfakes", True, True)
    assert deeds() == [("added", "Topic: Deepfakes", {})]
    assert "Topic: Deepfakes" in trail


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the name"),
        ("cyberBULLYING ", "“Cyberbullying” is on the list already"),
        ("Cyber­bullying", "“Cyberbullying” is on the list already"),
        ("!!!", "Enter a name with letters in it"),
        ("x" * 10_000, "Shorten this to 120 characters or fewer"),
        ("Cyber\x00", "Type this again by hand"),
        ("Cyber\u202e", "Type this again by hand"),
    ],
)
def test_name_that_cannot_be_taken_is_told_and_stays_in_the_box(client, coordinator, typed, words):
    make_topic(name="Cyberbullying")

    page = client.post("/team/topics/add/", {"name": typed}).content.decode()

    assert words in page
    assert "Error:" in page
    assert Topic.objects.count() == 1


def test_name_of_a_retired_one_leads_to_offering_it_again(client, coordinator):
    Topic.objects.filter(pk=make_topic(name="Grooming").pk).update(is_offered=False)

    page = client.post("/team/topics/add/", {"name": "grooming"}).content.decode()

    assert "Offer that one again instead" in page


def test_renamed_topic_has_its_new_name_on_old_sessions_and_a_line_of_both(client, coordinator):
    topic = make_topic(name="Cyber bulying")
    session = make_session(topics=[topic])
    page = client.get(f"/team/topics/{topic.pk}/")
    opened = page.context["form"]["opened"].value()

    client.post(f"/team/topics/{topic.pk}/", {"name": "Cyberbullying", "opened": opened})

    assert "A new name stands on old sessions too" in page.content.decode()
    assert [each.name for each in session.topics.all()] == ["Cyberbullying"]
    fields = {"Name": ["Cyber bulying", "Cyberbullying"]}
    assert deeds() == [("renamed", "Topic: Cyberbullying", fields)]


def test_form_that_was_open_while_somebody_renamed_it_is_told(client, coordinator):
    topic = make_topic(name="Grooming")
    opened = client.get(f"/team/topics/{topic.pk}/").context["form"]["opened"].value()
    change_named(topic, name="Grooming online", by=None)

    stale = client.post(f"/team/topics/{topic.pk}/", {"name": "Grooming!", "opened": opened})
    again = stale.context["form"]["opened"].value()
    client.post(f"/team/topics/{topic.pk}/", {"name": "Grooming too", "opened": again})

    assert "it says now “Grooming online”" in stale.content.decode()
    assert 'value="Grooming!"' in stale.content.decode()
    topic.refresh_from_db()
    assert topic.name == "Grooming too"


def test_only_lessons_is_put_right_without_a_new_name():
    topic = change_named(make_topic(name="Sextortion"), name="Sextortion", by=None)
    change_named(topic, name="Sextortion", by=None, class_size_only=True)

    assert deeds() == [("put_right", "Topic: Sextortion", {"In lessons only": ["no", "yes"]})]


def test_second_name_is_refused_by_the_deed_too():
    add_named(Partner, campaign=make_campaign(), name="CEOP", by=None)

    with pytest.raises(ValidationError, match="on the list already"):
        add_named(Partner, campaign=make_campaign(), name="ceop.", by=None)
    with pytest.raises(ValidationError, match="on the list already"):
        change_named(make_partner(name="Another"), name="ceop.", by=None)

    assert [row.name for row in Partner.objects.order_by("pk")] == ["CEOP", "Another"]
    add_named(Partner, campaign=make_campaign(name="Fife"), name="ceop", by=None)


def test_retired_twice_and_offered_again_twice_is_two_lines(client, coordinator):
    topic = make_topic(name="Grooming")
    states = []
    for deed in ("retire", "retire", "offer-again", "offer-again"):
        client.post(f"/team/topics/{topic.pk}/{deed}/")
        topic.refresh_from_db()
        states.append(topic.is_offered)

    assert states == [False, False, True, True]
    about = "Topic: Grooming"
    assert sorted(deeds()) == [("retired", about, {}), ("taken_up", about, {})]


def test_retired_topic_is_offered_nowhere_and_stays_where_it_was_named(client, coordinator):
    topic, other = make_topic(name="Grooming"), make_topic(name="Sextortion")
    session = make_session(topics=[topic], state="planned")
    kind = make_talk_kind(topic=topic, name="About grooming")
    client.post(f"/team/topics/{topic.pk}/retire/")

    def topics_on(address):
        return [str(row) for row in client.get(address).context["form"].fields["topic"].queryset]

    log = client.get("/team/log/").context["form"].fields["topics"].queryset
    edit = client.get(f"/team/sessions/{session.pk}/edit/").context["form"].fields["topics"]
    assert list(log) == [other]
    assert list(edit.queryset) == [topic, other]
    assert topics_on("/team/talks/kinds/add/") == ["Sextortion"]
    assert topics_on(f"/team/talks/kinds/{kind.pk}/") == ["Grooming", "Sextortion"]
    assert "About grooming" not in client.get("/talks/").content.decode()
    assert client.get(f"/talks/{kind.slug}/").status_code == 404
    assert "Its topic is retired" in client.get("/team/talks/kinds/").content.decode()
    assert "Grooming" in client.get("/team/talks/").content.decode()


def test_page_names_the_talks_that_go_with_a_topic(client, coordinator):
    topic = make_topic(name="Grooming")
    make_talk_kind(topic=topic, name="About grooming")

    page = " ".join(client.get(f"/team/topics/{topic.pk}/").content.decode().split())

    assert "Schools can then no longer choose this talk: “About grooming”." in page


def test_empty_list_offers_the_suggested_ones_all_ticked(client, coordinator):
    page = read(client.get("/team/topics/").content.decode())
    ticked = client.get("/team/topics/").context["suggested"]["names"].value()
    client.post("/team/topics/add-suggested/", {"names": ticked})
    again = client.post("/team/topics/add-suggested/", {"names": ticked}, follow=True)

    assert page.h1 == ["Topics"]
    assert dict(Topic.objects.values_list("name", "class_size_only")) == {
        "Child sexual exploitation": True,
        "Cyberbullying": False,
        "Radicalisation": False,
        "Sextortion": True,
        "Staying safe online": False,
    }
    assert "They are on the list already" in again.content.decode()
    assert len(deeds()) == 5


def test_only_what_is_ticked_is_added(client, coordinator):
    client.post("/team/topics/add-suggested/", {"names": ["Sextortion", "Radicalisation"]})

    assert [row.name for row in Topic.objects.order_by("name")] == ["Radicalisation", "Sextortion"]


def test_retired_one_stands_apart_and_is_not_suggested_anew(client, coordinator):
    for name in ("Sextortion", "Grooming"):
        make_topic(name=name)
    Topic.objects.filter(name="Sextortion").update(is_offered=False)

    told = client.get("/team/topics/").context

    assert [row.name for row in told["offered"]] == ["Grooming"]
    assert [row.name for row in told["retired"]] == ["Sextortion"]
    assert "Sextortion" not in told["suggested"].missing


def test_what_is_missing_is_offered_unticked_and_a_council_is_named_once(client, coordinator):
    make_partner(name="ceop")
    form = client.get("/team/partners/").context["suggested"]
    none = client.post("/team/partners/add-suggested/", {}).content.decode()

    assert form["names"].value() == []
    assert [name for name, _ in form.fields["names"].choices] == [
        "National Crime Agency",
        "UK Safer Internet Centre",
        "North Lanarkshire Council",
        "South Lanarkshire Council",
    ]
    assert "Choose at least one" in none


def test_suggested_partners_know_a_council_with_a_name_of_its_own():
    areas = [make_area(name=name) for name in ("Na h-Eileanan an Iar", "Alpha Council")]
    campaign = make_campaign(areas=areas)

    added = add_suggested(Partner, campaign=campaign, by=None)

    assert [row.name for row in added][3:] == ["Alpha Council", "Comhairle nan Eilean Siar"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries_for_one_and_for_three(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        make_session(topics=[make_topic(name=f"Topic {number}")])

    with django_assert_num_queries(9):
        page = client.get("/team/topics/").content.decode()

    assert page.count("1 session") == count


@pytest.mark.parametrize("noun", ["topics", "partners"])
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403)])
def test_only_coordinators_keep_them(client, noun, role, status):
    client.force_login(make_member(role=role).user)

    asked = [client.get(f"/team/{noun}/{more}").status_code for more in ("", "add/", "1/")]
    pressed = [
        client.post(f"/team/{noun}/{more}/").status_code
        for more in ("add", "add-suggested", "1/retire", "1/offer-again", "1/remove")
    ]

    assert asked == [status] * 3
    assert pressed == [status] * 5


def test_unknown_row_is_not_found_and_a_deed_is_a_post(client, coordinator):
    topic = make_topic()

    assert client.get("/team/topics/999/").status_code == 404
    assert client.post("/team/topics/999/retire/").status_code == 404
    assert client.get(f"/team/topics/{topic.pk}/retire/").status_code == 405
    assert Topic.objects.get().is_offered


def test_list_says_how_many_sessions_were_held_as_the_list_of_sessions_does(client, coordinator):
    topic, unused = make_topic(name="Cyberbullying"), make_topic(name="Deepfakes")
    for state in ("delivered", "delivered", "planned", "cancelled", "voided"):
        make_session(state=state, topics=[topic], state_reason="Snow")
    make_session(state="planned", topics=[unused])

    page = client.get("/team/topics/").content.decode()
    total = client.get(f"/team/sessions/?topic={topic.pk}").context["found"].total

    words = " ".join(page.split())
    assert total.startswith("2 sessions held")
    assert "2 sessions held" in words
    assert "No session held yet" in words
