"""What is offered to schools: one row for each talk that has a public page."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import STAGES_PATTERN, StagesField, stages_label
from campaigns.models.places import Topic
from campaigns.models.sessions import LONGEST_MINUTES, Format

ONLY_PUPILS = (Format.LESSON, Format.ASSEMBLY)
ADULTS_IN = {Format.PARENTS: "Parents and guardians", Format.STAFF: "Staff"}


def check_slugs(value: Any) -> None:
    """Whether there is a page of that slug is not asked: pages come and go."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValidationError("This is not a list of materials.")


class TalkKindQuerySet(models.QuerySet["TalkKind"]):
    def for_schools(self) -> Self:
        """A talk goes with its topic when that is retired, and comes back with it."""
        return self.filter(is_offered=True, topic__is_offered=True)


class TalkKind(models.Model):
    """One talk that is on offer, as its public page tells it. Coordinators keep it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="talk_kinds")
    slug = models.SlugField(max_length=60, help_text="Its address. It stays when the name changes.")
    name = models.CharField(max_length=120)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="talk_kinds")
    format = models.CharField(max_length=20, choices=Format)
    stages = StagesField(blank=True, default="")
    minutes = models.PositiveSmallIntegerField()
    summary = models.CharField(max_length=300)
    expect = models.TextField(max_length=2000, help_text="What happens in it. One line, one point.")
    not_expect = models.TextField(
        max_length=2000, blank=True, help_text="What does not happen in it. One line, one point."
    )
    school_provides = models.TextField(
        max_length=2000, blank=True, help_text="One line, one point."
    )
    materials = models.JSONField(
        default=list,
        blank=True,
        validators=[check_slugs],
        help_text="Slugs of sextortion_aware/materials.py. None: those that fit the stages.",
    )
    is_offered = models.BooleanField(default=True)

    objects = TalkKindQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "slug"], name="talk_kind_slug_once"),
            models.CheckConstraint(
                condition=Q(format__in=Format.values), name="talk_kind_format_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST_MINUTES),
                name="talk_kind_minutes_in_range",
            ),
            models.CheckConstraint(
                condition=Q(stages__regex=STAGES_PATTERN), name="talk_kind_stages_known"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="talk_kind_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_adults(self) -> bool:
        """A talk with stages is for those pupils. A workshop without any suits both."""
        return not self.stages and self.format not in ONLY_PUPILS

    @property
    def is_for_pupils(self) -> bool:
        return not self.is_for_adults or self.format == Format.WORKSHOP

    @property
    def for_whom(self) -> str:
        if self.stages:
            return stages_label(self.stages)
        return ADULTS_IN.get(Format(self.format), "Adults") if self.is_for_adults else ""
