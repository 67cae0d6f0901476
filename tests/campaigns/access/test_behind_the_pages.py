"""What stands behind the pages looks at one campaign too, whatever a page let through: rows of the
other are not found, and its names, files and habits decide nothing.
"""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.history.conflicts import Conflict
from campaigns.models import ImportBatch, ImportLayout, PlaceAlias, TalkKind
from campaigns.places.aliases import as_alias
from campaigns.places.twice import refuse_second_place
from campaigns.sessions.copies import copy_of, from_copy
from campaigns.sessions.details import details_of
from campaigns.sessions.likeness import is_pair
from campaigns.sessions.putright.merge import keep_apart
from campaigns.sessions.questions import prompts
from campaigns.sessions.rules import Count, check_counts, check_plan
from campaigns.spreadsheets.batches import uploaded_before
from campaigns.spreadsheets.columns import header_digest, remembered
from campaigns.spreadsheets.likeness import InTheLog
from campaigns.spreadsheets.names import KnownOfficers, KnownPlaces, KnownTopics
from campaigns.spreadsheets.setting import setting_of
from campaigns.talks.answer import give_to
from campaigns.talks.called_away import take_over
from tests import factories
from tests.campaigns.access.typed_rows import kind_fields
from tests.campaigns.access.worlds import TODAY
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_copy_of_another_campaigns_session_names_no_row(both):
    session = both.theirs.delivered
    session.partners.set([both.theirs.partner])
    factories.make_attendance(session=session, audience="adults", place=both.theirs.hall)

    details, counts = from_copy(copy_of(session), campaign=both.ours.campaign)

    named = [details[name] for name in ("place", "topics", "officers", "partners")]
    assert named == [None, [], [], []]
    assert [count.place for count in counts] == [None, None]


@pytest.mark.parametrize("noun", ["place", "topics", "partners", "officers"])
def test_plan_names_only_rows_of_its_campaign(both, noun):
    both.theirs.delivered.partners.set([both.theirs.partner])
    ours, theirs = details_of(both.ours.delivered), details_of(both.theirs.delivered)
    check_plan(campaign=both.ours.campaign, details=ours)

    with pytest.raises(ValidationError) as refused:
        check_plan(campaign=both.ours.campaign, details=ours | {noun: theirs[noun]})

    assert list(refused.value.message_dict) == [noun]


def test_count_names_only_schools_of_its_campaign(both):
    given = {"campaign": both.ours.campaign, "held_on": TODAY, "today": TODAY}
    ours, theirs = (
        Count(audience="children", count=9, known="counted", place=world.place)
        for world in (both.ours, both.theirs)
    )
    check_counts(counts=[ours], **given)

    with pytest.raises(ValidationError):
        check_counts(counts=[theirs], **given)


def test_sessions_of_two_campaigns_are_no_pair(both):
    ours, theirs = both.ours.pair[0], both.theirs.pair[0]
    theirs.place = ours.place
    theirs.save()

    assert is_pair(*both.ours.pair)
    assert not is_pair(ours, theirs)
    with pytest.raises(Conflict):
        keep_apart(first=ours, second=theirs, by=both.ours.coordinator.user)


def test_request_is_given_to_nobody_of_another_campaign(both):
    given = {"talk_request": both.ours.submitted, "was": None, "by": both.ours.coordinator.user}

    with pytest.raises(ValidationError, match="Choose a coordinator of this campaign"):
        give_to(owner=both.theirs.coordinator, **given)

    give_to(owner=both.ours.coordinator, **given)


def test_nobody_of_another_campaign_takes_a_talk_over(both):
    with pytest.raises(ValidationError, match="Choose an officer of this campaign"):
        take_over(
            talk_request=both.ours.confirmed,
            away=both.ours.officer,
            instead=both.theirs.coordinator,
            opened=both.ours.confirmed.session.version,
            by=both.ours.coordinator.user,
            now=NOW,
        )


def test_what_another_campaign_confirmed_is_asked_here(both):
    details = details_of(both.ours.delivered)
    counts = [Count(audience="children", count=999, known="counted")]
    asked = prompts(campaign=both.ours.campaign, details=details, counts=counts)
    said = " ".join(sentence for of_field in asked.values() for sentence in of_field)
    for session in (both.theirs.delivered, both.ours.delivered):
        by = session.campaign.memberships.first().user
        factories.make_change(session=session, by=by, fields={"Checked": ["", said]})

    again, own = (
        prompts(campaign=both.ours.campaign, details=details, counts=counts, own=session.client_id)
        for session in (both.theirs.delivered, both.ours.delivered)
    )

    assert "attendance" in asked
    assert (again["attendance"], own) == (asked["attendance"], {})


def test_place_of_another_campaign_does_not_stand_on_our_list(both):
    name, town = both.theirs.place.name, both.theirs.place.town
    refuse_second_place(campaign=both.ours.campaign, name=name, town=town, today=TODAY)

    with pytest.raises(ValidationError):
        refuse_second_place(campaign=both.theirs.campaign, name=name, town=town, today=TODAY)


def test_talk_may_have_the_name_and_the_address_of_another_campaigns_talk(client, both):
    TalkKind.objects.filter(pk=both.theirs.kind.pk).update(slug="zetland-talk")
    client.force_login(both.ours.coordinator.user)
    fields = kind_fields(both.ours, both.ours) | {"name": both.theirs.kind.name}

    client.post(reverse("campaigns:kind_add"), fields)

    kind = TalkKind.objects.get(campaign=both.ours.campaign, name=both.theirs.kind.name)
    assert kind.slug == "zetland-talk"


def test_names_in_a_spreadsheet_are_those_of_its_campaign(both):
    ours, theirs = both.ours, both.theirs
    for world in (ours, theirs):
        place = {"campaign": world.campaign, "place": world.place}
        PlaceAlias.objects.create(words=as_alias(f"The school of {world.campaign}"), **place)
    PlaceAlias.objects.create(
        campaign=theirs.campaign, words=as_alias(ours.hall.name), place=theirs.hall
    )
    places, officers, topics = (
        known(ours.campaign) for known in (KnownPlaces, KnownOfficers, KnownTopics)
    )

    assert places.called(ours.hall.name) == ours.hall
    assert [places.called(f"The school of {one.campaign}") for one in (ours, theirs)] == [
        ours.place,
        None,
    ]
    for world, found in ((ours, True), (theirs, False)):
        name = str(world.officer)
        expected = ([world.officer], []) if found else ([], [name])
        assert officers.called(name) == expected
        assert topics.called(world.topic.name) == ([world.topic] if found else [])


def test_columns_of_a_spreadsheet_name_nothing_of_another_campaign(both):
    columns = [
        {"default_officer": world.officer.pk, "default_topic": world.topic.pk}
        for world in (both.ours, both.theirs)
    ]

    ours, theirs = (
        setting_of(campaign=both.ours.campaign, columns=given, today=TODAY) for given in columns
    )

    assert (ours.default_officer, ours.default_topic) == (both.ours.officer, both.ours.topic)
    assert (theirs.default_officer, theirs.default_topic) == (None, None)


def test_file_and_columns_of_another_campaign_are_not_remembered_here(both):
    header = ["Date", "Where"]
    ImportLayout.objects.create(
        campaign=both.theirs.campaign, header_digest=header_digest(header), columns={"date": 1}
    )
    ImportBatch.objects.filter(pk=both.theirs.batch.pk).update(
        state="committed", committed_at=NOW, digest="d" * 64
    )
    both.ours.batch.digest = "d" * 64

    assert remembered(campaign=both.theirs.campaign, header=header) == {"date": 1}
    assert remembered(campaign=both.ours.campaign, header=header) == {}
    assert uploaded_before(both.ours.batch) is None


def test_log_of_another_campaign_is_like_no_row_of_a_spreadsheet(both):
    held = {key for key, rows in InTheLog(both.ours.campaign).held.items() if rows}
    numbers = {pk for rows in InTheLog(both.ours.campaign).held.values() for pk, _, _ in rows}

    assert {place for place, _ in held} <= {both.ours.place.pk, both.ours.hall.pk}
    assert not numbers & {session.pk for session in both.theirs.campaign.sessions.all()}


def test_viewer_sees_at_home_what_comes_in_the_own_campaign(client, both):
    factories.make_member(role="viewer", name="Vi Ewer", campaign=both.ours.campaign)
    viewer = both.ours.campaign.memberships.get(role="viewer")
    client.force_login(viewer.user)

    coming = client.get(reverse("campaigns:home")).context["coming"]

    assert {session.campaign for session in coming} == {both.ours.campaign}
