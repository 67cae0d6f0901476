"""What is kept beside a request whose address nobody has confirmed, and what is left of it."""

from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.talks import TalkRequest


class UnconfirmedAnswers(models.Model):
    """What was typed, but for whom to write to: a request that is forgotten can be asked again by
    the link that was mailed. Then the answers go, and later the row.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    talk_request = models.OneToOneField(
        TalkRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="unconfirmed_answers",
        help_text="None once that is forgotten.",
    )
    answers = models.JSONField(default=dict, blank=True, help_text="As in a draft.")
    token_hash = models.CharField(
        max_length=64, unique=True, null=True, blank=True, help_text="Of the request's link."
    )
    reference = models.CharField(max_length=7, blank=True)
    asked_on = models.DateField()
    forgotten_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(talk_request__isnull=False, forgotten_on__isnull=True)
                | Q(
                    talk_request__isnull=True,
                    forgotten_on__isnull=False,
                    token_hash__isnull=False,
                ),
                name="unconfirmed_answers_of_request_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.reference
