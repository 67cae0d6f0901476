"""The link that sets a password, and the e-mails about passwords.

Their words stand in templates/emails/; a stranger can put none into them.
"""

import uuid

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import int_to_base36

from campaigns.mail.letter import Letter
from campaigns.models import Mail, Membership, User


def password_link(user: User) -> str:
    """With the site's name from the settings, never from a request's Host header.

    It works once, for a day.
    """
    key = {"uidb36": int_to_base36(user.pk), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)


def password_link_letter(user: User) -> Letter:
    return _letter(Mail.Kind.PASSWORD_LINK, user, "Set your password", link=password_link(user))


def welcome_letter(member: Membership) -> Letter:
    return _letter(
        Mail.Kind.WELCOME,
        member.user,
        "You were added to a team",
        link=password_link(member.user),
        campaign=member.campaign.name,
    )


def password_changed_letter(user: User) -> Letter:
    return _letter(
        Mail.Kind.PASSWORD_CHANGED,
        user,
        "Your password was changed",
        link=settings.SITE_URL + reverse("account_reset_password"),
    )


def _letter(kind: Mail.Kind, user: User, subject: str, *, link: str, **more: str) -> Letter:
    sign_in = settings.SITE_URL + reverse("account_login")
    told = {
        "name": user.name,
        "link": link,
        "site_name": settings.SITE_NAME,
        "sign_in": sign_in,
        **more,
    }
    text = render_to_string(f"emails/{kind}.txt", told).strip() + "\n"
    html = render_to_string(
        "emails/letter.html",
        {"subject": subject, "paragraphs": text.strip().split("\n\n"), "links": [link, sign_in]},
    )
    return Letter(
        kind=kind,
        key=f"{kind}:{uuid.uuid4()}",
        to=user.email,
        subject=subject,
        text=text,
        html=html,
        goes_at_night=True,
    )
