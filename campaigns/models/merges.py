"""Two rows that were one session, and what it takes to part them again."""

from django.db import models
from django.db.models import F, Q

from campaigns.models.fields import this_moment
from campaigns.models.people import User
from campaigns.models.sessions import Session, SessionState
from campaigns.models.talks import TalkRequest


class Merge(models.Model):
    kept = models.ForeignKey(Session, models.PROTECT, related_name="merges")
    other = models.ForeignKey(Session, models.PROTECT, related_name="merges_away")
    other_state = models.CharField(max_length=20, help_text="What it was before it was voided.")
    gained = models.JSONField(
        default=dict,
        help_text=(
            "Officers, partners and topics that the kept one got from the other, by their ids."
        ),
    )
    talk_request = models.ForeignKey(
        TalkRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="It pointed at the other one.",
    )
    talk_state = models.CharField(
        max_length=20, blank=True, help_text="What the request was before."
    )
    kept_version = models.PositiveIntegerField(
        help_text="Afterwards: with any other version somebody changed it since."
    )
    other_version = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=this_moment, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(undone_at__isnull=True),
                name="merge_stands_once_a_session",
            ),
            models.CheckConstraint(condition=~Q(kept=F("other")), name="merge_of_two_sessions"),
            models.CheckConstraint(
                condition=Q(other_state__in=[SessionState.PLANNED, SessionState.DELIVERED]),
                name="merge_other_state_known",
            ),
            models.CheckConstraint(
                condition=Q(talk_request__isnull=True, talk_state="")
                | (Q(talk_request__isnull=False) & ~Q(talk_state="")),
                name="merge_talk_has_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} is {self.kept_id}"
