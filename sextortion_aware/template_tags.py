"""What the templates of the design system need and Django's own tags do not do. No queries here."""

from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def phone(number: str) -> SafeString:
    """A link that calls the number: people read it with spaces, the telephone wants digits only."""
    digits = "".join(character for character in str(number) if character.isdigit())
    return format_html('<a class="phone" href="tel:{}"><bdi dir="ltr">{}</bdi></a>', digits, number)


@register.inclusion_tag("components/messages.html", takes_context=True)
def messages_shown(context: dict[str, Any]) -> dict[str, Any]:
    """A tag and not a context processor: public pages must not touch the session."""
    request = context.get("request")
    return {"messages": get_messages(request) if request else []}
