"""The link with which an empty site is set up.

Nothing of it is kept: it hangs on the site's secret, and is good as long as nobody has an account.
So it is good once, and can be printed again until then.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from campaigns.models import User


def first_token() -> str:
    return salted_hmac("campaigns.setup.link", "the first person", algorithm="sha256").hexdigest()


def is_first_token(token: str) -> bool:
    return constant_time_compare(token, first_token())


def is_set_up() -> bool:
    return User.objects.exists()


def set_up_link() -> str:
    """With the site's name from the settings, never from a request's Host header."""
    return settings.SITE_URL + reverse("campaigns:set_up_first", args=[first_token()])
