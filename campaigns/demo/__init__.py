"""The demonstration campaign: made-up schools in made-up towns, made-up sessions and requests.

Nothing here is a fact about anybody.

`build_demo` and `remove_demo` are what others use; the same `today` gives the same rows.
"""

from campaigns.demo.build import (
    DEMO_NAME,
    build_demo,
    demo_campaign,
    holds_real_data,
    why_not_here,
)
from campaigns.demo.people import EMAILS, PASSPHRASE, SIGN_INS
from campaigns.demo.remove import remove_demo

__all__ = [
    "DEMO_NAME",
    "EMAILS",
    "PASSPHRASE",
    "SIGN_INS",
    "build_demo",
    "demo_campaign",
    "holds_real_data",
    "remove_demo",
    "why_not_here",
]
