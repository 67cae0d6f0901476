"""Days on which a council's schools have no pupils."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from campaigns.models.campaign import CouncilArea
from campaigns.models.compared import Compared, ComparedQuerySet
from campaigns.models.fields import STAGES_PATTERN, StagesField
from sextortion_aware.reading.names import LONGEST_NAME, compared_place


class SchoolHolidayQuerySet(ComparedQuerySet["SchoolHoliday"]):
    def on(self, day: date) -> Self:
        return self.filter(first_on__lte=day, last_on__gte=day)

    def at(self, *, area: CouncilArea, town: str) -> Self:
        return self.filter(Q(town="") | Q(town_words=compared_place(town)), area=area)

    def closing(self, stages: Iterable[str] = ()) -> Self:
        """Days that close whole schools, and those on which some of these stages are away: exam
        leave is no holiday of P7.
        """
        wanted = Q(stages="")
        for stage in stages:
            wanted |= Q(stages__contains=stage)
        return self.filter(wanted)


class SchoolHoliday(Compared):
    """It warns and never refuses: councils move dates, and a talk to staff is given when pupils are
    off.
    """

    area = models.ForeignKey(CouncilArea, models.PROTECT, related_name="school_holidays")
    town = models.CharField(
        max_length=80, blank=True, help_text="When only the schools of one town are closed."
    )
    first_on = models.DateField()
    last_on = models.DateField()
    name = models.CharField(max_length=120)
    stages = StagesField(
        blank=True,
        default="",
        help_text="When only these are away, as on exam leave. None named is all.",
    )
    staff_are_in = models.BooleanField(default=False, help_text="An in-service day.")
    town_words = models.CharField(
        max_length=LONGEST_NAME,
        blank=True,
        editable=False,
        help_text="The town as it is compared.",
    )

    COMPARED = {"town_words": ("town",)}

    objects = SchoolHolidayQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "area__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "town", "first_on", "name"], name="school_holiday_once"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="school_holiday_in_order"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="school_holiday_has_name"),
            models.CheckConstraint(
                condition=Q(stages__regex=STAGES_PATTERN), name="school_holiday_stages_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> list[str]:
        """For whom it is no whole holiday, in words."""
        only = [self.town, ", ".join(self.stages)]
        staff = ["staff are in"] if self.staff_are_in else []
        return [*staff, *(f"{words} only" for words in only if words)]
