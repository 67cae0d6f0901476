"""One person of each role.

Their passphrase and the keys of their authenticator apps are public, so a demonstration is for a
site that nobody else can reach.
"""

from dataclasses import dataclass

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from campaigns.models import Campaign, Membership
from campaigns.people.members import add_member

PASSPHRASE = "heron-lantern-quarry-84"  # noqa: S105 (printed by seed_demo for everybody to use)
# The same for everybody here. Nobody needs to type it in: the page that asks shows the code.
APP_KEY = "DEMONSTRATIONONLYNOTASECRETATALL"
DEMO_DOMAIN = "@demo.example"

Role = Membership.Role

SIGN_INS: dict[Role, tuple[str, str]] = {
    Role.OFFICER: ("Rona Officer", f"officer{DEMO_DOMAIN}"),
    Role.COORDINATOR: ("Callum Coordinator", f"coordinator{DEMO_DOMAIN}"),
    Role.ADMINISTRATOR: ("Ailsa Administrator", f"administrator{DEMO_DOMAIN}"),
    Role.VIEWER: ("Violet Viewer", f"viewer{DEMO_DOMAIN}"),
}
EMAILS = [email for _, email in SIGN_INS.values()]


@dataclass(frozen=True)
class Team:
    officer: Membership
    coordinator: Membership
    administrator: Membership
    viewer: Membership

    @property
    def presenters(self) -> tuple[Membership, Membership]:
        return self.officer, self.coordinator


def make_team(campaign: Campaign) -> Team:
    passphrase = make_password(PASSPHRASE)  # once: it is slow by design
    members: dict[str, Membership] = {}
    for role, (name, email) in SIGN_INS.items():
        member = add_member(campaign=campaign, email=email, name=name, role=role, tell=False)
        member.user.password = passphrase
        member.user.save(update_fields=["password"])
        TOTP.activate(member.user, APP_KEY)
        RecoveryCodes.activate(member.user).mark_as_viewed()
        members[role.value] = member
    return Team(**members)
