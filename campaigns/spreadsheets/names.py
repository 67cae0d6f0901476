"""Places, officers and topics as spreadsheets call them.

What is not known for certain is never taken: a person chooses from suggestions.
"""

import difflib
from collections import defaultdict

from campaigns.models import Campaign, Membership, Place, PlaceAlias, Topic
from campaigns.places.aliases import as_alias, cut
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.names import compared, names_of_place

MOST_SUGGESTED = 5
LEAST_ALIKE = 0.55

ONLINE = compiled(
    r"\b(?:online|on line|virtual|zoom|ms teams|microsoft teams|teams|webinar|webex|google meet)\b"
)
RANKS = compiled(
    r"^(?:(?:pc|dc|sgt|sergeant|ds|insp|inspector|di|officer|constable|mr|mrs|ms|miss|dr)\.? )+"
)
BETWEEN_NAMES = compiled(r" ?(?:[/,;&+]| and ) ?")


class KnownPlaces:
    """The places of a campaign by all that they are called.

    A name that two places bear is not enough to know one.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.places = {
            place.pk: place
            for place in Place.objects.filter(campaign=campaign).select_related("area")
        }
        self.named: dict[str, set[int]] = defaultdict(set)
        for place in self.places.values():
            for name in (place.name, f"{place.name} {place.town}", place.label):
                self.named[as_alias(name)].add(place.pk)
        self.aliases: dict[str, int] = dict(
            PlaceAlias.objects.filter(campaign=campaign).values_list("words", "place_id")
        )

    def called(self, name: str) -> Place | None:
        for words in map(cut, names_of_place(name)):
            if words in self.aliases:
                return self.places.get(self.aliases[words])
            if found := self.named.get(words):
                return self.places[next(iter(found))] if len(found) == 1 else None
        return None

    def suggested(self, name: str) -> list[Place]:
        """The most alike first.

        It looks at every name, so it is for the few that a page asks about.
        """
        words = as_alias(name)
        alike = (
            difflib.get_close_matches(
                words, list(self.named), n=MOST_SUGGESTED * 2, cutoff=LEAST_ALIKE
            )
            if words
            else []
        )
        begun = [
            known
            for known in self.named
            if words and (known.startswith(f"{words} ") or words.startswith(f"{known} "))
        ]
        found = [
            pk
            for known in [*(self.named.keys() & {words}), *begun, *alike]
            for pk in sorted(self.named[known])
        ]
        return [self.places[pk] for pk in dict.fromkeys(found)][:MOST_SUGGESTED]


def is_online(text: str) -> bool:
    return bool(ONLINE.search(text.casefold()))


class KnownOfficers:
    """By name or e-mail address, in the team now or before; by surname when only one bears it."""

    def __init__(self, campaign: Campaign) -> None:
        self.known: dict[str, set[Membership]] = defaultdict(set)
        for member in (
            Membership.objects.filter(campaign=campaign)
            .exclude(role=Membership.Role.VIEWER)
            .select_related("user")
        ):
            name, email = member.user.name, member.user.email
            for words in {*map(compared, (name, name.split()[-1])), email.casefold()}:
                self.known[words].add(member)

    def called(self, text: str) -> tuple[list[Membership], list[str]]:
        """Those who are known, and the names that are not."""
        found, unknown = [], []
        for name in (part.strip() for part in BETWEEN_NAMES.split(text)):
            bare = RANKS.sub("", name.casefold())
            members = self.known.get(bare, self.known.get(compared(bare), set()))
            if len(members) == 1:
                found += [member for member in members if member not in found]
            elif bare:
                unknown.append(name)
        return found, unknown


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
