"""A small content folder, right in every way, that a test then makes wrong in one."""

from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 23)
PHONE = '<a class="phone" href="tel:08001111"><bdi dir="ltr">0800 1111</bdi></a>'

CONTACTS = """
[emergency]
name = "Emergency services"
who = "Anyone in danger now"
phone = "999"
phone_display = "999"
sources = ["R1"]
checked_on = 2020-01-01
check_due = 2020-07-01

[childline]
name = "Childline"
who = "Anyone under 19"
phone = "08001111"
phone_display = "0800 1111"
url = "https://www.childline.org.uk"
chat = "https://www.childline.org.uk/chat/"
hours = "day and night"
open = "always"
cost = "free"
crisis = 1
sources = ["R1"]
checked_on = 2026-11-23
check_due = 2027-05-23

[shout]
name = "Shout"
who = "Anyone who would sooner text"
text = "text SHOUT to 85258"
sources = ["R1"]
checked_on = 2026-11-23
check_due = 2027-05-23
"""
SOURCES = '[R1]\npublisher = "A paper"\ntitle = "A story"\ndate = "2016"\n'
HEADER = {
    "audience": '["everyone"]',
    "reviewed_on": "2026-11-23",
    "review_due": "2027-05-23",
    "sources": '["R1"]',
}
STEPS = '[stay_calm]\nwords = "**Stay calm.** Call [[childline.phone]]."\n'
APPS = """
[chirp]
name = "Chirp"
page = "next"
number = 1
report = "**Report it in Chirp.**"
close = "**Do not deactivate it.**"
close_why = "It is gone after a while."
lock = ["Hide your list.", "Say no to strangers."]
"""
PLANS = """
reviewed_on = 2026-11-23
review_due = 2027-05-23
sources = ["R1"]

[[who]]
letter = "a"
key = "child"
words = "I am under 18"
lead = "You are not alone."
urgent = "stay_calm"
people = "everyone"

[[want]]
letter = "p"
words = "Money"
facts = ["money"]

[[want]]
letter = "q"
words = "One email"
facts = ["email"]

[[what]]
letter = "a"
group = "A threat"
words = "Nothing else"
facts = []

[[what]]
letter = "b"
group = "A threat"
words = "Money was paid"
facts = ["paid"]
unless = ["email"]

[[step]]
step = "stay_calm"
when = "now"
who = ["child"]
if = ["paid"]
choices = "apps"

[[door]]
page = "next"
if = ["money"]

[[way]]
name = "Cash"
step = "stay_calm"
"""
FIGURES = """
[bikes]
title = "Bikes"
unit = "Number"

[[bikes.rows]]
first = 2015-12-01
last = 2016-03-31
value = 1200
counts = "Bikes on the road"
sources = ["R1"]

[[bikes.rows]]
first = 2016-04-01
last = 2016-07-31
value = 300
counts = "Bikes on the road"
sources = ["R1"]
"""
WORDS = '[next]\nwords = ["onward", "go on"]\n'
NO_KEY = "leave this key out"


def content(
    folder: Path,
    *,
    contacts: str = CONTACTS,
    sources: str = SOURCES,
    steps: str = STEPS,
    apps: str = APPS,
    plans: str = PLANS,
    figures: str = FIGURES,
    words: str = WORDS,
) -> Path:
    """Two pages that name each other."""
    folder.mkdir(exist_ok=True)
    (folder / "contacts.toml").write_text(contacts)
    (folder / "sources.toml").write_text(sources)
    (folder / "steps.toml").write_text(steps)
    (folder / "apps.toml").write_text(apps)
    (folder / "plans.toml").write_text(plans)
    (folder / "figures.toml").write_text(figures)
    (folder / "words.toml").write_text(words)
    page(
        folder,
        "start",
        body="## First steps\n\nCall [[childline]]. Then [read on](/next/#what-then).\n",
        path='"/"',
        order="1",
    )
    page(
        folder,
        "next",
        body="## What then\n\nGo [back](/) or [up](#what-then).\n",
        path='"/next/"',
        order="2",
    )
    return folder


def page(folder: Path, slug: str, *, body: str = "Some words.\n", **header: str) -> None:
    """Header values as TOML has them, so that a test can write a wrong one."""
    own = {
        "title": f'"About {slug}"',
        "tab": f'"Tab {slug}"',
        "summary": f'"What {slug} says."',
        "path": f'"/{slug}/"',
        "order": "9",
    }
    values = {**own, **HEADER, **header}
    lines = [f"{key} = {value}" for key, value in values.items() if value != NO_KEY]
    (folder / f"{slug}.md").parent.mkdir(parents=True, exist_ok=True)
    (folder / f"{slug}.md").write_text("\n".join(["+++", *lines, "+++", body]))
