from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.models import Campaign, Membership
from campaigns.people.letters import password_link
from campaigns.people.members import add_member, end_links, is_member


class Command(BaseCommand):
    help = "Adds a person to a campaign and sends them a link to set their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help='the full name, for example "Ailsa Reid"')
        parser.add_argument("role", choices=Membership.Role.values)
        parser.add_argument("--campaign", help="its name; may be left out while there is only one")
        parser.add_argument(
            "--print-link",
            action="store_true",
            help="print the link here and send no e-mail, as before a mail server is set up; "
            "again for a member who lost it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = self.campaign(options["campaign"])
        who = {"campaign": campaign, "email": options["email"], "role": options["role"]}
        prints = options["print_link"]
        is_lost = prints and is_member(campaign=campaign, email=options["email"])
        try:
            member = (
                end_links(**who)
                if is_lost
                else add_member(**who, name=options["name"], tell=not prints)
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(said_of(member, is_lost=is_lost))
        if prints:
            self.stdout.write(
                "To set a password, open this link within 24 hours. It works once:\n"
                f"{password_link(member.user)}"
            )
        elif member.user.has_usable_password():
            self.stdout.write(
                f"An e-mail that says so is in the queue, to {member.user.email}. "
                "They sign in with the password they have."
            )
        else:
            self.stdout.write(
                f"An e-mail with a link to set a password is in the queue, to {member.user.email}."
            )

    def campaign(self, name: str | None) -> Campaign:
        campaigns = list(Campaign.objects.filter(name=name) if name else Campaign.objects.all()[:2])
        if len(campaigns) == 1:
            return campaigns[0]
        if name:
            raise CommandError(f"There is no campaign {name}.")
        raise CommandError(
            "Say which campaign, with --campaign NAME."
            if campaigns
            else "There is no campaign yet: make one with add_campaign."
        )


def said_of(member: Membership, *, is_lost: bool) -> str:
    user, role = member.user, member.get_role_display().lower()
    if not is_lost:
        return f"{user.name} is now {role} in {member.campaign}."
    ended = "" if user.has_usable_password() else " Links from before do not work any more."
    return f"{user.name} is {role} in {member.campaign} already.{ended}"
