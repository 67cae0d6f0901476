"""A diary is read on its page, and each of its forms stands alone on one of its own."""

import pytest

from tests.campaigns.shown import words
from tests.factories import make_place
from tests.forms_of_page import forms_with_words
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_diary_tells_all_and_each_form_has_a_page_of_its_own(client, coordinator):
    coordinator.base = make_place()
    coordinator.save()
    start = f"/team/diary/{coordinator.pk}/"

    page = client.get(start)

    said = words(page)
    assert "Monday 09.00 to 15.30" in said
    assert "Sunday No talks" in said
    assert "begins Braeside Primary School" in said
    assert "Gives talks on All topics" in said
    assert "35 kilometres an hour" in said
    assert forms_with_words(page.text) == []
    for address in (f"{start}hours/", f"{start}times/", f"{start}base/", "/team/travel/"):
        assert f'href="{address}"' in page.text
        assert forms_with_words(client.get(address).text) == [""]


@pytest.mark.parametrize(
    ("form", "box", "value"),
    [
        ("hours", "hours-day_1", "09.00 to 15.30"),
        ("base", "base-base", "Braeside Primary School, Wishaw (North Lanarkshire)"),
    ],
)
def test_form_begins_with_what_stands(client, coordinator, form, box, value):
    coordinator.base = make_place()
    coordinator.save()

    page = client.get(f"/team/diary/{coordinator.pk}/{form}/").text

    assert [field["value"] for field in read(page).fields if field["name"] == box] == [value]


def test_travel_rule_begins_with_what_stands(client, coordinator):
    fields = read(client.get("/team/travel/").text).fields

    stands = {field["name"]: field["value"] for field in fields if "travel" in field["name"]}
    assert stands == {"travel-km_an_hour": "35", "travel-least_minutes_between": "10"}
