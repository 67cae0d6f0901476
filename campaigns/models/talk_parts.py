"""What belongs to one request for a talk: who will listen, when it would suit, what was noted."""

from django.db import models
from django.db.models import F, Q

from campaigns.models.fields import STAGES_PATTERN, StagesField, this_moment
from campaigns.models.people import User
from campaigns.models.sessions import MOST_IN_A_ROW, Audience
from campaigns.models.talks import TalkRequest


class TalkGroup(models.Model):
    """A class or other group that the school would like spoken to."""

    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="groups")
    audience = models.CharField(max_length=20, choices=Audience)
    stages = StagesField(blank=True, default="")
    expected = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected__gte=1, expected__lte=MOST_IN_A_ROW),
                name="talk_group_expected_in_range",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="talk_group_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(stages__regex=STAGES_PATTERN), name="talk_group_stages_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()}: {self.expected}"


class TalkWish(models.Model):
    """What could be read out of the school's own words in `TalkRequest`, `new_wish` or else
    `wanted`: any of these days, at one of these times of day.
    """

    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="wishes")
    first_on = models.DateField()
    last_on = models.DateField()
    weekdays = models.CharField(
        max_length=7, default="12345", help_text="1 is Monday. Of the days between, these."
    )
    not_before = models.TimeField(null=True, blank=True)
    not_after = models.TimeField(null=True, blank=True, help_text="The talk is over by then.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="talk_wish_in_order"
            ),
            models.CheckConstraint(
                condition=Q(weekdays__regex=r"^1?2?3?4?5?6?7?\Z") & ~Q(weekdays=""),
                name="talk_wish_weekdays_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"


class TalkNote(models.Model):
    """What the school added later, or what one of us wrote down of a call with it."""

    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="None for the school, by its link.",
    )
    at = models.DateTimeField(default=this_moment, editable=False)
    text = models.CharField(max_length=1000)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="talk_note_says_something")
        ]

    def __str__(self) -> str:
        return self.text
