"""What a school or group answered so far, before it is a request."""

import uuid

from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import this_moment


class TalkDraft(models.Model):
    """Answers to the form so far, under an address nobody can guess, so that a closed tab loses
    nothing.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    answers = models.JSONField(
        default=dict, blank=True, help_text="Step name to what was typed there."
    )
    typing = models.JSONField(
        default=dict,
        blank=True,
        help_text="Step name to what was typed there and not sent. It is no answer yet.",
    )
    started_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(default=this_moment, help_text="When it last was worked on.")
    link_hash = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the secret in the link that was mailed, when one was.",
    )
    link_number = models.PositiveSmallIntegerField(
        default=0, help_text="With the next one, the link that was mailed before is dead."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link_hash"], condition=~Q(link_hash=""), name="talk_draft_link_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
