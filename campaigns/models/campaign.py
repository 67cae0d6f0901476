"""The preventative programme, and what was said of it before this log began."""

from typing import TypeAlias

from django.db import models
from django.db.models import F, Q


class CouncilArea(models.Model):
    """One of Scotland's councils."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> "Campaign | None":
        """The one that the public pages speak of: a real campaign before a demonstration."""
        return self.order_by("is_demo", "pk").first()


class Campaign(models.Model):
    name = models.CharField(max_length=120, unique=True)
    started_on = models.DateField()
    mark = models.PositiveIntegerField(help_text="The figure that reach is tracked against.")
    areas = models.ManyToManyField(CouncilArea, related_name="campaigns")
    km_an_hour = models.PositiveSmallIntegerField(
        default=35, help_text="How fast an officer gets from place to place, as the crow flies."
    )
    least_minutes_between = models.PositiveSmallIntegerField(
        default=10,
        help_text="Between two places, however near. Also on the way to park and sign in.",
    )
    is_demo = models.BooleanField(
        default=False, help_text="Made up by seed_demo; a database with any other campaign is real."
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(mark__gt=0), name="campaign_mark_above_nought"),
            models.CheckConstraint(condition=Q(km_an_hour__gt=0), name="campaign_officers_move"),
        ]

    def __str__(self) -> str:
        return self.name


class FigureQualifier(models.TextChoices):
    OVER = "over", "over"
    ABOUT = "about", "about"
    EXACTLY = "exactly", "exactly"


class CarriedFigure(models.Model):
    """A total stated before this log existed: a statement with a source, never rows of made-up
    sessions.
    """

    Qualifier: TypeAlias = FigureQualifier

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="carried_figure")
    value = models.PositiveIntegerField()
    qualifier = models.CharField(max_length=10, choices=Qualifier)
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="Unknown until a named person enters it."
    )
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="carried_value_above_nought"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="carried_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=FigureQualifier.values),
                name="carried_qualifier_known",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="carried_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.qualifier} {self.value}"
