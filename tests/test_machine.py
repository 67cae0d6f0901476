"""The files that machines ask for."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from advice.library import library

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_robots_are_kept_out_of_the_teams_side_and_told_of_the_sitemap(client, settings):
    settings.SITE_URL = "https://site.example.org"

    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /team/",
        "Disallow: /accounts/",
        "Disallow: /t/",
        "Disallow: /take-over/",
        "Disallow: /talks/ask/",
        "",
        "Sitemap: https://site.example.org/sitemap.xml",
    ]


def test_sitemap_lists_every_advice_page_and_the_public_pages_of_the_campaign(client, settings):
    settings.SITE_URL = "https://site.example.org"

    response = client.get("/sitemap.xml")

    found = [place.text for place in ElementTree.fromstring(response.content).iter(f"{SITEMAP}loc")]
    assert response.headers["Content-Type"] == "application/xml"
    assert found == [
        f"https://site.example.org{path}"
        for path in [*(page.path for page in library().pages), "/talks/", "/reach/"]
    ]


def test_security_txt_names_a_contact_and_has_not_run_out(client, settings):
    settings.SITE_URL = "https://site.example.org"
    settings.TEAM_EMAIL = "talks@example.org"

    response = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.strptime(lines.pop("Expires"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert lines == {
        "Contact": "mailto:talks@example.org",
        "Preferred-Languages": "en",
        "Canonical": "https://site.example.org/.well-known/security.txt",
    }
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
