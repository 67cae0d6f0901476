"""Every way in which an id_token is not the provider's, for us, of now."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from campaigns.people.sso.tokens import Proof, TokenRefused, UnknownKey, read_token
from tests.campaigns.people.sso.conftest import Here

NONCE = "a-nonce"


@pytest.fixture
def read(provider, settings):
    """A token with some claims changed, read; or one that was made by hand."""

    def read(token: str = "", **changes: object):
        provider.changes = changes
        given = {"who": "sub-1", "nonce": NONCE, "auth_time": int(time.time())}
        token = token or provider.id_token(given)
        return read_token(token, provider=settings.OIDC, keys=provider.keys(), nonce=NONCE)

    return read


def claims_of(provider: Here) -> dict[str, object]:
    given = {"who": "sub-1", "nonce": NONCE, "auth_time": 1}
    return jwt.decode(provider.id_token(given), options={"verify_signature": False})


def test_good_token_says_who_it_is(read):
    assert read(auth_time=1_700_000_000) == Proof("sub-1", 1_700_000_000)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"iss": "http://localhost:9/another/v2.0"}, "InvalidIssuerError"),
        ({"iss": None}, "MissingRequiredClaimError"),
        ({"aud": "another-application"}, "InvalidAudienceError"),
        ({"aud": None}, "MissingRequiredClaimError"),
        ({"azp": "another-application"}, "azp"),
        ({"tid": "00000000-0000-0000-0000-000000000001"}, "tid"),
        ({"tid": ""}, "tid"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "MissingRequiredClaimError"),
        ({"exp": 1_700_000_000}, "ExpiredSignatureError"),
        ({"exp": None}, "MissingRequiredClaimError"),
        ({"iat": None}, "MissingRequiredClaimError"),
        ({"nbf": 5_000_000_000}, "ImmatureSignatureError"),
        ({"iat": 5_000_000_000}, "ImmatureSignatureError"),
        ({"sub": None}, "MissingRequiredClaimError"),
        ({"sub": ""}, "sub"),
        ({"sub": "x" * 192}, "sub"),
        ({"sub": 7}, "InvalidSubjectError"),
    ],
)
def test_token_with_another_claim_is_refused(read, changes, word):
    with pytest.raises(TokenRefused, match=f"^{word}$"):
        read(**changes)


def test_clocks_may_differ_by_a_minute(read):
    now = int(time.time())

    assert read(exp=now - 50, iat=now + 50).subject == "sub-1"
    with pytest.raises(TokenRefused):
        read(exp=now - 70)


def test_unsigned_token_is_refused(read, provider):
    unsigned = jwt.encode(claims_of(provider), None, algorithm="none")

    with pytest.raises(TokenRefused, match="InvalidAlgorithmError"):
        read(unsigned)


def test_signature_is_looked_at(read, provider):
    good = provider.id_token({"who": "sub-1", "nonce": NONCE, "auth_time": 1})
    head, body, _ = good.split(".")

    with pytest.raises(TokenRefused, match="InvalidSignatureError"):
        read(f"{head}.{body}.AAAA")


def test_token_signed_by_another_key_of_that_name_is_refused(read, provider):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(claims_of(provider), other, "RS256", headers={"kid": provider.kid})

    with pytest.raises(TokenRefused, match="InvalidSignatureError"):
        read(forged)


def test_public_key_is_no_password(read, provider):
    """HS256 with what everybody knows: the oldest trick with such tokens."""
    public = str(provider.keys()["keys"][0]["n"])
    forged = jwt.encode(claims_of(provider), public, "HS256", headers={"kid": provider.kid})

    with pytest.raises(TokenRefused, match="InvalidAlgorithmError"):
        read(forged)


def test_key_of_another_kind_is_refused(read, provider):
    other = ec.generate_private_key(ec.SECP256R1())
    forged = jwt.encode(claims_of(provider), other, "ES256", headers={"kid": provider.kid})

    with pytest.raises(TokenRefused):
        read(forged)


def test_unknown_key_is_told_apart(read, provider):
    token = provider.id_token({"who": "sub-1", "nonce": NONCE, "auth_time": 1})
    provider.turn_keys()

    with pytest.raises(UnknownKey):
        read(token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é"])
def test_what_is_no_token_is_refused(settings, provider, token):
    with pytest.raises(TokenRefused):
        read_token(token, provider=settings.OIDC, keys=provider.keys(), nonce=NONCE)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": "none"}, {"keys": [{"kty": "RSA"}]}])
def test_without_usable_keys_nothing_is_believed(settings, provider, keys):
    token = provider.id_token({"who": "sub-1", "nonce": NONCE, "auth_time": 1})

    with pytest.raises(TokenRefused):
        read_token(token, provider=settings.OIDC, keys=keys, nonce=NONCE)
