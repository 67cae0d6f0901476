"""Sets a programme up from what a file says. It adds what is missing and changes nothing that is
there, so it may be run again; all of it is done or nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, CarriedFigure, Change, Membership, Partner, Topic
from campaigns.people.members import add_member, is_member
from campaigns.places.councils import council_called
from campaigns.places.save import save_schools
from campaigns.places.save_holidays import save_holidays
from campaigns.places.schools_file import UnreadableFile, read_schools
from campaigns.places.term_dates_file import read_term_dates
from campaigns.programme.begin import add_campaign
from campaigns.programme.figures import set_carried_figure
from campaigns.programme.lists import Named, add_named
from campaigns.setup.file import BadFile, Tables

Done = TypeVar("Done")

# Each with whether it is taught in lessons only
SUGGESTED_TOPICS = {
    "Child sexual exploitation": True,
    "Cyberbullying": False,
    "Radicalisation": False,
    "Sextortion": True,
    "Staying safe online": False,
}
SUGGESTED_PARTNERS = ("National Crime Agency", "CEOP", "UK Safer Internet Centre")
MOST_BAD_ROWS = 20


@transaction.atomic
def set_up_from(tables: Tables, *, folder: Path, tell: bool = True) -> Membership:
    """`folder` is where the file stands: the lists that it names are looked for beside it."""
    campaign = named("campaign", lambda: the_campaign(tables["campaign"]))
    if tables["carried"] and not CarriedFigure.objects.filter(campaign=campaign).exists():
        said: dict[str, Any] = {"ends_on": None, **tables["carried"]}
        named("carried", lambda: set_carried_figure(campaign=campaign, by=None, **said))
    named("team", lambda: fill_details(campaign, tables["team"]))
    add_all(Topic, campaign, tables["topics"])
    add_all(Partner, campaign, tables["partners"])
    files = tables["files"]
    if "schools" in files:
        named("files.schools", lambda: add_schools(campaign, folder / files["schools"]))
    if "holidays" in files:
        named("files.holidays", lambda: add_holidays(folder / files["holidays"]))
    return named("administrator", lambda: the_administrator(campaign, tell, tables))


def named(key: str, deed: Callable[[], Done]) -> Done:
    try:
        return deed()
    except ValidationError as refused:
        raise BadFile(*(f"{key}: {words}" for words in refused.messages)) from None
    except UnreadableFile as problem:
        raise BadFile(f"{key}: {problem}") from None


def the_campaign(said: dict[str, Any]) -> Campaign:
    found = Campaign.objects.filter(name=said["name"]).first()
    areas = [council_called(area) for area in said["areas"]]
    return found or add_campaign(**(said | {"areas": areas}))


def fill_details(campaign: Campaign, said: dict[str, str]) -> None:
    empty = {column: value for column, value in said.items() if not getattr(campaign, column)}
    before = {column: getattr(campaign, column) for column in empty}
    for column, value in empty.items():
        setattr(campaign, column, value)
    campaign.full_clean()
    if fields := differences(before, empty):
        campaign.save(update_fields=list(empty))
        kind = Change.Kind.PUT_RIGHT
        record_deed(campaign=campaign, kind=kind, about="Team’s details", by=None, fields=fields)


def add_all(model: type[Named], campaign: Campaign, said: dict[str, Any]) -> None:
    is_topic = issubclass(model, Topic)
    suggested: dict[str, bool] = (
        SUGGESTED_TOPICS if is_topic else dict.fromkeys(SUGGESTED_PARTNERS, False)
    )
    wanted = [*(suggested if said.get("suggested") else ()), *said.get("names", ())]
    rows = model.objects.filter(campaign=campaign)
    there = {name.casefold() for name in rows.values_list("name", flat=True)}
    for name in wanted:
        if name.casefold() in there:
            continue
        there.add(name.casefold())
        more = {"class_size_only": suggested.get(name, False)} if is_topic else {}
        add_named(model, campaign=campaign, name=name, by=None, **more)


def add_schools(campaign: Campaign, path: Path) -> None:
    own_areas = frozenset(campaign.areas.values_list("name", flat=True))
    file = read_schools(path, only_areas=own_areas)
    refuse_bad(path, file.bad)
    save_schools(campaign=campaign, schools=file.schools)


def add_holidays(path: Path) -> None:
    file = read_term_dates(path)
    refuse_bad(path, file.bad)
    save_holidays(holidays=file.holidays)


def refuse_bad(path: Path, bad: tuple[object, ...]) -> None:
    if bad:
        first = "; ".join(str(row) for row in bad[:MOST_BAD_ROWS])
        raise UnreadableFile(f"{path} has {len(bad):,} bad rows: {first}")


def the_administrator(campaign: Campaign, tell: bool, tables: Tables) -> Membership:
    said = tables["administrator"]
    if is_member(campaign=campaign, email=said["email"]):
        return Membership.objects.select_related("user").get(
            campaign=campaign, user__email__iexact=said["email"]
        )
    role = Membership.Role.ADMINISTRATOR
    member = add_member(campaign=campaign, role=role, tell=tell, **said)
    about = f"Person: {member.user.name}, {member.get_role_display().lower()}"
    record_deed(campaign=campaign, kind=Change.Kind.ADDED, about=about, by=None)
    return member
