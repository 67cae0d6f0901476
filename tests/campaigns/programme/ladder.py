"""What each page of a coordinator answers whom."""

from django.test import Client

from tests.factories import make_member
from tests.html import read


def answers(client: Client, address: str, *, method: str = "get") -> dict[str, int]:
    said = {"nobody": getattr(client, method)(address).status_code}
    for role in ("viewer", "officer", "coordinator", "administrator"):
        client.force_login(make_member(role=role, name=f"{role} Ladder").user)
        said[role] = getattr(client, method)(address).status_code
    return said


def those_who_keep(status: int) -> dict[str, int]:
    return {
        "nobody": 302,
        "viewer": 403,
        "officer": 403,
        "coordinator": status,
        "administrator": status,
    }


def day(name: str, said: str) -> dict[str, str]:
    """“1 11 2015” in its three boxes."""
    return dict(
        zip((f"{name}_day", f"{name}_month", f"{name}_year"), said.split() or [""] * 3, strict=True)
    )


def form_values(html: str) -> dict[str, str]:
    """What a browser would send of the page's boxes."""
    return {
        field["name"]: field.get("value", "on" if field.get("type") == "checkbox" else "")
        for field in read(html).fields
        if field.get("name")
        and (field.get("type") not in ("radio", "checkbox") or "checked" in field)
    }
