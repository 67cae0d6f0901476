"""What is ticked beside a button comes back as well, and each form about a request."""

import pytest
from django.core.cache import cache
from django.utils.html import escape

from campaigns.access.as_typed import NOT_SAVED
from campaigns.models import Place, ReportedIncidents, TalkKind
from campaigns.places.term_dates_file import COLUMNS
from campaigns.programme.suggested import suggested_topics
from campaigns.talks.suggested_kinds import KINDS
from tests.campaigns.access.ended import come_back, drawn, send
from tests.campaigns.access.every_address import address_of
from tests.campaigns.access.test_kept_forms import rows
from tests.campaigns.access.typed_again import sent
from tests.campaigns.access.worlds import DAY
from tests.campaigns.places import test_holiday_upload as holidays
from tests.campaigns.places import test_list_upload as schools
from tests.campaigns.places.list_editions import csv_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
# What is sent of each form about a request.
OF_A_REQUEST = {
    "talk_question": ("question-question", "How many classes?"),
    "talk_wait": ("waiting-reason", "No date before June"),
    "talk_decline": ("decline-reason", "It is not a school"),
    "talk_team_note": ("note-text", "She called back"),
    "talk_owner": ("owner-owner", ""),
    "talk_offer": ("offer-minutes", "47"),
}


@pytest.fixture
def world(both):
    cache.clear()
    return both.ours


def no_rows(model, world):
    model.objects.filter(campaign=world.campaign).delete()


@pytest.mark.parametrize("is_ticked", [True, False])
@pytest.mark.parametrize(
    ("name", "box", "value"),
    [
        ("kind_add_suggested", "kind", KINDS[1].slug),
        ("incident_add_suggested", "period", "2016-04-01"),
        ("topic_add_suggested", "names", [*suggested_topics()][2]),
        ("partner_add_suggested", "names", "CEOP"),
    ],
)
def test_ticks_beside_a_button_are_as_they_were(client, world, name, box, value, is_ticked):
    no_rows(TalkKind, world)
    no_rows(ReportedIncidents, world)
    before = rows()

    where = send(client, world, name, {box: [value]} if is_ticked else {})
    page = come_back(client, world.coordinator, where)

    assert page.status_code == 200
    assert escape(NOT_SAVED) in page.content.decode()
    assert sent(drawn(page, name, world)).get(box, []) == ([value] if is_ticked else [])
    assert (rows(), TalkKind.objects.filter(campaign=world.campaign).count()) == (before, 0)


def test_school_list_waits_with_what_was_ticked_on_it(client, world):
    place, area = world.place, world.area.name
    Place.objects.filter(pk=place.pk).update(seed_code="9990011")
    client.force_login(world.coordinator.user)
    page = schools.upload(client, schools.own(schools.school(area=area)))
    shown = sent(drawn(page, "school_list_save", world)) | {f"name_{place.pk}": ["on"]}
    before = rows()

    again = come_back(client, world.coordinator, send(client, world, "school_list_save", shown))

    assert again.status_code == 200
    assert escape(NOT_SAVED) in again.content.decode()
    stands = sent(drawn(again, "school_list_save", world))
    assert {box: stands[box] for box in (f"name_{place.pk}", "shown")} == {
        f"name_{place.pk}": ["on"],
        "shown": shown["shown"],
    }
    assert rows() == before


def test_list_of_holidays_waits_for_its_press(client, world):
    client.force_login(world.coordinator.user)
    lines = [COLUMNS, holidays.row("Spring week", DAY, council=world.area.name)]
    page = schools.upload(client, csv_of(*lines), name="days", address=holidays.LIST)
    shown = sent(drawn(page, "holiday_save", world))

    come_back(client, world.coordinator, send(client, world, "holiday_save", shown))

    again = client.get(address_of("holiday_check", world))
    assert sent(drawn(again, "holiday_save", world))["shown"] == shown["shown"]


@pytest.mark.parametrize("name", OF_A_REQUEST)
def test_form_about_a_request_comes_back_below_the_notice(client, world, name):
    box, typed = OF_A_REQUEST[name]
    typed = typed or str(world.coordinator.pk)

    page = come_back(client, world.coordinator, send(client, world, name, {box: typed}))

    text = page.content.decode()
    assert text.index(escape(NOT_SAVED)) < text.index("<h1>")
    assert sent(drawn(page, name, world))[box] == [typed]
