from django.conf import settings
from django.http import HttpRequest

EMERGENCY = "999"
POLICE = "101"


def site(request: HttpRequest) -> dict[str, str]:
    """What every template may use. It reads no session, no user and no database."""
    return {"site_name": settings.SITE_NAME, "emergency": EMERGENCY, "police": POLICE}
