from django.conf import settings
from django.http import HttpRequest

from sextortion_aware.numbers import EMERGENCY, POLICE

__all__ = ["EMERGENCY", "POLICE", "site"]


def site(request: HttpRequest) -> dict[str, str]:
    """What every template may use. It reads no session, no user and no database."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "emergency": EMERGENCY,
        "police": POLICE,
        "team_email": settings.TEAM_EMAIL,
        "sso_name": settings.OIDC.name if settings.OIDC else "",
    }
