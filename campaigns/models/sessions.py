"""One talk, class, workshop or event, planned or delivered, and who was in the room."""

import uuid
from datetime import date
from typing import Any, Self, TypeAlias

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import (
    PRIMARY,
    SECONDARY,
    STAGES_PATTERN,
    StagesField,
    this_moment,
)
from campaigns.models.imports import ImportBatch
from campaigns.models.people import Membership, User
from campaigns.models.places import Partner, Place, Topic

LONGEST_MINUTES = 600
MOST_IN_A_ROW = 5_000


class Format(models.TextChoices):
    LESSON = "lesson", "Class lesson"
    WORKSHOP = "workshop", "Workshop"
    ASSEMBLY = "assembly", "Assembly"
    PARENTS = "parents", "Parents’ evening"
    STAFF = "staff", "Staff training"
    COMMUNITY = "community", "Community event"


class Audience(models.TextChoices):
    CHILDREN = "children", "Children (up to P7)"
    YOUNG_PEOPLE = "young_people", "Young people (S1 and up)"
    PARENTS = "parents", "Parents and guardians"
    PROFESSIONALS = "professionals", "Professionals"
    ADULTS = "adults", "Other adults"
    NOT_RECORDED = "not_recorded", "Not recorded"


STAGES_OF = {Audience.CHILDREN: PRIMARY, Audience.YOUNG_PEOPLE: SECONDARY}


class SessionState(models.TextChoices):
    PLANNED = "planned", "Planned"
    DELIVERED = "delivered", "Delivered"
    CANCELLED = "cancelled", "Cancelled"
    DID_NOT_HAPPEN = "did_not_happen", "Did not happen"
    VOIDED = "voided", "Voided"


ENDED_OTHERWISE = (SessionState.CANCELLED, SessionState.DID_NOT_HAPPEN, SessionState.VOIDED)


class SessionQuerySet(models.QuerySet["Session"]):
    def in_campaign(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign)

    def delivered(self) -> Self:
        return self.filter(state=Session.State.DELIVERED)

    def planned(self) -> Self:
        return self.filter(state=Session.State.PLANNED)

    def for_officer(self, membership: Membership) -> Self:
        return self.filter(officers=membership)

    def without_figure(self) -> Self:
        """Sessions of which no row has a count yet: unknown, which is not nought."""
        return self.filter(
            ~Exists(Attendance.objects.filter(session=OuterRef("pk"), count__isnull=False))
        )

    def for_lists(self, rows: "str | Prefetch[Any]" = "attendances") -> Self:
        """`rows` may be some of the attendances only."""
        return self.select_related("place__area").prefetch_related(rows, "officers__user", "topics")


class Session(models.Model):
    State: TypeAlias = SessionState

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sessions")
    client_id = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        help_text="Made by the form, so that the same form sent twice is one session.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)
    state_reason = models.CharField(max_length=300, blank=True)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True, help_text="Wall time in Scotland.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    format = models.CharField(max_length=20, choices=Format)
    is_online = models.BooleanField(default=False)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        help_text="Where it is held; none when online.",
    )
    stages = StagesField(blank=True, default="")
    topics = models.ManyToManyField(Topic, related_name="sessions")
    partners = models.ManyToManyField(Partner, related_name="sessions", blank=True)
    officers = models.ManyToManyField(Membership, related_name="sessions")
    notes = models.CharField(max_length=1000, blank=True)
    logged_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="None when a school's acceptance made it.",
    )
    logged_at = models.DateTimeField(default=this_moment, editable=False)
    device_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=(
            "When the form was filled in, by the clock of the device. `logged_at` is by ours."
        ),
    )
    version = models.PositiveIntegerField(
        default=1,
        help_text=(
            "One more with each change, so that of two people who edit it the later one is told."
        ),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The session that this one is the same as.",
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        help_text="The spreadsheet that it came in with.",
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["campaign", "state", "held_on"]),
            models.Index(fields=["campaign", "place", "held_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values),
                name="session_state_known",
            ),
            models.CheckConstraint(
                condition=Q(format__in=Format.values), name="session_format_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=5, minutes__lte=LONGEST_MINUTES),
                name="session_minutes_in_range",
            ),
            models.CheckConstraint(
                condition=Q(is_online=True) | Q(place__isnull=False),
                name="session_has_place_or_is_online",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED_OTHERWISE) | ~Q(state_reason=""),
                name="session_ended_otherwise_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(stages__regex=STAGES_PATTERN), name="session_stages_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=SessionState.VOIDED),
                name="session_merged_does_not_count",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="session_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} on {self.held_on}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    def needs_count(self, *, today: date) -> bool:
        return self.is_planned and self.held_on <= today


class HowKnown(models.TextChoices):
    COUNTED = "counted", "I counted"
    REGISTER = "register", "From a register"
    ESTIMATED = "estimated", "An estimate"
    UNKNOWN = "unknown", "Not known"


class Attendance(models.Model):
    """One audience in the room at one session. A person who comes twice is two attendances."""

    Known: TypeAlias = HowKnown

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    audience = models.CharField(max_length=20, choices=Audience)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        help_text="Where these people came from, when not the session's place.",
    )
    count = models.PositiveIntegerField(
        null=True, blank=True, help_text="Null is unknown; nought means that nobody came."
    )
    known = models.CharField(max_length=20, choices=Known)
    stage = models.CharField(
        max_length=2,
        blank=True,
        default="",
        help_text=(
            "Of a number that was split by stage. The only stage of an audience is not kept here: "
            "whoever reads takes it from the session."
        ),
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "audience", "stage"],
                condition=Q(place__isnull=True),
                name="attendance_audience_once",
            ),
            models.UniqueConstraint(
                fields=["session", "audience", "place", "stage"],
                condition=Q(place__isnull=False),
                name="attendance_audience_once_a_place",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="attendance_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(stage="")
                | Q(audience=Audience.CHILDREN, stage__in=STAGES_OF[Audience.CHILDREN])
                | Q(audience=Audience.YOUNG_PEOPLE, stage__in=STAGES_OF[Audience.YOUNG_PEOPLE]),
                name="attendance_stage_fits_audience",
            ),
            models.CheckConstraint(
                condition=Q(known__in=HowKnown.values),
                name="attendance_how_known",
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gte=0, count__lte=MOST_IN_A_ROW),
                name="attendance_count_in_range",
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True, known=HowKnown.UNKNOWN)
                | (Q(count__isnull=False) & ~Q(known=HowKnown.UNKNOWN)),
                name="attendance_unknown_is_null",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()}: {'not known' if self.count is None else self.count}"
