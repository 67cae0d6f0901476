"""No page of the team offers what it then refuses: every link and every form is tried."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction

from campaigns.models import Membership
from tests import factories
from tests.campaigns.access.every_address import address_of, addresses, is_of_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

BROWSER = {"Accept": "text/html"}
OURS = ("/team/", "/accounts/")
NOT_FOLLOWED = {"/accounts/logout/", "/team/set-up/programme/"}
REFUSED = 403
ROW = ["Today", "Log a session", "Sessions", "Talks", "Reach"]
# On a phone the last two of the row stand first under "More".
COORDINATOR = [
    *ROW,
    "Talks",
    "Reach",
    "The week",
    "Corrections",
    "Possible duplicates",
    "Import spreadsheets",
    "Places",
    "E-mails",
    "Audit trail",
]
MENU = {
    "viewer": ["Today", "Sessions", "Reach"],
    "officer": [*ROW, "Talks", "Reach", "The week", "My corrections"],
    "coordinator": [*COORDINATOR, "Settings"],
    "administrator": [*COORDINATOR, "People", "Settings"],
}


class Offers(HTMLParser):
    """What a page offers: the address of each link, form and button, with its method."""

    def __init__(self, page, path):
        super().__init__()
        self.path, self.found, self.method = path, [], "get"
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a" and "href" in given:
            self.found.append(("get", given["href"]))
        if tag == "form":
            self.method = given.get("method", "get")
            self.found.append((self.method, given.get("action") or self.path))
        if given.get("formaction"):
            self.found.append((self.method, given["formaction"]))


def nav_of(page):
    [menu] = re.findall(r'<nav aria-label="Main">(.*?)</nav>', page, re.DOTALL)
    return menu


def menu_of(page):
    return re.findall(r">([^<>]+)</a>", nav_of(page))


class Crawl:
    """Every page that can be reached, and what they offer that is refused."""

    def __init__(self, client, start):
        self.client = client
        self.tried: dict[tuple[str, str], int] = {}
        self.pages: dict[str, str] = {}
        self.refused: list[tuple[str, str, str]] = []
        for address in start:
            self.look(address)
        for path in [*self.pages]:
            self.follow(path)

    def look(self, address):
        """The page is read once, whatever its filters."""
        response = self.client.get(address, headers=BROWSER)
        path = urlsplit(address).path
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 200 and is_page and path not in self.pages:
            self.pages[path] = response.text
            return response.status_code, path
        return response.status_code, ""

    def follow(self, path):
        for method, href in Offers(self.pages[path], path).found:
            address = urldefrag(urljoin(path, href)).url
            if address.startswith(OURS) and urlsplit(address).path not in NOT_FOLLOWED:
                self.attempt(path, method, address)

    def attempt(self, path, method, address):
        new = ""
        if (method, address) not in self.tried:
            with transaction.atomic():
                if method == "get":
                    status, new = self.look(address)
                else:
                    status = self.client.post(address).status_code
                transaction.set_rollback(True)
            self.tried[method, address] = status
        if self.tried[method, address] == REFUSED:
            self.refused.append((path, method, address))
        if new:
            self.follow(new)


def member_of(role, world):
    if role == "viewer":
        return factories.make_member(campaign=world.campaign, role=role, name="Una Shaw")
    if role == "officer":
        return world.officer
    Membership.objects.filter(pk=world.coordinator.pk).update(role=role)
    return world.coordinator


@pytest.mark.parametrize("role", MENU)
def test_nothing_that_a_page_offers_is_refused(client, both, role):
    world = both.ours
    client.force_login(member_of(role, world).user)

    crawl = Crawl(
        client,
        [address_of(name, world) for name, entry in addresses().items() if is_of_team(entry)],
    )

    assert len(crawl.pages) > 5
    assert crawl.refused == []


@pytest.mark.parametrize("role", MENU)
def test_menu_shows_what_the_person_may_do(client, both, role):
    client.force_login(member_of(role, both.ours).user)
    client.get("/team/")

    for address in ("/team/", "/team/sessions/", "/accounts/password/change/"):
        shown = menu_of(client.get(address).text)
        assert [text for text in shown if text != "My account"] == MENU[role]


@pytest.mark.parametrize("role", MENU)
def test_each_link_of_the_menu_opens_and_says_where_one_is(client, both, role):
    client.force_login(member_of(role, both.ours).user)

    hrefs = dict.fromkeys(re.findall(r'href="([^"]+)"', nav_of(client.get("/team/").text)))

    assert len(hrefs) == len({*MENU[role], "My account"})
    for href in hrefs:
        page = client.get(href)
        assert page.status_code == 200, href
        here = re.findall(r'href="([^"]+)" aria-current="page"', nav_of(page.text))
        assert {*here} == {href}


def test_menu_marks_the_list_that_a_page_is_below(client, both):
    client.force_login(both.ours.officer.user)

    page = client.get(f"/team/sessions/{both.ours.delivered.pk}/")

    marked = re.findall(r'href="([^"]+)" aria-current="([^"]+)"', nav_of(page.text))
    assert marked == [("/team/sessions/", "true")]


@pytest.mark.parametrize("role", ["officer", "coordinator", "administrator"])
def test_no_box_cuts_what_is_pasted_into_it(client, both, role):
    """A browser does so in silence. The server says how much is too much."""
    world = both.ours
    client.force_login(member_of(role, world).user)

    pages = {}
    for name, entry in addresses().items():
        if is_of_team(entry):
            response = client.get(address_of(name, world))
            pages[name] = "" if response.streaming else response.text

    assert sum("<input" in page for page in pages.values()) > 5
    assert [name for name, page in pages.items() if "maxlength" in page] == []


def test_menu_follows_a_role_that_changes(client, both):
    client.force_login(both.ours.officer.user)
    client.get("/team/")
    Membership.objects.filter(pk=both.ours.officer.pk).update(role="viewer")

    page = client.get("/team/reach/")

    assert 'href="/team/log/"' not in page.text
