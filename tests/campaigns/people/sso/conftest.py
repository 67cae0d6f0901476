"""A provider in the test's own process, and the way to it and back as a browser takes it."""

import json
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from campaigns.people.sso import asking
from sextortion_aware import single_sign_on
from tests.factories import make_member
from tests.html import read
from tests.provider import serve

BEGIN, BACK = "/accounts/sso/begin/", "/accounts/sso/callback/"
SUBJECT = "AAAA-of-ailsa"


class Here(serve.Provider):
    """Answers what `asking` asks, without a network. `asked`: the addresses, in order."""

    def __init__(self) -> None:
        super().__init__(port=9)
        self.asked, self.fails = [], None

    def answer(self, method, url, options):
        self.asked.append(url)
        if self.fails:
            raise self.fails
        found = {
            f"{self.issuer}/.well-known/openid-configuration": self.configuration,
            f"{self.root}/keys": self.keys,
            f"{self.root}/token": lambda: self.token_for(options["data"]),
        }[url]()
        response = requests.Response()
        response.status_code = 400 if found is None else 200
        response.headers["content-type"] = "application/json"
        response._content = json.dumps(found or {"error": "invalid_grant"}).encode()
        return response


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    settings.ROOT_URLCONF = "tests.campaigns.people.sso.pages"


@pytest.fixture
def provider(settings, monkeypatch) -> Here:
    here = Here()
    settings.OIDC = single_sign_on.Provider(
        issuer=here.issuer,
        client_id=serve.CLIENT_ID,
        secret=serve.CLIENT_SECRET,
        name="Microsoft",
        asks_second_factor=True,
    )
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on.apps_of(settings.OIDC)
    monkeypatch.setattr(
        asking.BoundedSession,
        "whole",
        lambda _, method, url, options: here.answer(method, url, options),
    )
    asking.forget_published()
    yield here
    asking.forget_published()


@pytest.fixture
def member(provider):
    """Linked already."""
    member = make_member()
    SocialAccount.objects.create(user=member.user, provider=provider.issuer, uid=SUBJECT)
    return member


def go_out(client, address=BEGIN, **typed) -> dict[str, str]:
    """What the provider is asked for, by the page that leads there."""
    page = client.post(address, typed)
    return asked_of(page)


def asked_of(page) -> dict[str, str]:
    assert page.status_code == 200, page
    words = unescape(page.content.decode())
    address = words.partition("0; url=")[2].partition('"')[0]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(client, provider, query, who=SUBJECT, **more):
    """As after our page between. Claims are changed by provider.changes."""
    address = provider.answer_for(query, who)
    path = f"{BACK}?{urlsplit(address).query}&inside=1"
    return client.get(path, **more)


def trip(client, provider, address=BEGIN, who=SUBJECT, **typed):
    return come_back(client, provider, go_out(client, address, **typed), who)


def told(client, response):
    """The page to which a refusal leads: its status and its heading."""
    assert response.headers["Location"] == "/accounts/sso/refused/", response
    page = client.get(response["Location"])
    return page.status_code, *read(page.content.decode()).h1
