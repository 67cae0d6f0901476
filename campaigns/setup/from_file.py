"""Sets a programme up from what a file says. It adds what is missing and changes nothing that is
there, so it may be run again; all of it is done or nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Campaign, CarriedFigure, Membership, Partner, Topic
from campaigns.people.members import add_member, is_member
from campaigns.places.councils import council_called
from campaigns.places.save import save_schools
from campaigns.places.save_holidays import save_holidays
from campaigns.places.schools_file import read_schools
from campaigns.places.term_dates_file import read_term_dates
from campaigns.programme.begin import add_campaign
from campaigns.programme.details import set_team_details
from campaigns.programme.figures import set_carried_figure
from campaigns.programme.lists import Named, add_named, add_suggested
from campaigns.setup.file import TABLES, BadFile, Tables
from campaigns.talks.kind_deeds import add_suggested_kinds
from campaigns.talks.suggested_kinds import suggestions_for
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.reading.names import compared

Done = TypeVar("Done")

MOST_BAD_ROWS = 20


@transaction.atomic
def set_up_from(
    tables: Tables, *, folder: Path, today: date, tell: bool = True, may_be_another: bool = False
) -> Membership:
    """`folder` is where the file stands: the lists that it names are looked for beside it."""
    campaign = named("campaign", lambda: the_campaign(tables["campaign"], may_be_another))
    if tables["carried"] and not CarriedFigure.objects.filter(campaign=campaign).exists():
        said: dict[str, Any] = {"ends_on": None, **tables["carried"]}
        named("carried", lambda: set_carried_figure(campaign=campaign, by=None, **said))
    named("team", lambda: fill_details(campaign, tables["team"], today))
    named("topics", lambda: add_all(Topic, campaign, tables["topics"]))
    named("partners", lambda: add_all(Partner, campaign, tables["partners"]))
    named("talks", lambda: add_kinds(campaign, tables["talks"]))
    files = tables["files"]
    if "schools" in files:
        named("files.schools", lambda: add_schools(campaign, folder / files["schools"], today))
    if "holidays" in files:
        named("files.holidays", lambda: add_holidays(campaign, folder / files["holidays"]))
    return named("administrator", lambda: the_administrator(campaign, tell, tables))


def named(key: str, deed: Callable[[], Done]) -> Done:
    try:
        return deed()
    except ValidationError as refused:
        raise BadFile(*lines_of(key, refused)) from None
    except Unreadable as problem:
        raise BadFile(f"{key}: {problem}") from None


def lines_of(part: str, refused: ValidationError) -> Iterator[str]:
    by_key = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    for key, messages in by_key.items():
        name = f"{part}.{key}" if key in TABLES.get(part, ()) else part
        yield from (f"{name}: {words}" for words in messages)


def the_campaign(said: dict[str, Any], may_be_another: bool) -> Campaign:
    if found := Campaign.objects.filter(name__iexact=said["name"].strip()).first():
        return found
    there = Campaign.objects.first()
    if there and not may_be_another:
        raise ValidationError(
            {
                "name": f"{there} is here, and no campaign is called {said['name']}. Write "
                "the name of the one that is meant, or say --another-campaign to make a second one."
            }
        )
    areas = [council_called(area) for area in said["areas"]]
    return add_campaign(**(said | {"areas": areas}))


def fill_details(campaign: Campaign, said: dict[str, str], today: date) -> None:
    """Only what is empty."""
    empty: Any = {column: value for column, value in said.items() if not getattr(campaign, column)}
    set_team_details(campaign=campaign, by=None, today=today, **empty)


def add_all(model: type[Named], campaign: Campaign, said: dict[str, Any]) -> None:
    if said.get("suggested"):
        add_suggested(model, campaign=campaign, by=None)
    there = set(
        map(compared, model.objects.filter(campaign=campaign).values_list("name", flat=True))
    )
    for name in said.get("names", ()):
        if compared(name) not in there:
            there.add(compared(name))
            add_named(model, campaign=campaign, name=name, by=None)


def add_kinds(campaign: Campaign, said: dict[str, Any]) -> None:
    if said.get("suggested"):
        chosen = {each.kind.slug for each in suggestions_for(campaign)}
        add_suggested_kinds(campaign=campaign, chosen=chosen, by=None)


def add_schools(campaign: Campaign, path: Path, today: date) -> None:
    own_areas = frozenset(campaign.areas.values_list("name", flat=True))
    file = read_schools(path, only_areas=own_areas)
    refuse_bad(path, file.bad)
    save_schools(campaign=campaign, file=file, file_name=path.name, by=None, today=today)


def add_holidays(campaign: Campaign, path: Path) -> None:
    file = read_term_dates(path)
    refuse_bad(path, file.bad)
    save_holidays(holidays=file.holidays, campaigns=[campaign], file_name=path.name)


def refuse_bad(path: Path, bad: tuple[object, ...]) -> None:
    if bad:
        first = "; ".join(str(row) for row in bad[:MOST_BAD_ROWS])
        raise Unreadable(f"{path} has {len(bad):,} bad rows: {first}")


def the_administrator(campaign: Campaign, tell: bool, tables: Tables) -> Membership:
    said = tables["administrator"]
    if is_member(campaign=campaign, email=said["email"]):
        return Membership.objects.select_related("user").get(
            campaign=campaign, user__email__iexact=said["email"]
        )
    role = Membership.Role.ADMINISTRATOR
    return add_member(campaign=campaign, role=role, tell=tell, **said)
