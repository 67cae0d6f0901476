"""What was done by whom, and what was written to whom."""

from typing import Any, TypeAlias

from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import this_moment
from campaigns.models.imports import ImportBatch
from campaigns.models.people import User
from campaigns.models.sessions import Session
from campaigns.models.talks import TalkRequest


class Change(models.Model):
    """One line of history. It is written once and never changed: there is no way to do so here."""

    class Kind(models.TextChoices):
        LOGGED = "logged", "Logged"
        PLANNED = "planned", "Planned"
        EDITED = "edited", "Changed"
        DELIVERED = "delivered", "Delivered"
        CANCELLED = "cancelled", "Cancelled"
        ASKED = "asked", "Asked for"
        OFFERED = "offered", "Date offered"
        ACCEPTED = "accepted", "Date accepted"
        REFUSED = "refused", "Date not suitable"
        DECLINED = "declined", "Declined"
        ADDRESS_CONFIRMED = "address_confirmed", "E-mail address confirmed"
        OWNED = "owned", "Owner changed"
        QUESTION = "question", "Question asked"
        ANSWERED = "answered", "Question answered"
        NOTED = "noted", "Note added"
        WAITING = "waiting", "Put on the waiting list"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Nobody answered in time"
        MOVED = "moved", "Moved to another time"
        REASSIGNED = "reassigned", "Officer changed"
        MOVE_ASKED = "move_asked", "Another time asked for"
        DATE_STAYS = "date_stays", "The date stays"
        SEEN = "seen", "Seen by the team"
        LINK_RENEWED = "link_renewed", "Link renewed"
        CONTACT_ASKED = "contact_asked", "Handing over to a colleague"
        CONTACT_CHANGED = "contact_changed", "Contact changed"
        MAIL_STOPPED = "mail_stopped", "E-mail stopped"
        PROPOSED = "proposed", "Correction proposed"
        CORRECTED = "corrected", "Corrected"
        NOT_CORRECTED = "not_corrected", "Correction not made"
        VOIDED = "voided", "Voided"
        RESTORED = "restored", "Restored"
        MERGED = "merged", "Merged"
        UNMERGED = "unmerged", "Merge undone"
        IMPORTED = "imported", "Imported"
        UNDONE = "undone", "Undone"
        ADDED = "added", "Added"
        RENAMED = "renamed", "Renamed"
        PUT_RIGHT = "put_right", "Put right"
        REMOVED = "removed", "Removed"
        RETIRED = "retired", "No longer offered"
        TAKEN_UP = "taken_up", "Offered again"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"
        JOINED = "joined", "Joined into one"
        UPLOADED = "uploaded", "List brought in"
        INVITED = "invited", "Invited"
        INVITED_AGAIN = "invited_again", "Invited again"
        INVITATION_WITHDRAWN = "uninvited", "Invitation withdrawn"
        INVITATION_TAKEN = "came_in", "Came in by an invitation"
        ROLE_CHANGED = "role_changed", "Role changed"
        MEMBERSHIP_ENDED = "member_ended", "Membership ended"
        ACCOUNT_CLOSED = "account_closed", "Account closed"
        ACCOUNT_OPENED = "account_opened", "Account opened again"
        SET_UP = "set_up", "Set up"
        SIGNED_IN = "signed_in", "Signed in"
        SIGN_IN_FAILED = "sign_in_failed", "Wrong sign-in"
        SIGN_IN_ENDED = "sign_in_ended", "Signed out from another device"
        PASSWORD_SET = "password_set", "Password set"
        FACTOR_ADDED = "factor_added", "Second step set up"
        FACTOR_REMOVED = "factor_removed", "Second step removed"
        FACTOR_RESET = "factor_reset", "Second step reset for somebody"
        RECOVERY_CODES = "recovery_codes", "Recovery codes made"
        LINKED = "linked", "Single sign-on linked"
        UNLINKED = "unlinked", "Single sign-on taken off"
        EXPORTED = "exported", "Taken away as a file"
        CONTACT_SEEN = "contact_seen", "Contact seen"
        DIARY = "diary", "Diary changed"
        RESTORED_BACKUP = "restored_all", "A backup was restored"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="changes")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    talk_request = models.ForeignKey(
        TalkRequest, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    about = models.CharField(
        max_length=200,
        blank=True,
        help_text="Of what is none of these, in words: “Topic: Cyberbullying”.",
    )
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="None for a school acting by its link.",
    )
    account = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="On which somebody tried to sign in, who is not known.",
    )
    at = models.DateTimeField(default=this_moment, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    fields = models.JSONField(default=dict, help_text="Field name to [before, after], as words.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            # The audit page: all of a campaign, or one kind of it, the newest first.
            models.Index(fields=["campaign", "-at", "-id"], name="change_newest"),
            models.Index(fields=["campaign", "kind", "-at", "-id"], name="change_newest_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False)
                | Q(talk_request__isnull=False)
                | Q(batch__isnull=False)
                | ~Q(about=""),
                name="change_is_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("History is not rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("History is not deleted")


class MailKind(models.TextChoices):
    """Which letter it is. Its words stand in templates/emails/, in the file of this name."""

    RECEIPT = "receipt", "We have your request; confirm your address"
    CONFIRM_REMINDER = "confirm_reminder", "Confirm your address: a reminder"
    RECEIVED = "received", "We have your request"
    QUESTION = "question", "A question to the school"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Dates offered"
    LAPSED = "lapsed", "Dates no longer held"
    CONFIRMED = "confirmed", "Date confirmed"
    MOVED = "moved", "New date confirmed"
    OFFICER_CHANGED = "officer_changed", "Another officer comes"
    REMINDER = "reminder", "Reminder"
    CALLED_OFF = "called_off", "Called off"
    THANKS = "thanks", "Thanks"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DATE_STAYS = "date_stays", "The date stays"
    MERGED = "merged", "Two requests are one"
    LINK_RENEWED = "link_renewed", "New link"
    LINK_AGAIN = "link_again", "The link once more"
    CONTACT_ASKED = "contact_asked", "Asked to take a talk over"
    NEW_CONTACT = "new_contact", "To the school’s new contact"
    CONTACT_CHANGED = "contact_changed", "To the school’s contact before"
    SCHOOL_TALKS = "school_talks", "A school’s earlier talks"
    DRAFT_LINK = "draft_link", "Link to finish later"
    WELCOME = "welcome", "Added to a team"
    INVITATION = "invitation", "Invited to a team"
    ROLE_CHANGED = "role_changed", "Role changed"
    MEMBERSHIP_ENDED = "membership_ended", "Membership ended"
    TAKEN_OVER = "taken_over", "Taken over from a colleague"
    PASSWORD_LINK = "password_link", "Link to set a password"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    FACTOR_CHANGED = "factor_changed", "Second step changed"
    FACTOR_RESET = "factor_reset", "Second step reset"
    NEW_DEVICE = "new_device", "Signed in from a new device"
    WRONG_CODES = "wrong_codes", "Too many wrong codes"
    NOTICE = "notice", "What a school did, to the team"
    DIGEST = "digest", "What schools did, to the team in the morning"
    SSO_LINKED = "sso_linked", "Single sign-on linked"
    OTHER = "other", "From an earlier version, of a kind that is not known"


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    GIVEN_UP = "given_up", "Given up"
    REFUSED = "refused", "Refused by the address"
    STOPPED = "stopped", "Stopped"


class Mail(models.Model):
    """One e-mail, written in the same transaction as the change it tells of.

    The queue's worker sends it.
    """

    Kind: TypeAlias = MailKind
    State: TypeAlias = MailState

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(
        max_length=100,
        unique=True,
        help_text="What it tells of, so that one change makes one e-mail.",
    )
    message_id = models.CharField(
        max_length=200,
        unique=True,
        help_text="Fixed, so that a copy sent again is known for a copy.",
    )
    talk_request = models.ForeignKey(
        TalkRequest, models.CASCADE, null=True, blank=True, related_name="mails"
    )
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="An iCalendar file that goes with it.")
    session = models.ForeignKey(
        Session,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        help_text="The talk that it reminds of or thanks for.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(
        null=True, blank=True, help_text="When the mail server of the address refused it for good."
    )
    stopped_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="None when the change it told of was undone.",
    )
    send_after = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Not before: a reminder waits for its day, and nothing is sent at night.",
    )
    useful_until = models.DateTimeField(
        null=True, blank=True, help_text="After this moment it would only puzzle whoever reads it."
    )

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="mail_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=MailState.values),
                name="mail_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="mail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.REFUSED, refused_at__isnull=False)
                | (~Q(state=MailState.REFUSED) & Q(refused_at__isnull=True)),
                name="mail_refused_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
