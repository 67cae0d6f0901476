"""A date that is held for a school until it answers."""

from datetime import datetime
from typing import Self, TypeAlias

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.models.people import Membership, User
from campaigns.models.sessions import LONGEST_MINUTES
from campaigns.models.talks import TalkRequest


class OfferState(models.TextChoices):
    HELD = "held", "Held"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Not suitable"
    LAPSED = "lapsed", "Lapsed"
    TAKEN_BACK = "taken_back", "Taken back"
    NOT_CHOSEN = "not_chosen", "Another one was chosen"


def is_over(now: datetime, *, of: str = "") -> Q:
    """Nobody answered in time, or its own time has begun. `of` leads there from another row."""
    wall = timezone.make_naive(now)
    today = Q(**{f"{of}held_on": wall.date(), f"{of}starts_at__lte": wall.time()})
    begun = Q(**{f"{of}held_on__lt": wall.date()}) | today
    return begun | Q(**{f"{of}lapses_at__isnull": False, f"{of}lapses_at__lte": now})


class OfferQuerySet(models.QuerySet["Offer"]):
    def held(self, now: datetime) -> Self:
        """Still held: from the moment that an offer lapses it is free, whether or not it was marked
        already.
        """
        return self.filter(state=Offer.State.HELD).exclude(is_over(now))

    def to_lapse(self, now: datetime) -> Self:
        return self.filter(is_over(now), state=Offer.State.HELD)


class Offer(models.Model):
    """One date, time and officer held for a talk request until the school answers.

    Up to three stand side by side; the school takes one.
    """

    State: TypeAlias = OfferState

    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="offers")
    state = models.CharField(max_length=20, choices=State, default=State.HELD)
    held_on = models.DateField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(Membership, models.PROTECT, related_name="offers")
    second_officer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lapses_at = models.DateTimeField(
        null=True, blank=True, help_text="When nobody answered until then, it is free again."
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OfferState.values),
                name="offer_state_known",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST_MINUTES),
                name="offer_minutes_in_range",
            ),
            models.UniqueConstraint(
                fields=["talk_request"],
                condition=Q(state=OfferState.ACCEPTED),
                name="offer_one_accepted_a_request",
            ),
            models.CheckConstraint(
                condition=Q(second_officer__isnull=True) | ~Q(second_officer=F("officer")),
                name="offer_officers_are_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.starts_at:%H:%M}"
