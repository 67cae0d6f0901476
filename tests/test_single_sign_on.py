"""The provider of single sign-on, as the environment names it."""

import pytest

from sextortion_aware.env import Env, EnvError
from sextortion_aware.single_sign_on import Provider, apps_of, provider_of

TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
MICROSOFT = f"https://login.microsoftonline.com/{TENANT}/v2.0"
GOOD = {
    "OIDC_ISSUER": MICROSOFT,
    "OIDC_CLIENT_ID": "an-id",
    "OIDC_CLIENT_SECRET": "a-secret",
    "OIDC_NAME": "Microsoft",
}


def refusal(**changed: str) -> str:
    with pytest.raises(EnvError) as refused:
        provider_of(Env(GOOD | changed))
    return str(refused.value)


def test_provider_is_read():
    assert provider_of(Env(GOOD)) == Provider(MICROSOFT, "an-id", "a-secret", "Microsoft", False)
    asks = provider_of(Env(GOOD | {"OIDC_SECOND_FACTOR": "true"}))
    assert asks.asks_second_factor


def test_without_settings_there_is_none():
    assert provider_of(Env({})) is None
    assert provider_of(Env(dict.fromkeys(GOOD, "") | {"OIDC_SECOND_FACTOR": "false"})) is None
    assert apps_of(None) == {}


def test_secret_is_in_no_report_of_a_fault():
    assert "a-secret" not in repr(provider_of(Env(GOOD)))


@pytest.mark.parametrize("name", GOOD)
def test_all_or_none(name):
    assert refusal(**{name: ""}) == (
        f"{name} is missing: single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID, "
        "OIDC_CLIENT_SECRET and OIDC_NAME, or none of them."
    )


def test_second_factor_of_no_provider_is_refused():
    with pytest.raises(EnvError, match="OIDC_ISSUER is missing"):
        provider_of(Env({"OIDC_SECOND_FACTOR": "true"}))


@pytest.mark.parametrize(
    "anybody", ["common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"]
)
def test_issuer_for_people_of_any_organisation_is_refused(anybody):
    address = f"https://login.microsoftonline.com/{anybody}/v2.0"

    assert refusal(OIDC_ISSUER=address) == (
        f'OIDC_ISSUER is "{address}", which lets in people of any organisation: '
        "write the number of your own tenant in it."
    )


@pytest.mark.parametrize(
    "path", ["contoso.onmicrosoft.com/v2.0", TENANT, f"{TENANT}/v2.0/", f"{TENANT.upper()}/v2.0"]
)
def test_microsofts_issuer_names_the_tenant_as_its_tokens_do(path):
    assert "with the number of your tenant" in refusal(
        OIDC_ISSUER=f"https://login.microsoftonline.com/{path}"
    )


@pytest.mark.parametrize(
    "address",
    ["login.example.org", "ftp://login.example.org", "https://", "https://login.example.org/?a=b",
     "https://login.example.org/#a", "https://me@login.example.org/", "https://[::1"],
)  # fmt: skip
def test_issuer_is_a_whole_address(address):
    assert refusal(OIDC_ISSUER=address).startswith(f'OIDC_ISSUER is "{address}": write the whole')


def test_issuer_on_another_machine_needs_https():
    assert refusal(OIDC_ISSUER="http://login.example.org/") == (
        'OIDC_ISSUER is "http://login.example.org/": a provider on another machine needs https.'
    )
    assert provider_of(Env(GOOD | {"OIDC_ISSUER": "http://localhost:9000/x"})) is not None


@pytest.mark.parametrize(
    ("name", "longest"), [("OIDC_ISSUER", 200), ("OIDC_CLIENT_ID", 191), ("OIDC_NAME", 40)]
)
def test_what_does_not_fit_is_refused(name, longest):
    value = "https://login.example.org/".ljust(longest, "x")

    assert (
        refusal(**{name: f"{value}x"}) == f"{name} is too long: write at most {longest} characters."
    )
    assert provider_of(Env(GOOD | {name: value})) is not None


def test_tenant_is_that_of_the_issuer():
    microsoft = provider_of(Env(GOOD))
    other = provider_of(Env(GOOD | {"OIDC_ISSUER": "https://login.example.org/realms/police"}))

    assert [microsoft.is_its_tenant(said) for said in (TENANT, None, "another", "", 7)] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert [other.is_its_tenant(said) for said in (None, "police", "another", "")] == [
        True, True, False, False,
    ]  # fmt: skip
