"""The figure from before the log."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.history.conflicts import Conflict
from campaigns.history.opened import version_of
from campaigns.models import CarriedFigure, Change
from campaigns.programme.figures import set_carried_figure
from campaigns.reach.reach import reach
from tests.campaigns.programme.ladder import answers, day, form_values, those_who_keep
from tests.factories import (
    TODAY,
    make_area,
    make_attendance,
    make_campaign,
    make_member,
    make_session,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
PATH = "/team/figure-before/"


def shown(client):
    return " ".join(client.get(PATH).content.decode().split())


def pressed(client, **changed):
    """Looked at first, then saved, as a person does."""
    first = form_values(client.get(PATH).content.decode()) | changed
    looked = client.post(PATH, first)
    if looked.status_code == 302 or looked.context["form"].errors:
        return looked
    return client.post(PATH, form_values(looked.content.decode()))


@pytest.fixture
def logged():
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=3_214)


def test_the_example_of_lanarkshire_is_kept_with_two_presses(client, coordinator, logged):
    looked = client.post(PATH, form_values(client.get(PATH).content.decode())).content.decode()
    nothing_yet = CarriedFigure.objects.count()
    client.post(PATH, form_values(looked))

    figure = CarriedFigure.objects.get()
    assert "Reach now says: <strong>3,214 logged</strong>." in looked
    assert "<strong>over 20,000, and beside it 3,214 logged, without a sum</strong>" in looked
    assert nothing_yet == 0
    assert (figure.value, figure.qualifier, figure.starts_on, figure.ends_on, figure.source) == (
        20_000,
        "over",
        date(2015, 11, 1),
        None,
        "Local newspaper report, 2016",
    )


def test_the_example_is_only_a_hint_elsewhere(client):
    campaign = make_campaign(name="Ayrshire", areas=[make_area(name="East Ayrshire")])
    client.force_login(make_member(role="coordinator", campaign=campaign).user)

    page = shown(client)

    assert form_values(page)["value"] == ""
    assert "For example, over 20,000, from 1 November 2015, last day not stated" in page


def test_the_sum_is_shown_before_it_is_saved_and_then_stands_on_reach(client, coordinator, logged):
    pressed(client)
    ends = {"ends": "known", **day("ends_on", "31 8 2016"), "reason": "The council wrote to us"}
    looked = client.post(PATH, form_values(client.get(PATH).content.decode()) | ends)

    before = reach(coordinator.campaign, today=TODAY).carried.total
    saved = client.post(PATH, form_values(looked.content.decode()), follow=True)

    assert "With this it says: <strong>over 23,214</strong>." in looked.content.decode()
    assert before is None
    assert "Saved. Reach now says: over 23,214." in saved.content.decode()
    assert "Over 23,214" in client.get("/reach/").content.decode()


def test_a_changed_word_is_looked_at_again(client, coordinator):
    looked = form_values(client.post(PATH, form_values(shown(client))).content.decode())

    again = client.post(PATH, looked | {"value": "25000"}).content.decode()

    assert "With this it says: <strong>over 25,000, and beside it" in again
    assert CarriedFigure.objects.count() == 0


def test_a_correction_says_who_when_before_after_and_why(client, coordinator):
    pressed(client)
    pressed(client, value="21,500", reason="The council found its list")

    added, corrected = Change.objects.order_by("pk")
    page = shown(client)
    assert (added.kind, added.reason) == ("added", "")
    assert (corrected.kind, corrected.about, corrected.by, corrected.reason) == (
        "corrected",
        "Figure from before the log",
        coordinator.user,
        "The council found its list",
    )
    assert corrected.fields == {"Figure": ["over 20,000", "over 21,500"]}
    for words in ("Catriona Muir", "over 20,000", "over 21,500", "The council found its list"):
        assert words in page
    assert "The council found its list" in client.get("/team/audit/").content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": ""}, "Enter the figure"),
        ({"value": "0"}, "Enter the figure as 1 or more"),
        ({"value": "1234567890"}, "Enter the figure, 10,000,000 at most"),
        ({"qualifier": ""}, "Choose over, about or exactly"),
        ({"qualifier": "nearly"}, "Choose one of the answers listed"),
        ({"ends": ""}, "Say whether the last day was stated"),
        ({"ends": "known"}, "Enter the last day, or choose “Not stated”"),
        ({"ends": "known", **day("ends_on", "1 1 2015")}, "on or after the first day"),
        ({"ends": "known", **day("ends_on", "1 1 2030")}, "must be on or before 23 November 2026"),
        (day("starts_on", "1 1 2030"), "The first day must be on or before 23 November 2026"),
        ({"source": ""}, "Enter who said so, and when"),
        ({"source": "x" * 10_000}, "Shorten this to 300 characters"),
        ({"source": "A\x00B"}, "it holds a character that cannot be seen"),
        ({"reason": ""}, "Say why this figure is corrected"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(client, coordinator, changes, message):
    pressed(client)

    page = pressed(client, **({"value": "21000", "reason": "Found"} | changes)).content.decode()

    assert message in page
    assert CarriedFigure.objects.get().value == 20_000
    assert Change.objects.count() == 1


def test_the_later_of_two_is_told_and_sees_what_stands_now(client, coordinator):
    pressed(client)
    opened = form_values(shown(client)) | {"value": "30000", "reason": "Mine"}
    set_carried_figure(
        campaign=coordinator.campaign,
        value=22_000,
        qualifier="about",
        starts_on=date(2015, 11, 1),
        ends_on=None,
        source="The council",
        by=make_user(name="Somebody Else"),
        reason="Theirs",
    )

    told = client.post(PATH, opened)
    pressed_again = client.post(PATH, form_values(told.content.decode()))
    client.post(PATH, form_values(pressed_again.content.decode()))

    assert "Somebody else changed this while you had it open." in told.content.decode()
    assert "About 22,000" in told.content.decode()
    assert CarriedFigure.objects.get().value == 30_000
    assert list(Change.objects.order_by("pk").values_list("reason", flat=True)) == [
        "",
        "Theirs",
        "Mine",
    ]


def test_deed_itself_corrects_nothing_without_a_reason_nor_what_was_not_seen():
    given = {"qualifier": "over", "starts_on": date(2015, 11, 1), "ends_on": None}
    given |= {"campaign": make_campaign(), "source": "The council", "by": make_user()}
    set_carried_figure(value=20_000, **given)

    with pytest.raises(ValidationError, match="Say why this figure is corrected"):
        set_carried_figure(value=21_000, **given)

    with pytest.raises(Conflict):
        set_carried_figure(value=21_000, reason="Found", seen=version_of({}), **given)
    set_carried_figure(value=20_000, reason="Nothing is changed", **given)

    assert CarriedFigure.objects.get().value == 20_000
    assert Change.objects.count() == 1


def test_two_who_enter_the_first_one_make_one(client, coordinator):
    opened = form_values(shown(client))
    pressed(client)

    told = client.post(PATH, opened | {"value": "500"}).content.decode()

    assert "Somebody else changed this while you had it open." in told
    assert CarriedFigure.objects.get().value == 20_000


def test_only_who_keeps_the_programme_sees_it(client):
    assert answers(client, PATH) == those_who_keep(200)


def test_it_takes_no_other_method(client, coordinator):
    assert client.put(PATH).status_code == 405
