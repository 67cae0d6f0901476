"""The pages that put a session right climb the ladder."""

import pytest

from campaigns.models import Correction, Session
from tests import factories
from tests.campaigns.sessions.putright.correction_forms import DECIDE, FORMS, make_for, url
from tests.campaigns.typed import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.mark.parametrize("end", FORMS)
def test_form_works_and_changes_nothing(client, officer, end):
    session = make_for(end)
    sign_in(client, officer)
    before = list(Session.objects.values())

    assert client.get(url(session, end)).status_code == 200
    assert client.head(url(session, end)).status_code == 200
    assert list(Session.objects.values()) == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("end", [*FORMS, "undo"])
def test_form_is_refused_to_a_viewer_and_to_strangers(client, end, method):
    session = make_for(end)

    signed_out = getattr(client, method)(url(session, end))
    sign_in(client, factories.make_member(role="viewer"))
    viewer = getattr(client, method)(url(session, end))

    assert (
        signed_out.url.startswith("/accounts/login/")
        if signed_out.status_code == 302
        else signed_out.status_code == 405
    )
    assert viewer.status_code in (403, 405)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("end", [*FORMS, "undo"])
def test_session_of_another_campaign_or_none_is_not_there(client, end):
    session = make_for(end, campaign=factories.make_campaign(name="Fife"))
    sign_in(client, factories.make_member(role="coordinator"))

    assert [
        client.post(address).status_code
        for address in (
            url(session, end),
            f"/team/sessions/0/{end}/",
            f"/team/sessions/{'9' * 30}/{end}/",
        )
    ] == [404] * 3


@pytest.mark.parametrize("end", FORMS)
def test_form_refuses_other_methods(client, coordinator, end):
    sign_in(client, coordinator)
    session = make_for(end)

    assert [
        getattr(client, method)(url(session, end)).status_code
        for method in ("put", "patch", "delete")
    ] == [405] * 3


@pytest.mark.parametrize("address", ["/team/corrections/", "/team/corrections/{pk}/"])
def test_list_and_one_correction_are_for_coordinators(client, officer, coordinator, address):
    correction = factories.make_correction(by=officer)
    address = address.format(pk=correction.pk)
    client.logout()
    signed_out = client.get(address)
    statuses = {}
    for member in (officer, coordinator):
        sign_in(client, member)
        statuses[member.role] = client.get(address).status_code

    assert signed_out.url == f"/accounts/login/?next={address}"
    assert statuses == {"officer": 403, "coordinator": 200}
    assert [
        getattr(client, method)(address).status_code for method in ("post", "put", "delete")
    ] == [405] * 3


@pytest.mark.parametrize("deed", DECIDE)
def test_deciding_is_for_coordinators_by_post(client, officer, coordinator, deed):
    correction = factories.make_correction(by=officer)
    address = f"/team/corrections/{correction.pk}/{deed}/"
    answer = {"opened": correction.based_on, "reason": "No"}
    client.logout()
    signed_out = client.post(address, answer)
    sign_in(client, officer)
    by_officer = client.post(address, answer)
    sign_in(client, coordinator)

    assert signed_out.url.startswith("/accounts/login/")
    assert (by_officer.status_code, client.get(address).status_code) == (403, 405)
    assert Correction.objects.get().state == "proposed"


@pytest.mark.parametrize("end", ["", "confirm/", "decline/", "withdraw/"])
def test_correction_of_another_campaign_or_none_is_not_there(client, coordinator, end):
    theirs = factories.make_correction(
        by=factories.make_member(campaign=factories.make_campaign(name="Fife"))
    )
    sign_in(client, coordinator)
    method = client.post if end else client.get

    assert [
        method(f"/team/corrections/{pk}/{end}").status_code for pk in (theirs.pk, 0, "9" * 30)
    ] == [404] * 3
