"""The kinds of lines in groups, by which somebody finds one: each kind stands in exactly one."""

from dataclasses import dataclass

from campaigns.history.kinds import CONTACTS, DIARIES, FILES, PEOPLE, SIGN_INS
from campaigns.models import Change

Kind = Change.Kind
ALL_OF = "all:"  # in a filter, before the name of a group


@dataclass(frozen=True)
class Group:
    name: str
    words: str
    kinds: frozenset[Change.Kind]


SESSIONS = frozenset(
    {
        Kind.LOGGED,
        Kind.PLANNED,
        Kind.EDITED,
        Kind.DELIVERED,
        Kind.CANCELLED,
        Kind.REASSIGNED,
        Kind.PROPOSED,
        Kind.CORRECTED,
        Kind.NOT_CORRECTED,
        Kind.VOIDED,
        Kind.RESTORED,
        Kind.MERGED,
        Kind.UNMERGED,
        Kind.IMPORTED,
        Kind.UNDONE,
    }
)
TALKS = frozenset(
    {
        Kind.ASKED,
        Kind.OFFERED,
        Kind.ACCEPTED,
        Kind.REFUSED,
        Kind.DECLINED,
        Kind.ADDRESS_CONFIRMED,
        Kind.OWNED,
        Kind.QUESTION,
        Kind.ANSWERED,
        Kind.NOTED,
        Kind.WAITING,
        Kind.WITHDRAWN,
        Kind.LAPSED,
        Kind.MOVED,
        Kind.MOVE_ASKED,
        Kind.DATE_STAYS,
        Kind.SEEN,
        Kind.LINK_RENEWED,
        Kind.CONTACT_ASKED,
        Kind.CONTACT_CHANGED,
        Kind.MAIL_STOPPED,
    }
)
LISTS = frozenset(
    {
        Kind.ADDED,
        Kind.RENAMED,
        Kind.PUT_RIGHT,
        Kind.REMOVED,
        Kind.RETIRED,
        Kind.TAKEN_UP,
        Kind.CLOSED,
        Kind.REOPENED,
        Kind.JOINED,
        Kind.UPLOADED,
        Kind.SET_UP,
        Kind.RESTORED_BACKUP,
    }
)
GROUPS = (
    Group("sessions", "Sessions and figures", SESSIONS),
    Group("talks", "Talk requests", TALKS),
    Group("contacts", "Contacts seen", CONTACTS),
    Group("files", "Files taken away", FILES),
    Group("people", "People and roles", PEOPLE),
    Group("sign-ins", "Sign-ins and second steps", SIGN_INS),
    Group("diaries", "Diaries", DIARIES),
    Group("lists", "Places, lists and settings", LISTS),
)


def kinds_chosen(value: str) -> frozenset[str]:
    """Of a filter: one kind, or all of a group."""
    if value.startswith(ALL_OF):
        return next(each.kinds for each in GROUPS if each.name == value.removeprefix(ALL_OF))
    return frozenset({value})


def choices_of(*, sees_sign_ins: bool) -> list[tuple[str, object]]:
    """For a select box: the groups with their kinds in the order of the model."""
    shown = [each for each in GROUPS if sees_sign_ins or each.kinds != SIGN_INS]
    found: list[tuple[str, object]] = [("", "All")]
    for group in shown:
        kinds = [(kind.value, kind.label) for kind in Kind if kind in group.kinds]
        if len(kinds) == 1:
            kinds = []  # the group says it
        found.append((group.words, [(ALL_OF + group.name, f"All: {group.words}"), *kinds]))
    return found
