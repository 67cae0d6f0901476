"""The way out to the provider, and the way back.

What only this sign-in's session knows (django-allauth's state, our nonce, the secret half of PKCE)
goes with neither. The way out is a page of ours that sends on, not a redirect after a form: so the
policy of no page has to name the provider, and whatever it sends on to itself is not stopped.
"""

import logging
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any

import requests
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.people.sso.asking import Document, ProviderSilent, published
from campaigns.people.sso.provider import the_provider
from campaigns.people.sso.refusals import Reason, Refused
from campaigns.people.sso.tokens import Proof, TokenRefused, UnknownKey, read_token
from sextortion_aware.single_sign_on import Provider

log = logging.getLogger(__name__)

SCOPE = ["openid"]  # who it is, and nothing else of them
ASKED_ANEW = {"prompt": "login", "max_age": "0"}
CANCELLED = "access_denied"


@dataclass(frozen=True)
class Trip:
    """`purpose`: what is done on the way back. `user`: who began it, signed in; 0: nobody.

    `next`: where the person goes on afterwards.
    """

    purpose: str
    next: str = ""
    user: int = 0
    nonce: str = ""
    verifier: str = ""
    began: float = 0.0


class Way(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        super().__init__(request, provider.issuer)
        self.provider = provider

    @property
    def openid_config(self) -> Document:
        document = published(self.get_provider().server_url)
        if document.get("issuer") != self.provider.issuer:
            raise TokenRefused("the issuer that it publishes")
        return document

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """With the site's name from the settings, never from a request's Host header."""
        return str(settings.SITE_URL) + reverse("sso_callback")

    def client(self) -> Any:
        return self.get_client(self.request, self.get_provider().app)


def go_out(request: HttpRequest, trip: Trip, *, is_asked_anew: bool = False) -> HttpResponse:
    """Raises Refused when the provider cannot be asked where its page is."""
    way = Way(request, the_provider())
    pkce = generate_code_challenge()
    left = {
        "nonce": secrets.token_urlsafe(32),
        "verifier": pkce.pop("code_verifier"),
        "began": time.time(),
    }
    with_us = asdict(trip) | left
    more = {"nonce": left["nonce"], **pkce, **(ASKED_ANEW if is_asked_anew else {})}
    try:
        client, page = way.client(), way.authorize_url
    except (TokenRefused, requests.RequestException, KeyError) as problem:
        raise refusal(problem, trip) from None
    client.state = statekit.stash_state(
        request,
        provider_id=way.provider_id,
        state=with_us,
        state_id=secrets.token_urlsafe(32),
    )
    address = client.get_redirect_url(page, SCOPE, more)
    return render(request, "account/sso/go_out.html", {"address": address})


def come_back(request: HttpRequest) -> tuple[Trip, Proof]:
    """Once for each way out: a state that was used, ran out or is another's is not found."""
    provider = the_provider()
    found = statekit.unstash_state(
        request, state_id=request.GET.get("state", ""), provider_id=provider.issuer
    )
    if found is None:
        raise Refused(Reason.LOST)
    trip = Trip(**found)
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise refusal(TokenRefused("iss of the way back"), trip)
    if request.GET.get("error") == CANCELLED:
        raise Refused(Reason.CANCELLED, trip.purpose, trip.next)
    if "error" in request.GET or not request.GET.get("code"):
        raise refusal(TokenRefused("it sent an error"), trip)
    try:
        return trip, proof_for(Way(request, provider), request.GET["code"], trip)
    except (TokenRefused, OAuth2Error, requests.RequestException, KeyError, ValueError) as problem:
        raise refusal(problem, trip) from None


def proof_for(way: Way, code: str, trip: Trip) -> Proof:
    given = way.client().get_access_token(code, pkce_code_verifier=trip.verifier)
    token, address = given.get("id_token"), way.openid_config["jwks_uri"]
    if not isinstance(token, str):
        raise TokenRefused("no id_token")
    try:
        return read_token(token, provider=way.provider, keys=published(address), nonce=trip.nonce)
    except UnknownKey:
        keys = published(address, is_wanted_new=True)
        return read_token(token, provider=way.provider, keys=keys, nonce=trip.nonce)


def refusal(problem: Exception, trip: Trip) -> Refused:
    """The log has our own words or a class: what the provider wrote may hold a code or a name."""
    words = str(problem) if isinstance(problem, TokenRefused | ProviderSilent) else ""
    log.warning("Single sign-on did not work: %s %s", type(problem).__name__, words)
    is_silent = isinstance(problem, requests.RequestException)
    reason = Reason.SILENT if is_silent else Reason.NOT_TRUSTED
    return Refused(reason, trip.purpose, trip.next)
