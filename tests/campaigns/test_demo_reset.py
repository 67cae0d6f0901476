"""The demonstration is put back to how it started, whatever people did in it."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from campaigns.demo import DEMO_NAME, remove_demo
from campaigns.models import (
    Campaign,
    Change,
    DifferentSessions,
    ImportLayout,
    Invitation,
    Mail,
    NoticeMail,
    PlaceAlias,
    SchoolHoliday,
    Session,
    SignIn,
    TalkFeedback,
    TalkNote,
    TalkRequest,
    TalkWish,
    User,
)
from tests.campaigns.access.worlds import World, make_world
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_campaign,
    make_holiday,
    make_hours,
    make_notice,
    make_talk_contact,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in apps.get_app_config("campaigns").get_models()
    }


def make_used_demo() -> World:
    """A row of every noun, in a campaign that is the demonstration by its name and its people."""
    world = make_world(name=DEMO_NAME, word="Quarrel")
    by = world.coordinator.user
    make_user(name="New Person")
    make_hours(officer=world.officer)
    Invitation.objects.create(
        campaign=world.campaign,
        email="asked@example.org",
        name="Asked Person",
        role="officer",
        token_hash="0" * 64,
        invited_by=by,
        sent_at=NOW,
        runs_out_at=NOW + timedelta(days=7),
    )
    PlaceAlias.objects.create(campaign=world.campaign, words="quarrel glen", place=world.place)
    ImportLayout.objects.create(campaign=world.campaign, header_digest="1" * 64)
    first, second = world.pair
    SignIn.objects.create(user=by, device="Firefox on Android", factor="app", at=NOW, seen_at=NOW)
    DifferentSessions.objects.create(first=first, second=second, by=by)
    TalkNote.objects.create(talk_request=world.submitted, by=by, text="They rang")
    make_talk_contact(talk_request=world.submitted)
    TalkWish.objects.create(
        talk_request=world.submitted, first_on=date(2026, 12, 1), last_on=date(2026, 12, 4)
    )
    TalkFeedback.objects.create(
        talk_request=world.given, pitched_right="agree", took_part="agree", have_again="agree"
    )
    notice = make_notice(talk_request=world.submitted)
    NoticeMail.objects.create(notice=notice, member=world.officer, mail=world.mail)
    import_session(world)
    merge_requests(world)
    # To an address that somebody has no more.
    Mail.objects.create(kind="password_link", key="1", to="old@demo.example", message_id="1")
    Mail.objects.filter(pk=world.mail.pk).update(state="stopped", stopped_by=by)
    Campaign.objects.update(is_demo=True)
    for user in User.objects.all():
        user.email = f"user{user.pk}@demo.example"
        user.save()
    return world


def import_session(world: World) -> None:
    batch = world.batch
    batch.state, batch.committed_at = "committed", NOW
    batch.save()
    Session.objects.filter(pk=world.delivered.pk).update(batch=batch)
    batch.rows.update(looks_like=world.delivered)
    about = {"campaign": world.campaign, "session": world.delivered, "batch": batch}
    Change.objects.create(**about, kind="imported", by=world.coordinator.user)


def merge_requests(world: World) -> None:
    """Two steps: the one that was merged had one merged into it."""
    for talk, kept in ((world.submitted, world.offered), (world.offered, world.confirmed)):
        TalkRequest.objects.filter(pk=talk.pk).update(
            state="withdrawn", state_reason="The same", merged_into=kept
        )


def seed(*options: str) -> dict[str, int]:
    call_command("seed_demo", *options, verbosity=0)
    return rows()


def test_demo_is_made_anew_whatever_people_did_in_it():
    fresh = seed()
    remove_demo(Campaign.objects.get())
    make_used_demo()
    used = rows()

    anew = seed("--reset")

    assert [name for name, number in used.items() if number == 0] == []
    # A council is a fact, which is kept.
    assert anew == fresh | {"CouncilArea": fresh["CouncilArea"] + 1}


# Beside real data, where seed_demo would not have let it come so far.


@pytest.mark.parametrize("domain", ["talks.example.org", "notdemo.example", "demo.example.org"])
def test_letters_and_people_of_other_domains_stay(domain):
    seed()
    theirs, _ = (
        Mail.objects.create(kind="welcome", key=to, to=to, message_id=to)
        for to in (f"ann@{domain}", "ann@demo.example")
    )
    person = make_user(email=f"ann@{domain}")

    remove_demo(Campaign.objects.get())

    assert list(Mail.objects.all()) == [theirs]
    assert list(User.objects.all()) == [person]


def test_holidays_of_councils_that_another_campaign_works_in_stay():
    seed()
    demo = Campaign.objects.get()
    shared, alone = demo.areas.all()
    elsewhere = make_area(name="Fife")
    make_campaign(name="Fife", areas=[shared, elsewhere])
    kept = [make_holiday(area=area) for area in (shared, elsewhere)]
    make_holiday(area=alone)

    remove_demo(demo)

    assert list(SchoolHoliday.objects.order_by("pk")) == kept
