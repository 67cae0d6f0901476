"""What a list of schools says that ours does not: new, changed, renamed, gone, left out."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from campaigns.history.record import differences
from campaigns.models import Campaign, Place
from campaigns.places.schools_file import Note, SchoolFile
from campaigns.places.schools_rows import School
from sextortion_aware.reading.names import compared_place

SECTORS = (Place.Kind.PRIMARY, Place.Kind.SECONDARY, Place.Kind.SPECIAL)
NO_NOTE = Note("")
# How a field of a place is called on the page and in the history; the name is decided on its own.
FIELDS = {
    "seed_code": "Seed code",
    "area": "Council",
    "denomination": "Denomination",
    "roll": "Roll",
    "town": "Town",
    "postcode": "Postcode",
    "latitude": "Latitude",
    "longitude": "Longitude",
}


@dataclass(frozen=True)
class Changed:
    place: Place
    school: School
    fields: Mapping[str, tuple[str, str]]  # name to (before, after), in words


@dataclass(frozen=True)
class Renamed:
    place: Place
    after: str
    note: Note


@dataclass(frozen=True)
class Missing:
    """On our list and not in the file: perhaps closed."""

    place: Place
    note: Note


@dataclass(frozen=True)
class Findings:
    new: tuple[School, ...] = ()
    changed: tuple[Changed, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    missing: tuple[Missing, ...] = ()
    asked: tuple[School, ...] = ()
    unlikely: int = 0  # schools of no council, and nowhere near a place of ours
    closing: tuple[Place, ...] = ()  # that have a last day on our list, though the file has them
    moved_away: tuple[tuple[Place, str], ...] = ()
    unchanged: int = 0
    elsewhere: Mapping[str, int] | None = None

    @property
    def digest(self) -> str:
        """Two of the same words are two of the same findings."""
        words = [
            *(("new", one) for one in self.new),
            *(("changed", one.place.pk, sorted(one.fields.items())) for one in self.changed),
            *(("renamed", one.place.pk, one.place.name, one.after) for one in self.renamed),
            *(("missing", one.place.pk) for one in self.missing),
            *(("asked", one) for one in self.asked),
        ]
        return hashlib.sha256(repr(words).encode()).hexdigest()


def compare(
    *, campaign: Campaign, file: SchoolFile, councils: Mapping[str, str] | None = None
) -> Findings:
    """`councils` says which one each school that is asked about belongs to, by its code or line."""
    there = list(Place.objects.filter(campaign=campaign).select_related("area"))
    known = Known(there)
    asked, schools = [], list(file.schools)
    unlikely = set()
    for school in file.asked:
        place = known.place_of(school)
        council = place.area.name if place else (councils or {}).get(question_of(school), "")
        if council:
            schools.append(replace(school, area=council))
        elif school.seed_code or known.is_near(school):
            asked.append(school)
        else:
            unlikely.add(question_of(school))
    found = known.places_of(schools)
    pairs = [(school, found.get(school.key)) for school in schools]
    changed = [
        Changed(place, school, fields)
        for school, place in pairs
        if place and (fields := changes(place, school))
    ]
    return Findings(
        new=tuple(school for school, place in pairs if place is None),
        changed=tuple(changed),
        renamed=tuple(
            Renamed(place, school.name, file.notes.get(school.seed_code, NO_NOTE))
            for school, place in pairs
            if place and compared_place(place.name) != compared_place(school.name)
        ),
        missing=tuple(missing(there, schools, file, {place.pk for _, place in pairs if place})),
        asked=tuple(asked),
        unlikely=len(unlikely),
        closing=tuple(place for _, place in pairs if place and place.closed_on),
        moved_away=tuple(moved_away(there, file)),
        unchanged=sum(place is not None for _, place in pairs) - len(changed),
        elsewhere=schools_elsewhere(file),
    )


def schools_elsewhere(file: SchoolFile) -> dict[str, int]:
    """By council. An all-through school has two rows and is one school."""
    with_code = {(area, code) for area, code in file.elsewhere if code}
    areas = [area for area, _ in with_code] + [area for area, code in file.elsewhere if not code]
    return dict(sorted(Counter(areas).items()))


def described(place: Place) -> str:
    """An all-through school is two places of one name."""
    return f"{place.label}, {place.get_kind_display().lower()}"


def question_of(school: School) -> str:
    """An all-through school is asked about once."""
    return school.seed_code or f"line{school.line}"


class Known:
    """Our places, as a list names them: by code and sector, or without a code by the name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_code: dict[tuple[str, str], Place] = {}
        self.area_of_code: dict[str, Place] = {}
        self.by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self.districts: set[str] = set()
        for place in places:
            if place.seed_code:
                self.by_code[place.seed_code, place.kind] = place
                self.area_of_code[place.seed_code] = place
            self.by_name[place.kind, compared_place(place.name)].append(place)
            self.districts.add(place.postcode.partition(" ")[0])
        self.districts.discard("")

    def place_of(self, school: School) -> Place | None:
        """Whose council is known; an all-through school may have one of its sectors only."""
        if school.seed_code:
            return self.area_of_code.get(school.seed_code)
        return self.called(school)

    def called(self, school: School) -> Place | None:
        """The one of its name without another code: in its council and town, or at its postcode."""
        named = [
            place
            for place in self.by_name[school.kind, compared_place(school.name)]
            if not place.seed_code and is_where(place, school)
        ]
        return named[0] if len(named) == 1 else None

    def places_of(self, schools: Iterable[School]) -> dict[tuple[str, str], Place]:
        """No place is two schools: where two lay claim to one, it is neither."""
        claims: dict[int, list[School]] = defaultdict(list)
        found = {}
        for school in schools:
            place = self.by_code.get(school.key) if school.seed_code else None
            place = place or self.called(school)
            if place:
                claims[place.pk].append(school)
                found[school.key] = place
        return {key: place for key, place in found.items() if len(claims[place.pk]) == 1}

    def is_near(self, school: School) -> bool:
        """A register of all Scotland names no council: we ask only where we have places at all."""
        return not self.districts or school.postcode.partition(" ")[0] in self.districts


def is_where(place: Place, school: School) -> bool:
    if school.area and school.area != place.area.name:
        return False
    if place.postcode and school.postcode and place.postcode == school.postcode:
        return True
    same_town = compared_place(place.town) == compared_place(school.town)
    return bool(school.area) and same_town


def values_of(school: School, place: Place | None = None) -> dict[str, object]:
    """What the list knows. A cell or column that is empty says nothing, so it takes nothing away;
    a town that is guessed from an address is for a new place only.
    """
    said = {name: getattr(school, name) for name in FIELDS}
    if place and school.town_is_a_guess:
        said.pop("town")
    return {name: value for name, value in said.items() if value not in (None, "")}


def changes(place: Place, school: School) -> dict[str, tuple[str, str]]:
    after = values_of(school, place)
    before = {name: getattr(place, name) for name in FIELDS} | {"area": place.area.name}
    if compared_place(place.town) == compared_place(school.town):
        after.pop("town", None)
    different = differences(before, after)
    return {FIELDS[name]: pair for name, pair in different.items()}


def missing(
    there: Iterable[Place], schools: Iterable[School], file: SchoolFile, found: set[int]
) -> Iterable[Missing]:
    """Only of councils and sectors that the list is about, and never for want of a good row."""
    about = {(school.area, school.kind.value) for school in schools if school.seed_code}
    for place in there:
        if (
            place.pk not in found
            and place.seed_code
            and place.seed_code not in file.codes
            and place.closed_on is None
            and (place.area.name, place.kind) in about
        ):
            yield Missing(place, file.notes.get(place.seed_code, NO_NOTE))


def moved_away(there: Iterable[Place], file: SchoolFile) -> Iterable[tuple[Place, str]]:
    areas = {code: area for area, code in file.elsewhere if code}
    for place in there:
        if place.seed_code in areas and areas[place.seed_code] != place.area.name:
            yield place, areas[place.seed_code]


def closing_day(note: Note, file: SchoolFile, *, today: date) -> date:
    """For a school that a person closes without a day: what the list says, or the list's own."""
    return note.closed_on or file.day or today
