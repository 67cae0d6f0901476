"""What allauth.mfa does differently here, and what it says."""

import base64
from functools import cache
from ipaddress import ip_address
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from campaigns.models import User

NOT_RIGHT = (
    "This code is not right, or it was used already. Enter the one that your app shows now, or a "
    "recovery code"
)
LONGEST_NAME = 60


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NOT_RIGHT,
    }

    def encrypt(self, text: str) -> str:
        """Who reads the database, or an old copy of it, makes no codes of it."""
        return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """An error with another SECRET_KEY: no answer would be safe in its place."""
        return _fernet(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        had = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {had + 1}" if had else "Passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """By the settings, never by a request's Host header."""
        return {"id": settings.SITE_HOST, "name": settings.SITE_NAME}


@cache
def _fernet(secret_key: str) -> Fernet:
    key = salted_hmac("campaigns.factors", "key", secret=secret_key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def why_no_passkeys() -> str:
    """Empty where they work: browsers bind them to a name, and refuse a number."""
    try:
        ip_address(settings.SITE_HOST.strip("[]"))
    except ValueError:
        return ""
    return "Passkeys need an address with a name. This site’s address is a number."
