"""A list's filter that is kept in its address."""

from django.http import HttpRequest


def from_list(what: str) -> dict[str, str]:
    """The message of a choice that the list does not offer; `what` is "an officer"."""
    return {"invalid_choice": f"Choose {what} from the list"}


def kept_query(request: HttpRequest) -> str:
    """The filter as it was asked, without its page, for the links to other pages of it."""
    kept = request.GET.copy()
    kept.pop("page", None)
    for name in [name for name, value in kept.items() if not value]:
        del kept[name]
    return f"{kept.urlencode()}&" if kept else ""
