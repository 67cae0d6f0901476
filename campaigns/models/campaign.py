"""The preventative programme, and what was said of it before this log began."""

from typing import TypeAlias

from django.db import models
from django.db.models import F, Q

MOST_DAYS_TO_ANSWER = 10


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
    team_name = models.CharField(
        max_length=120, blank=True, help_text="The name that stands under letters."
    )
    team_email = models.EmailField(
        max_length=254, blank=True, help_text="Where schools write to; without it, TEAM_EMAIL."
    )
    telephone = models.CharField(max_length=20, blank=True)
    office_hours = models.CharField(
        max_length=120, blank=True, help_text="When the telephone is answered."
    )
    answer_school_days = models.PositiveSmallIntegerField(
        default=2, help_text="By then a school hears from the team after it told or asked us."
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
            models.CheckConstraint(
                condition=Q(answer_school_days__gte=1, answer_school_days__lte=MOST_DAYS_TO_ANSWER),
                name="campaign_answers_in_days",
            ),
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


class EarlierMark(models.Model):
    """A mark that another took the place of, so that nobody wonders what was aimed at then."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="earlier_marks")
    value = models.PositiveIntegerField()
    until = models.DateField(help_text="The day on which another took its place.")

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="earlier_mark_above_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.value}"


class ReportedIncidents(models.Model):
    """How many reports somebody else counted in one period: never a sum of ours."""

    Qualifier: TypeAlias = FigureQualifier

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reported_incidents")
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.PositiveIntegerField()
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=FigureQualifier.EXACTLY)
    counts = models.CharField(max_length=200, help_text="What was counted, and by whom.")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name_plural = "reported incidents"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="incidents_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=FigureQualifier.values),
                name="incidents_qualifier_known",
            ),
            models.CheckConstraint(
                condition=~Q(counts="") & ~Q(source=""), name="incidents_say_what_and_whence"
            ),
            models.UniqueConstraint(
                fields=["campaign", "starts_on", "ends_on", "counts"], name="incidents_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counts}: {self.value}"
