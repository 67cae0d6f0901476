"""What something names stays on its list: in a column, or in what is kept to be written back."""

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Correction, ImportBatch, Merge, Partner, Topic
from campaigns.programme.lists import remove_named
from tests.campaigns.programme.test_lists import deeds
from tests.factories import (
    make_correction,
    make_import_batch,
    make_partner,
    make_session,
    make_talk_kind,
    make_topic,
)

pytestmark = pytest.mark.django_db


def test_what_nothing_names_is_removed_and_twice_is_as_once(client, coordinator):
    partner = make_partner(name="Typing eror")

    answers = [client.post(f"/team/partners/{partner.pk}/remove/") for _ in range(2)]

    assert [answer["Location"] for answer in answers] == ["/team/partners/"] * 2
    assert not Partner.objects.exists()
    assert deeds() == [("removed", "Partner: Typing eror", {})]


def keep_in(noted, topic, member):
    """As an id in what is kept to be written back, in no column of its own."""
    if noted == "correction":
        make_correction(by=member, kind="figures")
        Correction.objects.update(wanted={"topics": [topic.pk]})
    elif noted == "merge":
        versions = {"kept_version": 1, "other_version": 1, "other_state": "delivered"}
        pair = {"kept": make_session(), "other": make_session()}
        gained = {"topics": [topic.pk]}
        Merge.objects.create(**pair, **versions, gained=gained, by=member.user)
    else:
        make_import_batch(by=member)
        ImportBatch.objects.update(columns={"default_topic": str(topic.pk)})


@pytest.mark.parametrize(
    "named", ["session", "talk", "officer", "correction", "merge", "spreadsheet"]
)
def test_what_something_names_is_not_removed(client, coordinator, named):
    topic = make_topic(name="Grooming")
    if named == "session":
        make_session(topics=[topic], state="voided", state_reason="Entered twice")
    elif named == "talk":
        make_talk_kind(topic=topic)
    elif named == "officer":
        coordinator.topics.add(topic)
    else:
        keep_in(named, topic, coordinator)

    page = client.get(f"/team/topics/{topic.pk}/").content.decode()
    client.post(f"/team/topics/{topic.pk}/remove/")
    with pytest.raises(Conflict):
        remove_named(topic, by=None)

    assert "Remove it" not in page
    assert Topic.objects.filter(pk=topic.pk).exists()
    assert deeds() == []
