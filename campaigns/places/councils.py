"""The councils of Scotland, as the Scottish Government writes their names."""

from sextortion_aware.reading.names import compared

COUNCILS = frozenset(
    {
        "Aberdeen City",
        "Aberdeenshire",
        "Angus",
        "Argyll and Bute",
        "City of Edinburgh",
        "Clackmannanshire",
        "Dumfries and Galloway",
        "Dundee City",
        "East Ayrshire",
        "East Dunbartonshire",
        "East Lothian",
        "East Renfrewshire",
        "Falkirk",
        "Fife",
        "Glasgow City",
        "Highland",
        "Inverclyde",
        "Midlothian",
        "Moray",
        "Na h-Eileanan an Iar",
        "North Ayrshire",
        "North Lanarkshire",
        "Orkney Islands",
        "Perth and Kinross",
        "Renfrewshire",
        "Scottish Borders",
        "Shetland Islands",
        "South Ayrshire",
        "South Lanarkshire",
        "Stirling",
        "West Dunbartonshire",
        "West Lothian",
    }
)
OTHER_SPELLINGS = {
    "Edinburgh": "City of Edinburgh",
    "Edinburgh City": "City of Edinburgh",
    "Edinburgh City of": "City of Edinburgh",
    "Aberdeen": "Aberdeen City",
    "Dundee": "Dundee City",
    "Glasgow": "Glasgow City",
    "City of Glasgow": "Glasgow City",
    "Na h-Eileanan Siar": "Na h-Eileanan an Iar",
    "Eilean Siar": "Na h-Eileanan an Iar",
    "Comhairle nan Eilean Siar": "Na h-Eileanan an Iar",
    "Western Isles": "Na h-Eileanan an Iar",
    "Shetland Island": "Shetland Islands",
    "Shetland": "Shetland Islands",
    "Orkney": "Orkney Islands",
    "The Scottish Borders": "Scottish Borders",
    "The Moray": "Moray",
}
# The two digits at the end of the Scottish Government's S12000000. Four councils had others before.
CODES = {
    "05": "Clackmannanshire",
    "06": "Dumfries and Galloway",
    "08": "East Ayrshire",
    "10": "East Lothian",
    "11": "East Renfrewshire",
    "13": "Na h-Eileanan an Iar",
    "14": "Falkirk",
    "15": "Fife",
    "17": "Highland",
    "18": "Inverclyde",
    "19": "Midlothian",
    "20": "Moray",
    "21": "North Ayrshire",
    "23": "Orkney Islands",
    "24": "Perth and Kinross",
    "26": "Scottish Borders",
    "27": "Shetland Islands",
    "28": "South Ayrshire",
    "29": "South Lanarkshire",
    "30": "Stirling",
    "33": "Aberdeen City",
    "34": "Aberdeenshire",
    "35": "Argyll and Bute",
    "36": "City of Edinburgh",
    "38": "Renfrewshire",
    "39": "West Dunbartonshire",
    "40": "West Lothian",
    "41": "Angus",
    "42": "Dundee City",
    "44": "North Lanarkshire",
    "45": "East Dunbartonshire",
    "46": "Glasgow City",
    "47": "Fife",
    "48": "Perth and Kinross",
    "49": "Glasgow City",
    "50": "North Lanarkshire",
}
GRANT_AIDED = "grant aided"  # of no council: whoever brings the list in is asked

COMPARED = {compared(name): name for name in COUNCILS} | {
    compared(said): name for said, name in OTHER_SPELLINGS.items()
}
COMPARED |= {f"{said} council": name for said, name in COMPARED.items()}
COMPARED |= {f"s120000{digits}": name for digits, name in CODES.items()}


def council_called(text: str) -> str:
    """Its official name, or the text as it is."""
    return COMPARED.get(compared(text), text)


def is_grant_aided(text: str) -> bool:
    """Some editions have a note behind it: “Grant aided [ NOTE ]”."""
    return compared(text.partition("[")[0]) == GRANT_AIDED
