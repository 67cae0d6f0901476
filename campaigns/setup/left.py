"""What a file says otherwise than the site, after it was run: there it was left as it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.history.record import in_words
from campaigns.models import Campaign, CarriedFigure, Membership
from campaigns.places.councils import council_called
from campaigns.setup.file import Tables


def lines_left(tables: Tables, *, member: Membership) -> list[str]:
    return [
        f"{part}.{key} is {in_words(stands) or 'empty'} here and stays; "
        f"the file says {in_words(said) or 'nothing'}."
        for part, now in standing(member).items()
        for key, said, stands in differing(tables[part], now)
    ]


def standing(member: Membership) -> dict[str, Mapping[str, object]]:
    """By part and key, as the file has them. Lists of names and files only ever add."""
    campaign = Campaign.objects.get(pk=member.campaign_id)  # as the deeds left it
    figure = CarriedFigure.objects.filter(campaign=campaign).first()
    areas = campaign.areas.order_by("name").values_list("name", flat=True)
    return {
        "campaign": vars(campaign) | {"areas": ", ".join(areas)},
        "carried": vars(figure) if figure else {},
        "team": vars(campaign),
        "administrator": {"name": member.user.name},
    }


def differing(
    said: Mapping[str, Any], now: Mapping[str, object]
) -> Iterator[tuple[str, object, object]]:
    for key, value in said.items():
        wanted = value.strip() if isinstance(value, str) else value
        if key == "areas":
            wanted = ", ".join(sorted({council_called(area) for area in value}))
        if key in now and now[key] != wanted:
            yield key, wanted, now[key]
    if said and now.get("ends_on") and "ends_on" not in said:
        yield "ends_on", None, now["ends_on"]
