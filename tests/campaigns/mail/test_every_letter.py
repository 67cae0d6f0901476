"""What holds for each letter that the site can write: one set of words in plain text and in HTML,
one button, no secret to be seen, nothing from outside, and the way to the team.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from campaigns.mail import letters
from campaigns.mail.letter import with_link
from campaigns.mail.links import link_for_mail
from campaigns.mail.parts import UNMARKED
from tests.campaigns.mail.every_letter import (
    EVERY_LETTER,
    HOURS,
    NAME,
    NUMBER,
    OF_SCHOOLS,
    give_details,
)
from tests.campaigns.mail.told import a_talk
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db

WORDS = Path(__file__).parents[3] / "templates" / "emails"
PARTS = {"base", "from_us", "parts_before", "parts_door", "parts_when"}
HOST = "127.0.0.1:8000"
ADDRESS = re.compile(r"https?://\S+")


class Read(HTMLParser):
    """The words that are seen, also without those of our links; and the links."""

    def __init__(self, html):
        super().__init__()
        self.seen, self.beside, self.links, self.hidden, self.ours = "", "", [], 0, False
        self.feed(html)
        self.words, self.beside = " ".join(self.seen.split()), " ".join(self.beside.split())

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("title", "style")
        if tag == "a":
            self.links.append((dict(attrs)["href"], dict(attrs)["class"]))
            self.ours = dict(attrs)["href"].startswith("http")
        self.handle_data(" ")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("title", "style")
        self.ours = self.ours and tag != "a"
        self.handle_data(" ")

    def handle_data(self, data):
        self.seen += "" if self.hidden else data
        self.beside += "" if self.hidden or self.ours else data


@pytest.fixture(params=EVERY_LETTER)
def letter(request):
    make_campaign()
    give_details()
    return EVERY_LETTER[request.param]()


def test_every_template_has_its_letters_here():
    templates = {path.stem for path in WORDS.glob("*.txt")} - PARTS

    assert templates == {name.partition(",")[0] for name in EVERY_LETTER} - {"test"}


def test_words_of_the_html_are_those_of_the_text(letter):
    """Each address is said in words there; the head says who writes and what about."""
    read = Read(letter.html)
    said = read.beside.partition(f" {letter.subject} ")[2].replace("Or follow this link: ", "")
    text = " ".join(ADDRESS.sub("", letter.text).replace("\n- ", "\n").split())
    for fact in re.findall(r"^([A-Z][^:\n]{0,29}): ", letter.text, re.M):
        said, text = (words.replace(f"{fact}:", fact) for words in (said, text))

    assert said == text
    assert {href for href, _ in read.links if href.startswith("http")} == {
        *ADDRESS.findall(letter.text)
    }


def test_first_link_is_the_only_button_and_says_what_it_does(letter):
    read = Read(letter.html)
    http = [(href, look) for href, look in read.links if href.startswith("http")]

    assert [look for _, look in http].count("button") == min(len(http), 1)
    assert http[:1] == [(href, "button") for href in ADDRESS.findall(letter.text)[:1]]
    assert f">{UNMARKED}<" not in letter.html
    assert "](" not in letter.text + read.words


def test_no_address_is_seen_in_the_html_but_the_host(letter):
    read = Read(letter.html)

    assert not re.findall(r"https?:|/t/|/accounts/", read.words)
    for href, _ in read.links:
        if href.startswith("http"):
            assert href not in read.words
            assert f" on {HOST}" in read.words
            longest = max(href.split("/"), key=len)
            assert len(longest) < 20 or longest not in read.words


def test_html_opens_nothing_and_asks_nobody(letter):
    assert not re.findall(
        r"<(?:img|link|script|iframe|form|object|svg)|src=|url\(|@import|@font-face|flex|grid",
        letter.html,
    )
    wanted = ('role="presentation"', 'name="color-scheme"', "prefers-color-scheme: dark")
    assert [words for words in wanted if words not in letter.html] == []
    assert letter.html.count("<!--[if") == letter.html.count("endif]") == 3
    assert len(letter.html.encode()) < 20_000  # Gmail cuts at 102 kB


def test_letter_has_number_and_hours_in_both_halves(letter):
    read = Read(letter.html)

    assert letter.text.endswith(
        "not sure that this e-mail is from us? "
        f"Call us. Our number also stands on {HOST}/talks/\n\n"
        f"{NAME}\nSextortion Aware\nTelephone: {NUMBER} ({HOURS})\n"
    )
    assert read.words.endswith(f"Telephone: {NUMBER} ({HOURS})")
    assert read.links[-1] == ("tel:01698555010", "link")
    assert read.words.startswith(NAME)


@pytest.mark.parametrize("name", EVERY_LETTER)
def test_letter_of_a_team_without_a_number_names_its_address(name):
    letter = EVERY_LETTER[name]()

    read = Read(letter.html)
    assert "Ask us: team@demo.example\n\nSextortion Aware\n" in letter.text
    assert "Telephone:" not in letter.text + letter.html
    assert read.links[-1] == ("mailto:team@demo.example", "link")
    assert read.words.startswith("Sextortion Aware")


@pytest.mark.parametrize("name", OF_SCHOOLS)
def test_new_link_takes_the_place_of_the_old_one_in_both_halves(name):
    letter = OF_SCHOOLS[name]()
    old, new = link_for_mail(letter.talk_request), f"http://{HOST}/t/new/"

    text, html = with_link(letter.text, new), with_link(letter.html, new)

    assert old not in text + html
    assert (text.replace(new, old), html.replace(new, old)) == (letter.text, letter.html)
    assert text.count(new) == letter.text.count(old)
    assert html.count(f'href="{new}"') == html.count(new) == letter.html.count(old)


@pytest.mark.parametrize("name", OF_SCHOOLS)
def test_head_says_what_it_is_about(name):
    letter = OF_SCHOOLS[name]()
    talk = letter.talk_request

    head = Read(letter.html).words.partition(f" {letter.subject} ")[0]
    about = f"{talk.place_label} Talk: {talk.topic.name} Reference: {talk.reference}"
    assert head == f"Sextortion Aware {about}"
    is_now = f"{talk.merged_into.reference} now" if talk.merged_into else talk.reference
    assert f"Your reference is {is_now}." in letter.text


def test_head_of_the_first_letter_says_of_the_place_only_what_is_on_our_list():
    talk = a_talk(state="unconfirmed", place=None, unlisted_place="Spam", unlisted_town="Town")

    head = Read(letters.receipt(talk).html).words.partition(" Please ")[0]

    assert head == "Sextortion Aware Talk: Sextortion Reference: BCD2345"


def test_number_stands_on_the_page_that_every_letter_names(client, letter):
    assert NUMBER in client.get("/talks/").content.decode()
