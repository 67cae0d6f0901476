"""The key of an authenticator app that is being set up, and how it gets into the app."""

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.sessions.backends.base import SessionBase
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.models import User

PENDING = "pending_app_key"  # in the session, which is a row of the database: encrypted
QUIET_ZONE = 4
PIXELS_A_DOT = 5
LETTERS_IN_A_GROUP = 4


def pending_key(session: SessionBase) -> str:
    """The same for as long as it is not in use: the page may be loaded again after scanning."""
    adapter = get_adapter()
    if PENDING not in session:
        session[PENDING] = adapter.encrypt(generate_totp_secret())
    return str(adapter.decrypt(session[PENDING]))


def forget_pending_key(session: SessionBase) -> None:
    session.pop(PENDING, None)


def in_groups(key: str) -> str:
    starts = range(0, len(key), LETTERS_IN_A_GROUP)
    return " ".join(key[start : start + LETTERS_IN_A_GROUP] for start in starts)


def qr_code(user: User, key: str) -> SafeString:
    """Black on white whatever the page's colours are, or cameras do not read it. An element of the
    page and no picture, which an address would have, with the key in it.
    """
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(get_adapter().build_totp_url(user, key))
    rows = code.get_matrix()
    dots = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    size = len(rows)
    return format_html(
        '<svg role="img" aria-label="QR code for your authenticator app" viewBox="0 0 {0} {0}"'
        ' width="{1}" height="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
        size,
        size * PIXELS_A_DOT,
        dots,
    )
