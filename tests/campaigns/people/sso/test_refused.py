"""The page of refusals, for who comes to it when nothing was refused, or begins again."""

import pytest

from tests.campaigns.people.sso.conftest import go_out, told, trip
from tests.html import read

pytestmark = pytest.mark.django_db
REFUSED = "/accounts/sso/refused/"


def test_refused_page_without_a_refusal_says_so_and_leads_on(client, provider, member):
    nobody = client.get(REFUSED)
    client.force_login(member.user)
    somebody = client.get(REFUSED)

    assert [nobody.status_code, somebody.status_code] == [200, 200]
    pages = [" ".join(answer.content.decode().split()) for answer in (nobody, somebody)]
    assert [read(page).h1 for page in pages] == [["There is nothing to read here now"]] * 2
    assert ["Back to sign-in" in page for page in pages] == [True, False]
    assert ["Go to Today" in page for page in pages] == [False, True]


def test_refused_page_is_no_longer_so_when_somebody_begins_again(client, provider, member):
    back = trip(client, provider, who="somebody-else")
    assert told(client, back) == told(client, back) == (403, "You need an invitation")

    go_out(client)

    assert told(client, back) == (200, "There is nothing to read here now")
