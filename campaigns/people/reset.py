"""Somebody lost their second step, and gets the way free to set up another.

The link of single sign-on goes too: it may be an intruder's, and may stand in for a second step.
"""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.access.sign_ins import end_sign_ins
from campaigns.mail.write import write_mail
from campaigns.models import Change, User
from campaigns.people.letters import factor_reset_letter
from campaigns.people.sign_in.lines import record_for
from campaigns.people.sso.links import links_of


@transaction.atomic
def reset_second_step(*, user: User, by: User | None, reason: str = "") -> User:
    """In all campaigns of theirs, because a person has one account. `by` is None for a command."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if by == user:
        raise ValidationError("Your own second step is reset by another administrator")
    factors, links = Authenticator.objects.filter(user=user), links_of(user)
    was_linked = links.exists()
    if not was_linked and not factors.exists():
        raise ValidationError(f"{user.name} has no second step set up")
    factors.delete()
    links.delete()
    end_sign_ins(user)
    fields = {"Single sign-on": ("", "taken off too")} if was_linked else {}
    record_for(user, kind=Change.Kind.FACTOR_RESET, by=by, reason=reason, fields=fields)
    write_mail(factor_reset_letter(user, by=by, was_linked=was_linked))
    return user
