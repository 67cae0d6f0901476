"""The lines of the evidence sheet, which coordinators keep."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.history.opened import version_of
from campaigns.models import Change, EvidenceRow
from campaigns.programme.evidence import HGIOS, SEED, evidence_in_words
from tests.campaigns.programme.ladder import answers, those_who_keep
from tests.campaigns.shown import words
from tests.factories import make_campaign, make_evidence_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
LIST, ADD, SUGGESTED = "/team/evidence/", "/team/evidence/add/", "/team/evidence/suggested/"
# Never written as certain: their words were not seen in print.
NOT_SEEN = ("TCH 0-03a", "TCH 3-03a", "TCH 4-03a", "TCH 1-08a", "HWB 0-49a", "HWB 3-16a")


def typed(**changed):
    return {
        "kind": "indicator",
        "framework": HGIOS,
        "code": "QI 3.1",
        "name": "Wellbeing",
        "stages": "",
        "is_shown": "on",
        **changed,
    }


@pytest.mark.parametrize("address", [LIST, ADD])
def test_only_coordinators_keep_the_sheet(client, address):
    assert answers(client, address) == those_who_keep(200)


def test_what_is_suggested_is_added_with_one_press(client, coordinator):
    page = client.get(LIST).content.decode()

    for _ in range(2):
        client.post(SUGGESTED, {"row": [one.code for one in SEED]})

    assert page.count("checked") == len(SEED)
    assert EvidenceRow.objects.count() == len(SEED)
    assert Change.objects.filter(kind="added", by=coordinator.user).count() == len(SEED)
    assert "To begin with" not in words(client.get(LIST))


def test_nothing_is_suggested_that_was_not_seen_in_print():
    assert not {one.code for one in SEED} & set(NOT_SEEN)
    assert [one.code for one in SEED if one.framework == HGIOS] == ["QI 3.1", "QI 2.1", "QI 2.7"]


def test_line_is_added_renamed_and_no_longer_shown(client, coordinator):
    client.post(ADD, typed(stages="S1 to S3"))
    row = EvidenceRow.objects.get()
    address = f"{LIST}{row.pk}/"

    for changed in ({"name": "Being well"}, {"name": "Being well", "is_shown": ""}):
        row.refresh_from_db()
        opened = version_of(evidence_in_words(row))
        client.post(address, typed(stages="S1, S2, S3", opened=opened, **changed))

    row.refresh_from_db()
    assert (row.name, row.stages, row.is_shown) == ("Being well", ("S1", "S2", "S3"), False)
    assert list(Change.objects.order_by("pk").values_list("kind", "about")) == [
        ("added", "Evidence sheet: QI 3.1"),
        ("renamed", "Evidence sheet: QI 3.1"),
        ("retired", "Evidence sheet: QI 3.1"),
    ]
    assert "Not shown" in words(client.get(LIST))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"framework": ""}, "Enter framework"),
        ({"code": ""}, "Enter code"),
        ({"name": ""}, "Enter name"),
        ({"name": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ({"stages": "all"}, "Write the stages like P7"),
        ({}, "This code of this framework is there already"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(client, coordinator, changed, problem):
    make_evidence_row()

    assert problem in words(client.post(ADD, typed(**changed)))
    assert EvidenceRow.objects.count() == 1


@pytest.mark.usefixtures("coordinator")
def test_later_of_two_people_sees_what_stands_now(client):
    row = make_evidence_row()
    opened = version_of(evidence_in_words(row))
    client.post(f"{LIST}{row.pk}/", typed(name="First", opened=opened))

    late = words(client.post(f"{LIST}{row.pk}/", typed(name="Second", opened=opened)))

    row.refresh_from_db()
    assert row.name == "First"
    assert "Somebody else changed this" in late
    assert "What stands now" in late


@pytest.mark.usefixtures("coordinator")
def test_line_of_another_campaign_is_not_there(client):
    row = make_evidence_row(campaign=make_campaign(name="Elsewhere"))

    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert row.code not in words(client.get(LIST)).split("To begin with")[0]


@pytest.mark.parametrize(
    "changed", [{"kind": "other"}, {"code": ""}, {"name": ""}, {"framework": ""}]
)
def test_database_refuses_a_line_that_says_nothing(changed):
    row = make_evidence_row()

    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceRow.objects.filter(pk=row.pk).update(**changed)


def test_database_refuses_the_same_line_twice():
    make_evidence_row()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_evidence_row()
