"""Whom else a school named for a talk, besides the contact of today."""

from django.db import models
from django.db.models import Q

from campaigns.models.talks import TalkRequest


class TalkContact(models.Model):
    """Somebody besides a request's contact: who was asked to take it over and has not said yes, and
    who it was before.
    """

    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="other_contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=30, blank=True)
    token_hash = models.CharField(
        max_length=64,
        blank=True,
        help_text="Of the link to say yes with; none for who it was before.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["talk_request"],
                condition=~Q(token_hash=""),
                name="talk_contact_one_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name
