"""What a school sees, chooses and is sent is of one campaign: the public one, or its draft's."""

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Mail, TalkDraft, TalkKind
from campaigns.talks.asking.journey import Journey
from campaigns.talks.asking.place_forms import PlaceForm, TopicForm, UnlistedPlaceForm
from campaigns.talks.offer_form import OfferForNewPlaceForm
from tests.campaigns.access.worlds import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def step(form, campaign, **typed):
    return form(typed, campaign=campaign, today=TODAY, before={})


def test_pages_of_asking_take_nothing_of_another_campaign(both):
    campaign = both.ours.campaign
    unlisted = {"unlisted_place": "A hall", "unlisted_town": "Wishaw", "is_school": "no"}

    for world, right in ((both.ours, True), (both.theirs, False)):
        forms = [
            step(PlaceForm, campaign, place=world.place.label, place_id=world.place.pk),
            step(UnlistedPlaceForm, campaign, area=world.hall.area_id, **unlisted),
            step(TopicForm, campaign, topic=world.topic.pk, format="workshop"),
        ]
        assert [form.is_valid() for form in forms] == [right] * 3, [form.errors for form in forms]


def test_talks_of_another_campaign_are_no_reason_to_ask_which(both):
    TalkKind.objects.filter(campaign=both.ours.campaign).update(is_offered=False)

    assert not Journey(answers={}, campaign=both.ours.campaign, today=TODAY).kinds
    assert Journey(answers={}, campaign=both.theirs.campaign, today=TODAY).kinds


def test_school_begins_with_no_talk_and_gets_no_letter_of_another_campaign(client, both):
    client.post(reverse("campaigns:talk_ask"), {"kind": both.ours.kind.pk})
    [public] = TalkDraft.objects.exclude(pk__in=[both.ours.draft.pk, both.theirs.draft.pk])
    theirs, ours = (
        (both.theirs, both.ours)
        if public.campaign == both.ours.campaign
        else (both.ours, both.theirs)
    )
    letters = Mail.objects.count()

    client.post(reverse("campaigns:talk_ask"), {"kind": theirs.kind.pk})
    again = reverse("campaigns:talk_link_again", args=[public.pk])
    client.post(again, {"place": theirs.place.pk})

    drafts = TalkDraft.objects.filter(campaign=ours.campaign).exclude(pk=ours.draft.pk)
    assert not drafts.filter(answers__kind__kind=[str(theirs.kind.pk)]).exists()
    assert Mail.objects.count() == letters
    client.post(again, {"place": ours.place.pk})
    assert Mail.objects.count() == letters + 1


def test_offer_for_a_new_place_is_at_no_place_of_another_campaign(both):
    for world, right in ((both.ours, True), (both.theirs, False)):
        form = OfferForNewPlaceForm(
            {"offer-place": world.place.label, "offer-place_id": world.place.pk},
            campaign=both.ours.campaign,
            today=TODAY,
        )
        assert ("place" not in form.errors) is right


def test_public_pages_are_of_the_real_campaign(client, both):
    Campaign.objects.filter(pk=both.theirs.campaign.pk).update(is_demo=True)
    TalkKind.objects.update(is_offered=False)

    reach, talks = (client.get(reverse(f"campaigns:{name}")).text for name in ("reach", "talks"))

    for world, shown in ((both.ours, True), (both.theirs, False)):
        figure = f"{world.campaign.carried_figure.value:,}"
        assert (figure in reach, world.topic.name in talks) == (shown, shown)
