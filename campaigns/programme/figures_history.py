"""What was done to one ground of the figures, the newest first."""

from collections.abc import Iterator

from campaigns.models import Campaign


def history_of(campaign: Campaign, *, about: str) -> Iterator[dict[str, object]]:
    """As campaigns/sessions/history_line.html takes them."""
    for change in campaign.changes.filter(about=about).select_related("by").order_by("-at", "-pk"):
        yield {
            "what": change.get_kind_display(),
            "by": change.by.name if change.by else "a command on the server",
            "at": change.at,
            "reason": change.reason,
            "fields": [
                {"name": name, "before": before, "after": after}
                for name, (before, after) in change.fields.items()
            ],
        }
