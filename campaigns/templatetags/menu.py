"""The menu of the team's pages. No queries here."""

from collections.abc import Collection

from django import template

from campaigns.access.menu import Menu, menu_at

register = template.Library()


@register.simple_tag
def team_menu(path: str, shown: Collection[str] | None) -> Menu:
    return menu_at(path, shown or ())
