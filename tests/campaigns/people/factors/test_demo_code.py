"""The demonstration shows its codes. Nothing else ever does."""

import pytest
from django.test import Client

from campaigns.demo.people import EMAILS, PASSPHRASE, make_team
from campaigns.models import Campaign, Membership
from campaigns.people.factors.demo_code import shown_code, wait_for_next
from tests.campaigns.people.factors.given import AGAIN, AT_SIGN_IN, code_of, give_app
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db
SHOWN = "This is the demonstration: the code is"


@pytest.fixture
def demo() -> Campaign:
    campaign = make_campaign(name="Demonstration")
    Campaign.objects.update(is_demo=True)
    make_team(campaign)
    return campaign


@pytest.mark.parametrize("email", EMAILS)
def test_visitor_of_a_demonstration_passes_with_one_press_more(client, sign_in, demo, email):
    sign_in(client, email, PASSPHRASE, is_password_alone=True)
    page = client.get(AT_SIGN_IN)
    code = page.context["demo_code"]

    passed = client.post(AT_SIGN_IN, {"code": code})

    assert SHOWN in page.text
    assert f'value="{code}"' in page.text
    assert passed["Location"] == "/team/"


def test_visitors_at_the_same_time_see_codes_that_are_not_used(sign_in, demo):
    shown = []
    for _ in range(4):
        browser = Client()
        sign_in(browser, EMAILS[0], PASSPHRASE, is_password_alone=True)
        page = browser.get(AT_SIGN_IN)
        shown.append(page.context["demo_code"])
        browser.post(AT_SIGN_IN, {"code": shown[-1]})

    wait = page.context["demo_wait"]
    assert 1 <= wait <= 30
    assert "the codes of this half minute are used. Wait" in page.text
    assert len(set(shown[:3])) == 3
    assert shown[3] == ""  # until the next half minute; nothing wrong is shown


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_code_is_shown_on_ones_own_machine(settings, demo, host):
    settings.SITE_HOST = host

    assert len(shown_code(user_of(demo))) == 6


@pytest.mark.parametrize("host", ["demo.example.org", "192.168.1.7", "10.0.0.1", "localhost.evil"])
def test_code_is_never_shown_on_a_site_that_others_can_reach(client, sign_in, settings, demo, host):
    settings.SITE_HOST = host
    sign_in(client, EMAILS[0], PASSPHRASE, is_password_alone=True)

    page = client.get(AT_SIGN_IN)

    assert shown_code(user_of(demo)) == ""
    assert SHOWN not in page.text


def test_code_of_somebody_real_is_never_shown(client, sign_in, settings):
    settings.SITE_HOST = "127.0.0.1"
    member = make_member()
    code = code_of(give_app(member.user))
    sign_in(client, is_password_alone=True)
    at_sign_in = client.get(AT_SIGN_IN).text
    client.force_login(member.user)
    again = client.get(AGAIN).text

    assert shown_code(member.user) == ""
    assert wait_for_next(member.user, "") == 0
    for page in (at_sign_in, again):
        assert SHOWN not in page
        assert code not in page


def test_code_of_somebody_real_who_looks_at_the_demonstration_too_is_never_shown(settings, demo):
    settings.SITE_HOST = "127.0.0.1"
    member = make_member()
    give_app(member.user)
    Membership.objects.create(campaign=demo, user=member.user, role="viewer")

    assert shown_code(member.user) == ""


def test_code_of_somebody_without_a_team_is_never_shown(settings, officer, key):
    settings.SITE_HOST = "127.0.0.1"
    officer.delete()

    assert shown_code(officer.user) == ""


def user_of(demo: Campaign):
    return Membership.objects.filter(campaign=demo).order_by("pk")[0].user
