"""What a new programme is offered to begin its lists with."""

from campaigns.models import Campaign

# Each with whether it is taught in lessons only
TOPICS = (
    ("Child sexual exploitation", True),
    ("Cyberbullying", False),
    ("Radicalisation", False),
    ("Sextortion", True),
    ("Staying safe online", False),
)
PARTNERS = ("National Crime Agency", "CEOP", "UK Safer Internet Centre")
COUNCIL = "Council"
# Their own names are not those of their areas.
COUNCILS_CALLED = {"Na h-Eileanan an Iar": "Comhairle nan Eilean Siar"}


def suggested_topics() -> dict[str, bool]:
    return dict(TOPICS)


def suggested_partners(campaign: Campaign) -> list[str]:
    """The councils of the campaign stand last."""
    areas = campaign.areas.values_list("name", flat=True)
    return [*PARTNERS, *(council_of(area) for area in areas)]


def council_of(area: str) -> str:
    called = COUNCILS_CALLED.get(area, area)
    return called if called != area or area.endswith(COUNCIL) else f"{area} {COUNCIL}"
