"""The name of a service makes a whole sentence with the words around it."""

import pytest

from advice.library import library
from advice.markup import every, parse

FOUND = library()
WITH_NAME = ("", "name", "url")
# What may stand after "the": a name that ends in a thing, as people say it.
THINGS = (
    "helpline",
    "line",
    "centre",
    "foundation",
    "website",
    "page",
    "pages",
    "hub",
    "service",
    "relay",
)
WRITTEN = {page.file: page.body for page in FOUND.pages}
WRITTEN |= {f"step {key}": words for key, words in FOUND.steps.items()}
WRITTEN |= {
    f"app {app.key}, {part}": words
    for app in FOUND.apps.values()
    for part, words in app.fragments().items()
}


def takes_the(name: str) -> bool:
    first, last = name.split()[0], name.split()[-1]
    return last.lower() in THINGS and not first.endswith(("'s", "’s")) and first != "Your"


def wrong_after_the(text: str) -> list[str]:
    wrong, before = [], ""
    for token in every(parse(text)):
        if token.type == "contact" and token.meta["part"] in WITH_NAME:
            name = FOUND.contacts[token.meta["key"]].name
            if before.lower().split(" ")[-2:-1] == ["the"] and not takes_the(name):
                wrong.append(f"the {name}")
        before = token.content if token.type == "text" else ""
    return wrong


@pytest.mark.parametrize("place", WRITTEN)
def test_the_stands_only_before_a_name_that_takes_it(place):
    assert wrong_after_the(WRITTEN[place]) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Call the [[domestic_abuse]].", [f"the {FOUND.contacts['domestic_abuse'].name}"]),
        ("The [[snapchat_safety.url]] say more.", ["the Snapchat's pages on safety"]),
        ("Go to the [[childline]].", ["the Childline"]),
        ("Call the [[rph]] or [[childline]].", []),
        ("Then breathe. [[childline]] is there.", []),
    ],
)
def test_a_wrong_the_is_found(text, wrong):
    assert wrong_after_the(text) == wrong
