"""Whom else a school named for a talk, besides the contact of today."""

from datetime import datetime
from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models.fields import this_moment
from campaigns.models.talks import TalkRequest


class ContactState(models.TextChoices):
    ASKED = "asked", "Asked to take over"
    TOOK_OVER = "took_over", "Took over"
    BEFORE = "before", "The contact before"


class TalkContact(models.Model):
    """Who was asked by the school to look after its talk, and who did so before. Nothing changes
    until the one who was asked has said yes.
    """

    State: TypeAlias = ContactState

    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="other_contacts")
    state = models.CharField(max_length=10, choices=State)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=30, blank=True)
    token_hash = models.CharField(
        max_length=64, blank=True, help_text="Of the link to say yes with; none for BEFORE."
    )

    named_at = models.DateTimeField(default=this_moment, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ContactState.values), name="talk_contact_state_known"
            ),
            models.UniqueConstraint(
                fields=["talk_request"],
                condition=Q(state=ContactState.ASKED),
                name="talk_contact_one_is_asked",
            ),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="talk_contact_link_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_run_out(self, now: datetime) -> bool:
        """Nobody said yes in time, whether or not the night has taken it away."""
        is_asked = self.state == ContactState.ASKED
        return is_asked and self.named_at < now - settings.FORGET_DRAFTS_AFTER
