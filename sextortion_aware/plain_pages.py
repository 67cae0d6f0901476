"""What the front says itself when Django cannot: small whole pages. No Django here."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from html import escape

from sextortion_aware.headers import NO_STORE, SECURITY_HEADERS, content_security_policy
from sextortion_aware.numbers import EMERGENCY, POLICE
from sextortion_aware.wsgi_types import Environ, StartResponse

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:38rem;margin:0 auto;padding:1.5rem 1rem}"
    "h1{font-size:1.75rem;line-height:1.2}"
    "a{color:LinkText;display:inline-block;min-height:1.5rem}"
    "aside{border-left:.25rem solid;padding-left:1rem;margin-top:2rem}"
)
STYLE_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = ("Content-Security-Policy", content_security_policy(style=f"'sha256-{STYLE_HASH}'"))
RETRY_AFTER = ("Retry-After", "60")

AGAIN = (
    "What you typed is still in your browser. Wait a minute, then reload this page. "
    "Your browser asks if it should send the form again. Say yes."
)
LOOK_FIRST = (
    "We do not know if your form was saved. "
    "Wait a minute, then look if it is there before you send it again."
)


@dataclass(frozen=True)
class PlainPage:
    """`again`: it may be asked for again in a minute."""

    status: str
    title: str
    words: tuple[str, ...]
    again: bool = True

    def __call__(
        self, environ: Environ, start_response: StartResponse, *, number: str = ""
    ) -> list[bytes]:
        """`number`: the fault's, for whoever tells us of it."""
        words = (*self.words, f"Our number for this fault is {number}.") if number else self.words
        body = page(self.title, words).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            NO_STORE,
            POLICY,
            *(pair for pair in SECURITY_HEADERS if pair[0] != POLICY[0]),
        ]
        start_response(self.status, [*headers, RETRY_AFTER] if self.again else headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def page(title: str, words: tuple[str, ...]) -> str:
    paragraphs = "".join(f"<p>{escape(each, quote=False)}</p>" for each in words)
    return (
        '<!DOCTYPE html><html lang="en-GB" dir="ltr"><head><meta charset="utf-8">'
        f"<title>{title}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><style>{STYLE}</style></head><body><main>'
        f'<h1>{title}</h1>{paragraphs}<p><a href="/">Go to the first page</a></p>'
        "<aside><p><strong>Is someone threatening you?</strong> Do not pay. Do not reply. "
        "It is not your fault, and there is help.</p>"
        f'<p>In danger now? Call <a href="tel:{EMERGENCY}">{EMERGENCY}</a>. '
        f'To tell the police, call <a href="tel:{POLICE}">{POLICE}</a>.</p></aside>'
        "</main></body></html>\n"
    )


HELP_WORKS = "Our help and advice pages still work."

BUSY = PlainPage(
    "503 Service Unavailable",
    "This part of the site is busy",
    ("It should be back soon. Wait a minute, then try again.", HELP_WORKS),
)
BUSY_FORM = PlainPage(
    "503 Service Unavailable", "We could not take your form yet", (AGAIN, HELP_WORKS)
)
AWAY = PlainPage(
    "503 Service Unavailable",
    "This part of the site is not working right now",
    ("It should be back soon. Wait a minute, then try again.", HELP_WORKS),
)
AWAY_FORM = PlainPage(
    "503 Service Unavailable",
    "This part of the site is not working right now",
    (LOOK_FIRST, HELP_WORKS),
)
TOO_SLOW = PlainPage(
    "408 Request Timeout", "Your form did not reach us in time", (AGAIN, HELP_WORKS)
)
CUT_OFF = PlainPage("400 Bad Request", "Only a part of your form reached us", (AGAIN,), again=False)
NO_LENGTH = PlainPage(
    "411 Length Required",
    "We could not read what was sent",
    ("Please use the forms on this site.",),
    again=False,
)
NOT_FOUND = PlainPage(
    "404 Not Found",
    "There is nothing at this address",
    ("Check the address, or start from the first page.",),
    again=False,
)
WRONG_HOST = PlainPage(
    "400 Bad Request",
    "This is not the address of this site",
    ("Check the address, or ask whoever gave it to you.",),
    again=False,
)
