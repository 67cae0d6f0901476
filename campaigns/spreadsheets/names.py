"""Places, officers and topics as spreadsheets call them.

What is not known for certain is never taken: a person chooses from suggestions.
"""

import difflib
from collections import defaultdict

from campaigns.models import Campaign, Membership, Place, PlaceAlias, Topic
from campaigns.places.aliases import as_alias, cut, own_names
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.names import compared, names_of_place

MOST_SUGGESTED = 5
LEAST_ALIKE = 0.55
LETTERS_OFF = 0.85

ONLINE = compiled(
    r"\b(?:online|on line|virtual|zoom|ms teams|microsoft teams|teams|webinar|webex|google meet)\b"
)
RANKS = compiled(
    r"^(?:(?:pc|dc|sgt|sergeant|ds|insp|inspector|di|officer|constable|mr|mrs|ms|miss|dr)\.? )+"
)
BETWEEN_NAMES = compiled(r" ?(?:[/,;&+]| and ) ?")


class KnownPlaces:
    """The places of a campaign by all that they are called: by themselves, and by what somebody
    said of an earlier file.

    A name that two places bear is not enough to know one, whatever was said of it before.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.places = {
            place.pk: place
            for place in Place.objects.filter(campaign=campaign).select_related("area")
        }
        self.named: dict[str, set[int]] = defaultdict(set)
        for place in self.places.values():
            for words in own_names(place):
                self.named[words].add(place.pk)
        self.aliases: dict[str, int] = dict(
            PlaceAlias.objects.filter(campaign=campaign).values_list("words", "place_id")
        )

    def called(self, name: str) -> Place | None:
        _, found = self._bearers(name)
        return self.places[next(iter(found))] if len(found) == 1 else None

    def is_shared(self, name: str) -> bool:
        return len(self._bearers(name)[1]) > 1

    def remembered(self, name: str) -> str:
        """The words by which a place is known only because somebody said so; empty for others."""
        words, _ = self._bearers(name)
        return "" if words in self.named else words

    def can_be_remembered(self, name: str) -> bool:
        """Not when other files may mean another place by it: "St Mary's", where several have names
        that are this or begin with it.
        """
        words, found = as_alias(name), self._bearers(name)[1]
        return bool(words) and len(found | self._begun(words)) < 2

    def _bearers(self, name: str) -> tuple[str, set[int]]:
        """As it is written there and, of a school that is said to be RC, as it may stand on our
        list.
        """
        for words in filter(None, map(cut, names_of_place(name))):
            said = {self.aliases[words]} & self.places.keys() if words in self.aliases else set()
            if found := self.named.get(words, set()) | said:
                return words, found
        return "", set()

    def _begun(self, words: str) -> set[int]:
        begun = [pks for known, pks in self.named.items() if known.startswith(f"{words} ")]
        return {pk for pks in begun for pk in pks}

    def _nearly_begun(self, words: str) -> list[str]:
        """The names whose first words are these, or a letter or two off: "Berryhil"."""
        begun = defaultdict(list)
        for known in self.named:
            begun[" ".join(known.split()[: len(words.split())])].append(known)
        near = difflib.get_close_matches(words, list(begun), n=MOST_SUGGESTED, cutoff=LETTERS_OFF)
        return [known for beginning in near for known in begun[beginning]]

    def suggested(self, name: str) -> list[Place]:
        """All that bear it, and then the most alike.

        It looks at every name, so it is for the few that a page asks about.
        """
        words, borne = as_alias(name), sorted(self._bearers(name)[1])
        if not words:
            return []
        alike = difflib.get_close_matches(
            words, list(self.named), n=MOST_SUGGESTED * 2, cutoff=LEAST_ALIKE
        )
        begun = [known for known in self.named if words.startswith(f"{known} ")]
        said = [*self._nearly_begun(words), *begun, *alike]
        found = [*borne, *(pk for known in said for pk in sorted(self.named[known]))]
        most = max(MOST_SUGGESTED, len(borne))
        return [self.places[pk] for pk in dict.fromkeys(found)][:most]


def is_online(text: str) -> bool:
    return bool(ONLINE.search(text.casefold()))


class KnownOfficers:
    """By name or e-mail address, in the team now or before.

    And by what logs write of a name, when only one bears it: without the rank, the surname, and
    initials before that.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.known: dict[str, set[Membership]] = defaultdict(set)
        for member in (
            Membership.objects.filter(campaign=campaign)
            .exclude(role=Membership.Role.VIEWER)
            .select_related("user")
        ):
            for words in {*officer_names(member.user.name), member.user.email.casefold()}:
                self.known[words].add(member)

    def called(self, text: str) -> tuple[list[Membership], list[str]]:
        """Those who are known, and the names that are not."""
        found, unknown = [], []
        for name in filter(None, map(str.strip, BETWEEN_NAMES.split(text))):
            members = self._bearers(name.casefold())
            if len(members) == 1:
                found += [member for member in members if member not in found]
            else:
                unknown.append(name)
        return found, unknown

    def _bearers(self, name: str) -> set[Membership]:
        """As it is written: a team may write the rank too. Else as it is without one."""
        bare = RANKS.sub("", name)
        said = (name, compared(name), bare, compared(bare))
        return next((self.known[words] for words in said if words in self.known), set())


def officer_names(name: str) -> set[str]:
    """All by which a log may mean whoever has this name."""
    *given, surname = RANKS.sub("", " ".join(name.casefold().split())).split()
    initials = [word[0] for word in compared(" ".join(given)).split()]
    begun = {" ".join(given), *initials[:1], " ".join(initials), "".join(initials), ""}
    return {compared(name), *(compared(f"{words} {surname}") for words in begun)}


class KnownTopics:
    """Those that are retired too: an old log names them."""

    def __init__(self, campaign: Campaign) -> None:
        self.topics = {
            compared(topic.name): topic for topic in Topic.objects.filter(campaign=campaign)
        }

    def called(self, text: str) -> list[Topic]:
        """By the whole name, or all whose names stand in the cell."""
        said = compared(text)
        if said in self.topics:
            return [self.topics[said]]
        return [topic for name, topic in self.topics.items() if f" {name} " in f" {said} "]
