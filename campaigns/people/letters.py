"""The link that sets a password, and the e-mails about passwords and second steps.

Their words stand in templates/emails/; a stranger can put none into them.
"""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from campaigns.mail.letter import Letter, as_text_and_html
from campaigns.mail.team_contact import contact_of, key_in
from campaigns.models import Campaign, Invitation, Mail, Membership, SignIn, User
from campaigns.models.sign_ins import WITHOUT_SECOND_STEP
from sextortion_aware.reading.dates import in_words


def password_link(user: User) -> str:
    """With the site's name from the settings, never from a request's Host header.

    It works once, for a day.
    """
    key = {"uidb36": int_to_base36(user.pk), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)


def password_link_letter(user: User) -> Letter:
    return team_letter(Mail.Kind.PASSWORD_LINK, user, "Set your password", link=password_link(user))


def welcome_letter(member: Membership) -> Letter:
    return team_letter(
        Mail.Kind.WELCOME,
        member.user,
        "You were added to a team",
        link="" if member.user.has_usable_password() else password_link(member.user),
        team=member.campaign,
    )


def sso_linked_letter(user: User, *, name: str, is_linked: bool = True) -> Letter:
    """`name`: the provider's."""
    return team_letter(
        Mail.Kind.SSO_LINKED,
        user,
        f"You can sign in with {name} now" if is_linked else f"{name} is taken off your account",
        link=settings.SITE_URL + reverse("my_account" if is_linked else "account_reset_password"),
        provider=name,
        change="on" if is_linked else "",
    )


def invitation_letter(invitation: Invitation, *, token: str, by: User) -> Letter:
    until = timezone.localtime(invitation.runs_out_at)
    return team_letter(
        Mail.Kind.INVITATION,
        invitation,
        f"You are invited to the team of {invitation.campaign.name}",
        link=settings.SITE_URL + reverse("invitation", args=[token]),
        team=invitation.campaign,
        key=f"{invitation.pk}:{invitation.token_hash[:32]}",
        useful_until=invitation.runs_out_at,
        role=invitation.get_role_display().lower(),
        by=by.name,
        until=f"{in_words(until.date())} at {until:%H:%M}",
    )


def role_changed_letter(member: Membership, *, by: User | None) -> Letter:
    return team_letter(
        Mail.Kind.ROLE_CHANGED,
        member.user,
        f"Your role in {member.campaign.name} has changed",
        link=settings.SITE_URL + reverse("campaigns:home"),
        team=member.campaign,
        role=member.get_role_display().lower(),
        by=by.name if by else "",
    )


def membership_ended_letter(member: Membership, *, by: User | None) -> Letter:
    return team_letter(
        Mail.Kind.MEMBERSHIP_ENDED,
        member.user,
        f"You are no longer in the team of {member.campaign.name}",
        link="",
        team=member.campaign,
        by=by.name if by and by != member.user else "",
    )


def password_changed_letter(user: User) -> Letter:
    return team_letter(
        Mail.Kind.PASSWORD_CHANGED,
        user,
        "Your password was changed",
        link=settings.SITE_URL + reverse("account_reset_password"),
    )


def factor_changed_letter(user: User, *, what: str) -> Letter:
    return team_letter(
        Mail.Kind.FACTOR_CHANGED,
        user,
        "The second step of your sign-in was changed",
        link=settings.SITE_URL + reverse("account_reset_password"),
        what=what,
    )


def new_device_letter(sign_in: SignIn) -> Letter:
    """A device without the second step can do nothing but set one up."""
    at = timezone.localtime(sign_in.at)
    is_half = sign_in.factor in WITHOUT_SECOND_STEP
    return team_letter(
        Mail.Kind.NEW_DEVICE,
        sign_in.user,
        "A sign-in to your account was begun on another device"
        if is_half
        else "You signed in on another device",
        link=settings.SITE_URL + reverse("account_reset_password"),
        device=sign_in.device,
        half="on" if is_half else "",
        when=f"{in_words(at.date())} at {at:%H:%M}",
    )


def wrong_codes_letter(user: User) -> Letter:
    at = timezone.localtime()
    return team_letter(
        Mail.Kind.WRONG_CODES,
        user,
        "Wrong codes were given for your account",
        link=settings.SITE_URL + reverse("account_reset_password"),
        when=f"{in_words(at.date())} at {at:%H:%M}",
    )


def factor_reset_letter(user: User, *, by: User | None, was_linked: bool) -> Letter:
    """`was_linked`: single sign-on was taken off with it."""
    return team_letter(
        Mail.Kind.FACTOR_RESET,
        user,
        "The second step of your sign-in was reset",
        link=settings.SITE_URL + reverse("account_reset_password"),
        by=by.name if by else "",
        was_linked="yes" if was_linked else "",
        has_password="yes" if user.has_usable_password() else "",
    )


def team_letter(
    kind: Mail.Kind,
    to: User | Invitation,
    subject: str,
    *,
    link: str,
    team: Campaign | None = None,
    key: str = "",
    useful_until: datetime | None = None,
    goes_at_night: bool = True,
    at_once_for: date | None = None,
    **more: object,
) -> Letter:
    """Without `team` it is about the account, and the person's only team is who writes."""
    team = team or _only_team(to)
    sign_in = settings.SITE_URL + reverse("account_login")
    told = {
        "name": to.name,
        "link": link,
        "site_name": settings.SITE_NAME,
        "sign_in": sign_in,
        "campaign": team.name if team else "",
        "contact": contact_of(team),
        **more,
    }
    text, html = as_text_and_html(
        f"emails/{kind}.txt",
        told,
        subject=subject,
        ours=[link, sign_in, str(more.get("account", ""))],
        about=[f"Team: {team.name}" if team else "The team’s pages"],
    )
    return Letter(
        kind=kind,
        key=f"{kind}:{key_in(team, key) if team else key or uuid.uuid4()}",
        to=to.email,
        subject=subject,
        text=text,
        html=html,
        goes_at_night=goes_at_night,
        at_once_for=at_once_for,
        useful_until=useful_until,
    )


def _only_team(to: User | Invitation) -> Campaign | None:
    if isinstance(to, Invitation):
        return None
    mine = Membership.objects.active().filter(user=to).select_related("campaign")
    teams = {member.campaign for member in mine[:2]}
    return teams.pop() if len(teams) == 1 else None
