from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.demo import DEMO_NAME, EMAILS, PASSPHRASE, build_demo
from campaigns.demo.school_days import is_school_day, school_days
from campaigns.models import (
    Attendance,
    Audience,
    Campaign,
    Change,
    Format,
    Membership,
    Offer,
    Place,
    Session,
    TalkRequest,
    User,
)
from campaigns.reach.reach import reach
from campaigns.sessions.likeness import pairs
from tests.factories import (
    TODAY,
    make_campaign,
    make_place,
    make_session,
    make_talk_request,
    make_user,
)

pytestmark = pytest.mark.django_db

SATURDAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def today(monkeypatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return TODAY


def run(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


def rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in apps.get_app_config("campaigns").get_models()
    }


def in_two_rooms_at_once() -> list[tuple]:
    held = Session.objects.filter(state__in=["delivered", "planned"]).order_by(
        "officers", "held_on", "starts_at"
    )
    slots = list(held.values_list("officers", "held_on", "starts_at", "minutes"))
    return [
        (earlier, later)
        for earlier, later in pairwise(slots)
        if earlier[:2] == later[:2]
        and datetime.combine(earlier[1], earlier[2]) + timedelta(minutes=earlier[3])
        > datetime.combine(later[1], later[2])
    ]


def test_demo_is_marked_as_one_and_shows_everything():
    run()

    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.is_demo, campaign.mark, campaign.areas.count()) == (
        DEMO_NAME,
        True,
        20_000,
        2,
    )
    assert (str(campaign.carried_figure), campaign.carried_figure.ends_on) == ("over 20000", None)
    assert set(Place.objects.values_list("kind", flat=True)) == set(Place.Kind.values)
    assert Place.objects.filter(closed_on__isnull=False).count() == 1
    assert set(Session.objects.values_list("state", flat=True)) == set(Session.State.values)
    assert set(Session.objects.values_list("format", flat=True)) == set(Format.values)
    assert set(Attendance.objects.values_list("audience", flat=True)) == set(Audience.values)
    assert set(Attendance.objects.values_list("known", flat=True)) == set(Attendance.Known.values)
    assert {"submitted", "offered", "confirmed", "declined", "delivered"} <= set(
        TalkRequest.objects.values_list("state", flat=True)
    )


def test_demo_reach_is_believable():
    run()

    found = reach(Campaign.objects.get(), today=TODAY)

    assert 330 <= found.sessions <= 370
    assert 8_000 < found.logged < 20_000
    assert found.without_figure > 0
    assert 5 < found.estimated_percent < 40
    assert all(part.count > 0 for part in (*found.by_audience, *found.by_area))
    assert found.mark is not None
    assert found.mark.likely_on is not None


def test_everybody_of_the_demo_can_sign_in():
    run()

    assert sorted(Membership.objects.values_list("role", flat=True)) == sorted(
        Membership.Role.values
    )
    for email in EMAILS:
        user = User.objects.get(email=email)
        assert authenticate(None, email=email, password=PASSPHRASE) == user
        validate_password(PASSPHRASE, user)


@pytest.mark.parametrize("day", [SATURDAY, date(2026, 7, 20), date(2028, 2, 29)])
def test_demo_obeys_the_rules_on_any_day(day):
    build_demo(today=day)

    assert not Attendance.objects.filter(session__held_on__gt=day).exists()
    assert not Session.objects.delivered().filter(held_on__gte=day).exists()
    assert in_two_rooms_at_once() == []
    assert not [
        day
        for day in Session.objects.delivered().values_list("held_on", flat=True)
        if not is_school_day(day)
    ]
    assert Session.objects.planned().filter(held_on__gt=day).count() >= 10
    assert (
        Session.objects.planned()
        .filter(held_on__lte=day, officers__user__email="officer@demo.example")
        .count()
        >= 2
    )
    assert not Offer.objects.filter(state="held", held_on__lte=day).exists()


def test_demo_of_one_day_is_always_the_same():
    build_demo(today=TODAY)
    first = list(
        Attendance.objects.order_by("pk").values_list(
            "session__held_on", "audience", "count", "known"
        )
    )
    run("--reset")

    assert (
        list(
            Attendance.objects.order_by("pk").values_list(
                "session__held_on", "audience", "count", "known"
            )
        )
        == first
    )


@pytest.mark.parametrize("day", [TODAY, SATURDAY, date(2026, 7, 20), date(2028, 2, 29)])
def test_demo_has_one_talk_that_was_logged_twice(day):
    campaign = build_demo(today=day)

    (pair,) = pairs(campaign)

    twice = Session.objects.filter(pk__in=pair.values())
    assert set(twice.values_list("officers__user__name", flat=True)) == {
        "Rona Officer",
        "Callum Coordinator",
    }


def test_history_of_the_demo_lies_in_the_past():
    run()

    came = Change.objects.filter(kind__in=["logged", "planned"])
    assert came.values("session").distinct().count() == came.count() == Session.objects.count()
    assert not Change.objects.filter(at__date__gte=TODAY).exists()
    logged = Change.objects.filter(kind="logged").select_related("session").first()
    assert logged is not None
    assert timezone.localtime(logged.at).date() == logged.session.held_on
    assert logged.fields["Attendance"][0] == ""
    assert logged.session.logged_at == logged.at
    cancelled = Session.objects.filter(state="cancelled").first()
    assert cancelled is not None
    assert list(cancelled.changes.order_by("at").values_list("kind", flat=True)) == [
        "planned",
        "cancelled",
    ]
    assert cancelled.version == 2
    assert list(
        TalkRequest.objects.get(state="confirmed").changes.values_list("kind", flat=True)
    ) == ["asked", "address_confirmed", "offered", "accepted"]


def test_demo_run_again_adds_nothing_and_prints_the_sign_ins_again():
    first = run()
    before = rows()

    again = run()

    assert rows() == before
    assert first.startswith(f"Made {DEMO_NAME}: ")
    assert again.startswith(f"{DEMO_NAME} is already there.")
    assert all(word in said for word in [PASSPHRASE, *EMAILS] for said in (first, again))


def test_demo_is_made_anew_without_what_was_added_to_it():
    run()
    before = rows()
    campaign = Campaign.objects.get()
    make_talk_request(
        campaign=campaign,
        session=make_session(campaign=campaign, place=make_place(campaign=campaign)),
    )
    make_user(name="New Person", email="new@demo.example")

    run("--reset")

    assert rows() == before


@pytest.mark.parametrize(
    "make", [make_campaign, make_user], ids=["a real campaign", "a real person"]
)
@pytest.mark.parametrize("options", [[], ["--reset"]], ids=["", "reset"])
def test_demo_stays_out_of_real_data(make, options):
    make()
    before = rows()

    with pytest.raises(CommandError, match="This database holds real data"):
        run(*options)

    assert rows() == before


def test_demo_beside_real_data_is_not_removed_either():
    make_campaign(name=DEMO_NAME, is_demo=True)
    make_campaign()
    before = rows()

    with pytest.raises(CommandError, match="holds real data"):
        run("--reset")

    assert rows() == before


def test_demo_is_not_for_a_site_that_others_can_reach(settings):
    settings.SITE_HOST = "talks.example.org"

    with pytest.raises(CommandError, match="passphrase is public"):
        run()

    assert Campaign.objects.count() == 0


def test_school_days_leave_out_weekends_and_holidays():
    days = school_days(date(2026, 8, 1), date(2027, 7, 31))

    assert 180 <= len(days) <= 200
    assert date(2026, 12, 25) not in days
    assert SATURDAY not in days
    assert TODAY in days
    assert days[-1] - days[0] < timedelta(days=330)
