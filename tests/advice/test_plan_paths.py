"""From the first question to a plan: three taps, and nothing told in an address."""

import re

from advice.library import library
from advice.plans import Answers
from tests.advice.plan_pages import PLANS_OF_THE_SITE


def test_every_path_is_walked_by_its_links_and_ends_in_a_plan_after_three_taps(pages):
    """As a person does: from the question about who,
    tapping what the page offers and nothing else.
    """
    reached, waiting = set(), [("/help/", 0)]
    while waiting:
        path, taps = waiting.pop()
        reached.add(path)
        answers = PLANS_OF_THE_SITE.at(path)
        if answers.is_plan:
            assert taps == 3, path
            continue
        choices = re.findall(r'<ul class="tasks">(.*?)</ul>', pages[path], re.DOTALL)
        onward = {link for block in choices for link in re.findall(r'href="(/help/[^"]+)"', block)}
        assert len(onward) >= (2 if "email" in answers.facts else 5), path
        waiting += [(link, taps + 1) for link in onward]

    assert reached == set(pages)


def test_start_page_asks_who_so_that_the_first_tap_is_an_answer():
    page = library().page("start")

    offered = set(re.findall(r"\((/help/[^)]*)\)", page.body))

    assert offered >= {Answers(who).path for who in PLANS_OF_THE_SITE.who}


def test_addresses_and_tabs_say_nothing(pages):
    for path, html in pages.items():
        assert re.fullmatch(r"/help/([a-z]/){0,3}", path)
        assert re.fullmatch(
            r"(Your plan|Who needs help\?|What do they want\?|What has happened\?)( [A-Z ]+)?",
            re.search(r"<title>(.*?)</title>", html)[1],
        )
    assert len({re.search(r"<title>(.*?)</title>", html)[1] for html in pages.values()}) == len(
        pages
    )


def test_no_letter_has_the_meaning_that_it_had_in_an_address_of_before():
    assert {want.letter for want in PLANS_OF_THE_SITE.want} & set("abcdefghijklmn") == set()
