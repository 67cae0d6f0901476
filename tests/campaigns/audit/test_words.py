"""How a line reads to a person."""

import pytest

from campaigns.models import Campaign, Change
from tests import factories
from tests.campaigns.audit.trails import exported

pytestmark = pytest.mark.django_db
AUDIT = "/team/audit/"


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("sign_in_ended", {"Device": ["all others", ""]}, "Device: all others"),
        ("factor_removed", {"Second step": ["a passkey", ""]}, "Second step: a passkey"),
        ("role_changed", {"Role": ["Viewer", "Officer"]}, "Role: was Viewer, now Officer"),
    ],
)
def test_what_went_is_named_and_what_changed_is_compared(client, kind, fields, words):
    administrator = factories.make_member(role="administrator")
    client.force_login(administrator.user)
    Change.objects.create(
        campaign=administrator.campaign,
        about="Person: Ailsa Reid",
        by=administrator.user,
        kind=kind,
        fields=fields,
    )

    page = " ".join(client.get(AUDIT).text.split())

    assert f"<div> {words} </div>" in page


def test_what_went_stands_under_after_in_the_file(client):
    administrator = factories.make_member(role="administrator")
    client.force_login(administrator.user)
    Change.objects.create(
        campaign=Campaign.objects.get(),
        about="Person: Ailsa Reid",
        by=administrator.user,
        kind="sign_in_ended",
        fields={"Device": ["Chrome on Windows", ""]},
    )

    row = exported(client.get(f"{AUDIT}export/"))[0]

    assert (row["Before"], row["After"]) == ("", "Chrome on Windows")


@pytest.mark.parametrize(("role", "says"), [("coordinator", True), ("administrator", False)])
def test_who_sees_no_sign_ins_is_told_so(client, role, says):
    client.force_login(factories.make_member(role=role).user)

    assert ("shown to administrators only" in client.get(AUDIT).text.replace("\n", " ")) is says
