"""What a person reads on a page, and which hidden values the next press sends."""

import re

from django.contrib.messages import get_messages

from campaigns.mail.links import token_of
from campaigns.reach.reach import reach
from tests.factories import TODAY, make_campaign


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def keys_of(response):
    """Of the questions that a form asks before it saves."""
    return re.findall(r'name="confirmed"\s+value="([^"]+)"', response.text)


def logged(campaign=None):
    """The figure that the whole log stands at."""
    return reach(campaign or make_campaign(), today=TODAY).logged


def link(talk):
    return f"/t/{token_of(talk)}/"
