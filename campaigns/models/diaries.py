"""When officers are there, when they are not, and what they are booked for."""

from typing import TypeAlias

from django.db import models
from django.db.models import F, Q

from campaigns.models.fields import this_moment
from campaigns.models.offers import Offer
from campaigns.models.people import Membership, User
from campaigns.models.sessions import Session


class DiaryEntry(models.Model):
    """An officer's time that is taken: by a planned session, or by a date that is held for a
    school.

    Entries of one officer never overlap, the way to them included. PostgreSQL refuses it by an
    exclusion constraint (migration 0011), which a model cannot say for both databases;
    campaigns/diaries/book.py asks first, one at a time for each officer. Entries about the same
    talk may overlap: a school that moves its talk is held a new time beside the old one.
    """

    officer = models.ForeignKey(Membership, models.CASCADE, related_name="diary")
    about = models.UUIDField(
        help_text=(
            "The talk request's draft_key, or the session's client_id when no request made it."
        )
    )
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="diary"
    )
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="diary")
    leaves_at = models.DateTimeField(help_text="When the officer sets out from what comes before.")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["begins_at", "pk"]
        indexes = [models.Index(fields=["officer", "begins_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")) & Q(begins_at__gte=F("leaves_at")),
                name="diary_entry_in_order",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False, offer__isnull=True)
                | Q(session__isnull=True, offer__isnull=False),
                name="diary_entry_is_one",
            ),
            models.UniqueConstraint(
                fields=["officer", "session"],
                condition=Q(session__isnull=False),
                name="diary_entry_session_once",
            ),
            models.UniqueConstraint(
                fields=["officer", "offer"],
                condition=Q(offer__isnull=False),
                name="diary_entry_offer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_at:%Y-%m-%d %H:%M}"


class OfficerHours(models.Model):
    """When an officer can give talks in an ordinary week.

    An officer without any is there at the campaign's usual hours.
    """

    officer = models.ForeignKey(Membership, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(help_text="1 is Monday.")
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="officer_hours_weekday_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="officer_hours_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts_at:%H:%M}"


class OfficerTimeKind(models.TextChoices):
    LEAVE = "leave", "Leave"
    COURT = "court", "Court"
    DUTY = "duty", "Other duty"
    OPENING = "opening", "Extra time for talks"


class OfficerTime(models.Model):
    """Hours that differ from the ordinary week: away, or there although the week says otherwise.

    It says no more than it must of why.
    """

    Kind: TypeAlias = OfficerTimeKind

    officer = models.ForeignKey(Membership, models.CASCADE, related_name="times")
    kind = models.CharField(max_length=20, choices=Kind)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OfficerTimeKind.values),
                name="officer_time_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="officer_time_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.begins_at:%Y-%m-%d %H:%M}"


class CalendarFeed(models.Model):
    """A secret address at which a calendar program reads one officer's talks.

    It holds no contact. Only its hash is kept.
    """

    officer = models.ForeignKey(Membership, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=this_moment, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
