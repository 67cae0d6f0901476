"""What a browser sends on the way from the link to a programme."""

from campaigns.setup.link import first_token
from tests.factories import PASSWORD

LINK = "/team/set-up/{}/"
PROGRAMME = "/team/set-up/programme/"


def link():
    return LINK.format(first_token())


def person(**changed):
    return {
        "name": "Catriona Muir",
        "email": "catriona.muir@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    } | changed


def day(name, year, month, number):
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def programme(**changed):
    """As it comes, with nothing changed."""
    return {
        "name": "Lanarkshire",
        "areas": "North Lanarkshire\r\nSouth Lanarkshire",
        **day("started_on", 2015, 11, 1),
        "mark": "20000",
        "has_carried": "yes",
        "qualifier": "over",
        "value": "20000",
        **day("starts_on", 2015, 11, 1),
        **day("ends_on", "", "", ""),
        "source": "Local newspaper report, 2016",
    } | changed


def errors(response):
    return {name: list(words) for name, words in response.context["form"].errors.items()}
