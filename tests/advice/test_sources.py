"""What stands behind a page is the service itself, a public body, the police, a charity, a college,
the law or the press: never a blog.
"""

import re

import pytest

from advice.library import library
from advice.plans import FILE as PLANS

# Publishers that no page, plan or figure may rest on: blogs, pages that a machine wrote, shops,
# forums, lists of unknown origin, and copies where the first hand can be named instead. What only
# they say is said as not confirmed.
NO_SOURCE = (
    "AboutCookies",
    "alfintech",
    "Azurka",
    "blogup",
    "Brett Wilson",
    "Brodies",
    "bytecurate",
    "camsforeplay",
    "Chuks Guide",
    "Collaborative Family Solutions",
    "Cyber and IT Supervisory Forum",
    "Cybercrimes Resource",
    "DocsBay",
    "IRIS Merlin",
    "knowtechmag",
    "lavx",
    "linksdude",
    "luke.lol",
    "Makwanas",
    "Manuals.support",
    "Metafilter",
    "NewsDefused",
    "NoypiGeeks",
    "One Minute Briefs",
    "OramCA",
    "OreateAI",
    "PanicStation",
    "playcrazygame",
    "Public helpline list",
    "Public listing",
    "Reddit users",
    "slipsum",
    "Sonder",
    "SoylentNews",
    "splicedonline",
    "Swipe Insight",
    "tbzguru",
    "techminis",
    "TechnicalTerrence",
    "techxmedia",
    "telegrama-wiki",
    "The Deep Dive",
    "TheHowToDo",
    "TheTechy",
    "transgendence",
    "UKPOL",
    "US law firm",
    "vLex",
    "White Hatter",
)

FOUND = library()
CITED = {page.file: page.sources for page in FOUND.pages}
CITED |= {PLANS: FOUND.plans.sources}
CITED |= {f"figures: {series.key}": series.sources for series in FOUND.figures.values()}


def is_refused(publisher: str) -> bool:
    return any(name.lower() in publisher.lower() for name in NO_SOURCE)


@pytest.mark.parametrize("file", CITED)
def test_no_page_plan_or_figure_rests_on_a_blog(file):
    refused = {code for code in CITED[file] if is_refused(FOUND.sources[code].publisher)}

    assert refused == set()


@pytest.mark.parametrize(
    ("publisher", "refused"),
    [
        ("slipsum; OreateAI", True),
        ("Azurka; AboutCookies", True),
        ("TikTok Support", False),
        ("Police Scotland, in Central FM", False),
    ],
)
def test_a_blog_is_told_by_its_name_also_beside_another(publisher, refused):
    assert is_refused(publisher) == refused


def test_codes_stand_in_order_so_that_none_is_entered_twice():
    keys = [
        (int(re.findall(r"\d+", code)[0]), code.lstrip("R0123456789")) for code in FOUND.sources
    ]

    assert keys == sorted(keys)
