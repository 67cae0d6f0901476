"""What people type, and what the site's own script finds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from advice.library import library
from tests.browser.conftest import watched

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]

URGENT = "/tonight/"
# What people type, and the page that is to come first.
TYPED = {
    "letter to parents": "/for-schools/letter-before/",
    "officer coming to our school": "/for-schools/before/",
    "letter for S2": "/for-schools/letter-s1-s3/",
    "follow up lesson": "/for-schools/lesson-s1-s3/",
    "parents evening": "/for-schools/parents-evening/",
    "staff training": "/for-schools/staff-session/",
    "blackmail": "/what-to-do/",
    "blakmail": "/what-to-do/",
    "Sextortion": "/what-to-do/",
    "sextorsion": "/what-to-do/",
    "they said they would leak my nudes": "/what-to-do/",
    "someone is threatening to post my pictures": "/what-to-do/",
    "ex boyfriend": "/what-to-do/someone-i-know/",
    "she says shes 15": "/what-to-do/age-claim/",
    "police man rang": "/what-to-do/age-claim/",
    "he wants more pics": "/what-to-do/more-pictures/",
    "i sent more": "/what-to-do/sent-more/",
    "they know where i live": "/what-to-do/where-i-live/",
    "joint acount": "/what-to-do/joint-account/",
    "student visa": "/what-to-do/visa/",
    "im not out": "/what-to-do/your-choice/",
    "should i block them": "/what-to-do/block-or-stall/",
    "will i get in trouble": "/what-to-do/trouble/",
    "why me": "/what-to-do/how-long/",
    "hacked": "/what-to-do/my-account/",
    "policeman": "/what-to-do/age-claim/",
    "my boss": "/what-to-do/my-job/",
    "deaf": "/who-can-help/",
    "will my boss find out": "/what-to-do/my-job/",
    "hacked my instagram": "/what-to-do/my-account/",
    "made a group with my friends": "/what-to-do/group/",
    "leak my pics": "/what-to-do/shared/",
    "leaked": "/what-to-do/shared/",
    "revenge porn": "/what-to-do/shared/",
    "nudes": "/take-down/",
    "nuds": "/take-down/",
    "how do i take down a video": "/take-down/",
    "stopncii": "/take-down/",
    "child porn": "/what-to-do/sent-to-me/",
    "i paid": "/what-to-do/paid/",
    "steam card": "/what-to-do/paid/",
    "gift cards": "/what-to-do/paid/",
    "bitcoin": "/what-to-do/paid/",
    "bitcion": "/what-to-do/paid/",
    "i sent them money": "/what-to-do/paid/",
    "snapchat": "/apps/snapchat/",
    "snapchatt": "/apps/snapchat/",
    "snap": "/apps/snapchat/",
    "insta": "/apps/instagram/",
    "ig": "/apps/instagram/",
    "instagarm": "/apps/instagram/",
    "tele": "/apps/telegram/",
    "whats app": "/apps/whatsapp/",
    "only fans": "/apps/adult-sites/",
    "xbox": "/apps/consoles/",
    "x": "/apps/x/",
    "deepfake": "/what-to-do/fake/",
    "ai nudes": "/what-to-do/fake/",
    "recorded me on a video call": "/what-to-do/no-copy/",
    "email says they hacked my webcam": "/what-to-do/email/",
    "10 minutes": "/what-to-do/next-hour/",
    "i am 15": "/what-to-do/under-18/",
    "my son is being blackmailed": "/what-to-do/parent/",
    "my friend is being blackmailed": "/what-to-do/friend/",
    "police": "/report/",
    "they will kill me": "/report/",
    "im scared": "/who-can-help/",
    "clear my history": "/cover-your-tracks/",
    "is it illegal": "/law/",
    "hire a hacker": "/paid-helpers/",
    "blac": "/what-to-do/",
    "NÜDES!": "/take-down/",
}
CRISIS = (
    "kill myself",
    "kil my self",
    "i want to die",
    "end it",
    "suicide",
    "suicde",
    "can’t go on",
    "cant go on",
    "i dont want to live any more",
    "they leaked my nudes and I want to die",
    "I am thinking of ending my life",
    "rather be dead",
    "nothing to live for",
    "not worth living",
    "i dont wanna be here",
    "i give up",
    "nobody would miss me",
    "my life is ruined",
    "never wake up",
)
NOT_CRISIS = ("he said he will kill me", "i did what they said", "diet", "killed the chat")
FIND = """async ([address, texts]) => {
    const { read, search } = await import(document.querySelector("[data-script]").dataset.script);
    const rows = [...document.querySelectorAll("[data-pages] li")];
    const index = read(await (await fetch(address)).json(), rows);
    return texts.map((text) => {
        const { isUrgent, found } = search(index, text);
        return [isUrgent, found.map(({ row }) => row.querySelector("a").pathname)];
    });
}"""
Found = dict[str, tuple[bool, list[str]]]


@pytest.fixture(scope="module")
def found(browser: Browser, untouched: str) -> Iterator[Found]:
    """By the site's own script, for all words of this file and the title of every page."""
    page = watched(browser, untouched, [])
    page.goto("/find/")
    texts = [*TYPED, *CRISIS, *NOT_CRISIS, *(page.title for page in library().pages)]
    yield dict(zip(texts, page.evaluate(FIND, ["/find/words.json", texts]), strict=True))
    page.context.close()


@pytest.mark.parametrize(("typed", "path"), TYPED.items())
def test_what_people_type_brings_the_right_page_first(found, typed, path):
    is_urgent, paths = found[typed]

    assert (is_urgent, paths[:1]) == (False, [path])


@pytest.mark.parametrize("typed", CRISIS)
def test_who_does_not_want_to_live_sees_people_and_the_page_for_it_first(found, typed):
    is_urgent, paths = found[typed]

    assert (is_urgent, paths[:1]) == (True, [URGENT])


@pytest.mark.parametrize("typed", NOT_CRISIS)
def test_other_words_do_not(found, typed):
    assert found[typed][0] is False


def test_every_page_is_found_by_its_title(found):
    pages = [page for page in library().pages if page.path != "/find/"]

    assert [page.path for page in pages if page.path not in found[page.title][1][:3]] == []
