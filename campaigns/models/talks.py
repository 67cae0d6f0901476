"""A school or group that asks for a session. Its groups, wishes and notes stand in talk_parts.py,
its answers so far in talk_drafts.py, and what it is offered in offers.py.
"""

import secrets
import uuid
from datetime import date
from typing import Self, TypeAlias

from django.db import models
from django.db.models import F, Q

from campaigns.models.campaign import Campaign, CouncilArea
from campaigns.models.fields import this_moment
from campaigns.models.people import Membership, User
from campaigns.models.places import Place, Topic
from campaigns.models.sessions import Format, Session
from campaigns.models.talk_kinds import TalkKind

# No vowels, no look-alikes: it is read out on the telephone and spells no word.
REFERENCE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_reference() -> str:
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(7))


class TalkState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", "Address not confirmed"
    SUBMITTED = "submitted", "New"
    NEEDS_INFO = "needs_info", "Waiting for the school’s answer"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Date offered"
    CONFIRMED = "confirmed", "Confirmed"
    ASKS_TO_MOVE = "asks_to_move", "Wishes another time"
    DELIVERED = "delivered", "Delivered"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CANCELLED_BY_SCHOOL = "cancelled_by_school", "Cancelled by the school"
    CANCELLED_BY_POLICE = "cancelled_by_police", "Cancelled by the police"
    LAPSED = "lapsed", "Lapsed"


# The school has a date, whether or not it wishes another one.
DATE_IS_SET = (TalkState.CONFIRMED, TalkState.ASKS_TO_MOVE)
WITH_SESSION = (*DATE_IS_SET, TalkState.DELIVERED)
WITH_REASON = (
    TalkState.NEEDS_INFO,
    TalkState.ASKS_TO_MOVE,
    TalkState.WAITING,
    TalkState.DECLINED,
    TalkState.WITHDRAWN,
    TalkState.CANCELLED_BY_SCHOOL,
    TalkState.CANCELLED_BY_POLICE,
    TalkState.LAPSED,
)


class TalkRequestQuerySet(models.QuerySet["TalkRequest"]):
    def in_campaign(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign)

    def open(self) -> Self:
        return self.filter(state__in=TalkRequest.OPEN)

    def unheard(self) -> Self:
        """They were told by when they hear from us first, and wait for it."""
        return self.filter(state=TalkState.SUBMITTED, hear_by__isnull=False)

    def for_officer(self, membership: Membership) -> Self:
        """A date that was refused or has lapsed makes it nobody's."""
        offered = Q(offers__officer=membership) | Q(offers__second_officer=membership)
        offered &= Q(offers__state__in=("held", "accepted"))
        return self.filter(offered | Q(session__officers=membership)).distinct()


class TalkRequest(models.Model):
    State: TypeAlias = TalkState

    DATE_IS_SET = DATE_IS_SET
    OPEN = (
        State.SUBMITTED,
        State.NEEDS_INFO,
        State.WAITING,
        State.OFFERED,
        *DATE_IS_SET,
    )

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="talk_requests")
    draft_key = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        help_text="The draft it came from: pressed twice, it is one request.",
    )
    reference = models.CharField(max_length=7, unique=True, default=new_reference)
    token_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the secret in the school's link."
    )
    state = models.CharField(max_length=20, choices=State, default=State.SUBMITTED)
    state_reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=this_moment, editable=False)
    confirm_by = models.DateField(
        null=True, blank=True, help_text="The last day to show that the address is theirs."
    )
    hear_by = models.DateField(
        null=True,
        blank=True,
        help_text="When the school was told it hears first; none once it has.",
    )

    owner = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_requests",
        help_text="Who sees to it.",
    )
    entered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who entered it for a school on the telephone.",
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The request that asks for the same.",
    )
    link_number = models.PositiveSmallIntegerField(
        default=0, help_text="One more with each new link; the links before it are dead."
    )

    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="talk_requests"
    )
    unlisted_place = models.CharField(
        max_length=200, blank=True, help_text="As typed, when the place is not on our list."
    )
    unlisted_town = models.CharField(max_length=80, blank=True)
    area = models.ForeignKey(CouncilArea, models.PROTECT, related_name="talk_requests")
    kind = models.ForeignKey(
        TalkKind, models.PROTECT, null=True, blank=True, related_name="talk_requests"
    )
    kind_name = models.CharField(
        max_length=120, blank=True, help_text="The kind’s name as the school chose it."
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="talk_requests")
    format = models.CharField(max_length=20, choices=Format)
    assembly_reason = models.CharField(max_length=300, blank=True)
    wanted = models.CharField(
        max_length=500, help_text="Two or three dates or weeks, as the school put it."
    )
    new_wish = models.CharField(max_length=1000, blank=True, help_text="What it wished for later.")
    room = models.CharField(max_length=300, blank=True)
    arriving = models.CharField(
        max_length=300, blank=True, help_text="Gate, parking, reception, who meets the officer."
    )
    access_needs = models.CharField(max_length=500, blank=True)
    anything_else = models.CharField(max_length=1000, blank=True)
    staff_stay = models.BooleanField(help_text="School staff stay in the room throughout.")

    contact_name = models.CharField(max_length=120)
    contact_role = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(max_length=254)
    contact_phone = models.CharField(max_length=30, blank=True)

    session = models.OneToOneField(
        Session, models.PROTECT, null=True, blank=True, related_name="talk_request"
    )

    objects = TalkRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["campaign", "state", "asked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TalkState.values),
                name="talk_state_known",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(unlisted_place=""), name="talk_names_a_place"
            ),
            models.CheckConstraint(condition=Q(staff_stay=True), name="talk_staff_stay_in_room"),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_SESSION) | Q(session__isnull=False),
                name="talk_confirmed_has_session",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_REASON) | ~Q(state_reason=""),
                name="talk_side_door_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=TalkState.UNCONFIRMED) | Q(confirm_by__isnull=False),
                name="talk_unconfirmed_has_last_day",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=TalkState.WITHDRAWN),
                name="talk_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="talk_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def date_is_set(self) -> bool:
        return self.state in DATE_IS_SET

    def is_late(self, today: date) -> bool:
        """The school should have had a first answer by now."""
        if self.state != TalkState.SUBMITTED or self.hear_by is None:
            return False
        return self.hear_by < today

    @property
    def place_label(self) -> str:
        """Needs `place__area` selected."""
        if self.place:
            return self.place.label
        return ", ".join(part for part in (self.unlisted_place, self.unlisted_town) if part)

    @property
    def talk_name(self) -> str:
        """What the school calls it. Needs `topic` selected."""
        return self.kind_name or self.topic.name
