"""Schools of a list are places of ours: one of two sectors is two, and each has its history."""

import pytest

from campaigns.models import Change
from tests.campaigns.places.list_editions import contact_list, of_contact_list, register, workbook
from tests.campaigns.places.test_list_upload import (
    SAVE,
    deeds,
    hidden_values,
    ours,
    own,
    press,
    school,
    upload,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_all_through_school_is_told_apart_by_its_sector(client, coordinator):
    ours(roll=143, postcode="ML0 1AA")
    for kind in ("primary", "secondary"):
        ours(seed_code="9990063", name="Old & new", kind=kind)
    ours(seed_code="9990024", name="Larkbrae Academy", kind="secondary")

    other = of_contact_list(9990013, "North Lanarkshire", "Brae Academy", secondary="Yes")

    checked = upload(client, contact_list(other), name="list.xlsx")

    labels = [str(field.label) for field in checked.context["form"].fields.values()]
    assert "Larkbrae Academy, Testwick (North Lanarkshire), secondary school: take" in str(labels)
    assert [label.partition(" (the")[0] for label in labels if "Old" in label] == [
        "Old & new, Testwick (North Lanarkshire), primary school: close it",
        "Old & new, Testwick (North Lanarkshire), secondary school: close it",
    ]


def test_schools_of_other_councils_are_counted_once_whatever_their_sectors(client, coordinator):
    far = of_contact_list(9990072, "Fife", "Far School", primary="Yes", secondary="Yes")

    assert "Of other councils, left out: 2" in words(
        upload(client, contact_list(far), name="list.xlsx")
    )


def test_schools_that_are_nowhere_near_are_counted_once_whatever_their_sectors(client, coordinator):
    ours(postcode="IV1 1BB")

    checked = upload(client, workbook(Registered=register()), name="register.xlsx")

    assert "Schools of no council, left out: 2." in words(checked)


def test_each_place_that_a_list_changes_has_a_line_of_its_own(client, coordinator):
    ours()
    ours(seed_code="9990012", name="Brae", roll=20, town="Larkton", postcode="ML0 1AA")
    rows = school(), school(9990012, "Brae", pupils=30, town="Lark")

    press(client, upload(client, own(*rows)))

    reasons = Change.objects.filter(kind="put_right").values_list("reason", flat=True)
    assert deeds() == [
        (
            "put_right",
            "Place: St Fintry's Primary School, Testwick",
            {"Roll": ["100", "143"], "Postcode": ["", "ML0 1AA"]},
            coordinator.user_id,
        ),
        (
            "put_right",
            "Place: Brae, Larkton",
            {"Roll": ["20", "30"], "Town": ["Larkton", "Lark"]},
            coordinator.user_id,
        ),
        (
            "uploaded",
            "List of schools: schools.csv",
            {"New": ["", "0"], "Changed": ["", "2"]},
            coordinator.user_id,
        ),
    ]
    assert set(reasons) == {"List of schools: schools.csv"}
    assert {line.campaign for line in Change.objects.all()} == {coordinator.campaign}


@pytest.mark.parametrize("count", [1, 3])
def test_history_of_a_long_list_is_written_at_once(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        ours(seed_code=f"800000{number}", name=f"School {number}")
    rows = [school(8_000_000 + number, f"School {number}") for number in range(count)]
    checked = upload(client, own(*rows))
    sent = hidden_values(checked)

    with django_assert_num_queries(20):
        client.post(SAVE, sent)
