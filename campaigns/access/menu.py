"""What the menu shows is kept in the sign-in, so that pages of one's own account have it too.

It opens nothing: each page asks for itself.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from django.contrib.sessions.backends.base import SessionBase
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.access import permissions as may
from campaigns.models import Membership

MENU = "menu"  # in the session: the names of the links
MOST_ON_A_PHONE = 3  # beside "More", in one line of 360 pixels


@dataclass(frozen=True)
class Link:
    """`current` is what a browser is told: "page" for the page itself, "true" for one below it."""

    name: str
    words: str
    may: Callable[[Membership], bool] = may.may_read
    href: str = ""
    current: str = ""

    @property
    def mark(self) -> SafeString:
        return format_html(' aria-current="{}"', self.current) if self.current else SafeString("")


@dataclass(frozen=True)
class Menu:
    """`wide` stand in the row of a wide screen, and first under "More" on a phone. The style knows
    them by where they stand: a class for each would cost the log's page too much.
    """

    row: Sequence[Link]
    wide: Sequence[Link]
    more: Sequence[Link]


def proposes(member: Membership) -> bool:
    return may.may_log(member) and not may.may_correct(member)


HOME = "campaigns:home"
ROW = (
    Link(HOME, "Today"),
    Link("campaigns:session_log", "Log a session", may.may_log),
    Link("campaigns:session_list", "Sessions"),
    Link("campaigns:talk_list", "Talks", may.may_see_talks),
    Link("campaigns:team_reach", "Reach"),
)
MORE = (
    Link("campaigns:week", "The week", may.may_see_week),
    Link("campaigns:correction_mine", "My corrections", proposes),
    Link("campaigns:correction_list", "Corrections", may.may_correct),
    Link("campaigns:duplicate_list", "Possible duplicates", may.may_merge),
    Link("campaigns:import_list", "Import spreadsheets", may.may_import),
    Link("campaigns:place_list", "Places", may.may_keep_programme),
    Link("campaigns:mail_list", "E-mails", may.may_run_queue),
    Link("campaigns:audit", "Audit trail", may.may_see_audit),
    Link("campaigns:people", "People", may.may_keep_people),
    Link("campaigns:settings", "Settings", may.may_keep_programme),
)
ACCOUNT = Link("my_account", "My account")


def note_menu(session: SessionBase, member: Membership) -> None:
    shown = [link.name for link in (*ROW, *MORE) if link.may(member)]
    if session.get(MENU) != shown:
        session[MENU] = shown


def menu_at(path: str, shown: Collection[str]) -> Menu:
    """Before the first page of the team, a sign-in has none but what everybody may see."""
    by_all = {link.name for link in ROW if link.may is may.may_read}
    links = _here(path, [link for link in (*ROW, *MORE) if link.name in (shown or by_all)])
    row = [link for link in links if link.name in {one.name for one in ROW}]
    more = [link for link in links if link not in row]
    account = _here(path, [ACCOUNT])
    if not more:
        return Menu([*row, *account], [], [])
    return Menu(row[:MOST_ON_A_PHONE], row[MOST_ON_A_PHONE:], [*more, *account])


def _here(path: str, links: Sequence[Link]) -> list[Link]:
    """With their addresses. Of a page that is in no menu, the one that it is below is current."""
    found = [replace(link, href=_address(link.name)) for link in links]
    return [replace(link, current=_current(link, path)) for link in found if link.href]


def _current(link: Link, path: str) -> str:
    if link.href == path:
        return "page"
    return "true" if link.name != HOME and path.startswith(link.href) else ""


def _address(name: str) -> str:
    """Nothing is drawn while there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
