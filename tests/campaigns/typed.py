"""What a browser sends from the session forms."""

import uuid
from datetime import date

from tests.factories import TODAY


def log_data(*, place="", officers=(), topics=(), held_on: date | None = TODAY, **changed):
    """A right answer to the log form; `held_on` in three boxes, as it is typed."""
    given = {
        "client_id": str(uuid.uuid4()),
        "place": place,
        "officers": [officer.pk for officer in officers],
        "topics": [topic.pk for topic in topics],
        "starts_at": "9.30",
        "minutes": "50",
        "format": "lesson",
        "stages": ["P7"],
        "count_children": "25",
        "known": "counted",
        "notes": "",
    }
    if held_on:
        given |= {
            "held_on_day": held_on.day,
            "held_on_month": held_on.month,
            "held_on_year": held_on.year,
        }
    return given | changed


def sign_in(client, member):
    client.force_login(member.user)
    return client


def drawn(client, response):
    """A place that is not on our list sends the browser to an address of the form's own first."""
    is_kept = response.status_code == 302 and "?kept=" in response.url
    return client.get(response.url) if is_kept else response


def errors_of(response):
    """With those of the school forms in it, by the names of their boxes."""
    form = response.context["form"]
    return {
        part.add_prefix(name): list(messages)
        for part in (form, *getattr(form, "schools", ()))
        for name, messages in part.errors.items()
    }
