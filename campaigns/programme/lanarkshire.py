"""What was printed in 2016 of the programme in Lanarkshire, offered where it is true and nowhere
else.
"""

from datetime import date

from campaigns.models import Campaign

LANARKSHIRE = "lanarkshire"
SOURCE = "Local newspaper report, 2016"
CARRIED = {
    "value": 20_000,
    "qualifier": "over",
    "starts_on": date(2015, 11, 1),
    "ends": "not_stated",
    "source": SOURCE,
}
CARRIED_IN_WORDS = f"over 20,000, from 1 November 2015, last day not stated, from “{SOURCE}”"


def is_lanarkshire(campaign: Campaign) -> bool:
    """By its name, or because it works in one of the two councils."""
    names = [campaign.name, *campaign.areas.values_list("name", flat=True)]
    return any(LANARKSHIRE in name.lower() for name in names)
