from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sextortion_aware.single_sign_on import Provider


def the_provider() -> Provider:
    """Behind views.where_set there is one."""
    if settings.OIDC is None:
        raise ImproperlyConfigured("single sign-on is not set")
    return settings.OIDC
