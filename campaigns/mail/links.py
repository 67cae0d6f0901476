"""The secret address of one school's page, and of a form that it finishes later.

The secret is made from the request's draft key, so it is kept nowhere: only its hash is.
"""

import base64
import hashlib
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from campaigns.models import Campaign, TalkDraft, TalkRequest


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(draft_key: uuid.UUID, *, number: int = 0, secret: str | bytes | None = None) -> str:
    """256 bits that nobody can make without the site's secret key.

    `number` is the request's link_number: with the next one the link before is dead.
    """
    signed = f"{draft_key}:{number}" if number else str(draft_key)
    return _secret_of("campaigns.links", signed, secret=secret)


def new_draft_token(draft: TalkDraft) -> str:
    """Whoever has the draft's address cannot make it."""
    number = draft.link_number
    return _secret_of("campaigns.drafts", f"{draft.pk}:{number}" if number else str(draft.pk))


def draft_link_for_mail(draft: TalkDraft) -> str:
    return settings.SITE_URL + reverse("campaigns:talk_later", args=[new_draft_token(draft)])


def may_be_shown(campaign: Campaign) -> bool:
    """Where no letter arrives anywhere. A real site may only not be set up yet: whoever opens the
    page there has not shown that the mailbox is theirs.
    """
    return not settings.EMAIL_HOST and (campaign.is_demo or settings.DEBUG)


def _secret_of(what: str, signed: str, *, secret: str | bytes | None = None) -> str:
    digest = salted_hmac(what, signed, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_of(talk_request: TalkRequest) -> str | None:
    """None when the site's secret key was changed and the old one thrown away: then the link that
    the school has still works, but nobody can tell it.
    """
    key, number = talk_request.draft_key, talk_request.link_number
    tokens = (
        new_token(key, number=number, secret=secret)
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    )
    return next((token for token in tokens if hash_of(token) == talk_request.token_hash), None)


def link_for_mail(talk_request: TalkRequest) -> str:
    """With the site's name from the settings, never from a request's Host header.

    A link that cannot be told is replaced by a new one.
    """
    token = token_of(talk_request)
    if token is None:
        token = new_token(talk_request.draft_key, number=talk_request.link_number)
        talk_request.token_hash = hash_of(token)
        talk_request.save(update_fields=["token_hash"])
    return settings.SITE_URL + reverse("campaigns:talk_link", args=[token])
