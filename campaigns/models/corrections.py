"""What is said of a session after its figures have stood: corrections, and which sessions are the
same one or are not.
"""

from datetime import datetime
from typing import Self, TypeAlias

from django.db import models
from django.db.models import F, Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import this_moment
from campaigns.models.people import User
from campaigns.models.sessions import Session


class CorrectionKind(models.TextChoices):
    FIGURES = "figures", "Correct it"
    VOID = "void", "Void it"
    RESTORE = "restore", "Restore it"


class CorrectionState(models.TextChoices):
    PROPOSED = "proposed", "Waiting for a coordinator"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Not confirmed"
    WITHDRAWN = "withdrawn", "Taken back"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def in_campaign(self, campaign: Campaign) -> Self:
        return self.filter(session__campaign=campaign)

    def waiting(self) -> Self:
        return self.filter(state=Correction.State.PROPOSED)

    def by_school(self) -> Self:
        return self.filter(proposed_by=None)

    def proposed_by(self, user: User) -> Self:
        """What somebody else decides, the newest first."""
        own = self.filter(proposed_by=user)
        at_once = Q(state=Correction.State.CONFIRMED, decided_by=F("proposed_by"))
        return own.exclude(at_once).order_by("-proposed_at", "-pk")

    def waiting_or_decided_since(self, moment: datetime) -> Self:
        """What was taken back is no news to whoever took it back."""
        decided = (Correction.State.CONFIRMED, Correction.State.DECLINED)
        return self.filter(
            Q(state=Correction.State.PROPOSED) | Q(state__in=decided, decided_at__gte=moment)
        )


class Correction(models.Model):
    """What a session should say instead, and why.

    An officer's waits until a coordinator confirms it; a coordinator's own is confirmed at once.
    """

    Kind: TypeAlias = CorrectionKind
    State: TypeAlias = CorrectionState

    session = models.ForeignKey(Session, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    based_on = models.PositiveIntegerField(
        help_text="The version of the session that was looked at."
    )
    wanted = models.JSONField(
        default=dict, help_text="The details and counts it should have, by their keys."
    )
    fields = models.JSONField(default=dict, help_text="Field name to [before, after], as words.")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="None for the school, by its link: it can only propose.",
    )
    proposed_at = models.DateTimeField(default=this_moment, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CorrectionKind.values), name="correction_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CorrectionState.values),
                name="correction_state_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(
                    state=CorrectionState.PROPOSED, decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~Q(state=CorrectionState.PROPOSED)
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="correction_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) | Q(kind=CorrectionKind.FIGURES),
                name="correction_of_school_is_figures",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.DECLINED) | ~Q(decision_reason=""),
                name="correction_declined_has_reason",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state=CorrectionState.PROPOSED),
                name="correction_waits_once_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"


class DifferentSessions(models.Model):
    """Two sessions that look like one, and somebody said that they are not: they are not asked
    about again.
    """

    first = models.ForeignKey(Session, models.CASCADE, related_name="+")
    second = models.ForeignKey(Session, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=this_moment, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="different_sessions_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="different_sessions_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
