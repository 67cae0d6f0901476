"""What is ticked on the page of a talk on offer."""

from tests.html import read


def ticked(page: str) -> list[str]:
    return [
        field["value"]
        for field in read(page).fields
        if field.get("name") == "materials" and "checked" in field
    ]
