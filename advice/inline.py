"""What an advice page carries in itself, so that a phone draws it without asking for anything else.

It is the style and the script that must run before anything is drawn. The page's own policy
allows exactly these two, by their SHA-256. docs/decisions/0011-one-flight.md says why.
"""

import re  # noqa: TID251  (our own stylesheet and script, and it needs to look behind)
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders

from sextortion_aware.headers import PAGE_HEADERS, SECURITY_HEADERS, content_security_policy

POLICY = "Content-Security-Policy"
STYLES, SCRIPT = ("css/site.css", "css/advice.css"), "js/early.js"
# Three things: the part of the stylesheet with forms, charts and tiles; comments; and a script's
# comments to the end of the line, after a space, or the // of an address would begin one.
LEFT_OUT = re.compile(
    r"^@layer components {\s*/\* Not in advice pages.*?^}$|/\*.*?\*/|(?:^|(?<=\s))//[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
BETWEEN_LINES = re.compile(r"\s*\n\s*")


def style() -> str:
    return "\n".join(_shortened(name) for name in STYLES)


def script() -> str:
    return _shortened(SCRIPT)


def page_headers() -> dict[str, str]:
    """What an advice page says of itself; the front adds the other security headers."""
    return {
        **dict(PAGE_HEADERS),
        POLICY: content_security_policy(
            style=named_by_hash(style()), script=named_by_hash(script())
        ),
    }


def all_headers() -> tuple[tuple[str, str], ...]:
    """The same for a page that is served without Django."""
    headers = {**dict(SECURITY_HEADERS), **page_headers()}
    return (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Vary", "Accept-Encoding"),
        *headers.items(),
    )


def named_by_hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _shortened(name: str) -> str:
    path = Path(str(finders.find(name)))
    return _kept(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _kept(path: Path, changed_at: int) -> str:
    return BETWEEN_LINES.sub("\n", LEFT_OUT.sub("", path.read_text())).strip()
