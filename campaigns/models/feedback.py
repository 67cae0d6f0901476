"""What a school says of a talk that was given, and what of its programme the talk may be evidence
for.
"""

from typing import ClassVar, Self, TypeAlias

from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import STAGES_PATTERN, StagesField, this_moment
from campaigns.models.talks import TalkRequest


class FeedbackAnswer(models.TextChoices):
    AGREE = "agree", "Agree"
    PARTLY = "partly", "Partly agree"
    DISAGREE = "disagree", "Do not agree"


class TalkFeedback(models.Model):
    """By the school's link, once: three points on each of three statements, and one sentence."""

    Answer: TypeAlias = FeedbackAnswer

    STATEMENTS: ClassVar = {
        "pitched_right": "It was pitched right",
        "took_part": "The group took part",
        "have_again": "We would have you again",
    }

    talk_request = models.OneToOneField(TalkRequest, models.CASCADE, related_name="feedback")
    pitched_right = models.CharField(max_length=10, choices=Answer)
    took_part = models.CharField(max_length=10, choices=Answer)
    have_again = models.CharField(max_length=10, choices=Answer)
    sentence = models.CharField(
        max_length=300, blank=True, help_text="It goes with the contact of the request."
    )
    given_at = models.DateTimeField(default=this_moment, editable=False)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pitched_right__in=FeedbackAnswer.values)
                & Q(took_part__in=FeedbackAnswer.values)
                & Q(have_again__in=FeedbackAnswer.values),
                name="talk_feedback_answers_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.talk_request_id}: {self.pitched_right}, {self.took_part}, {self.have_again}"

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each statement with its answer, as words."""
        return [
            (words, str(FeedbackAnswer(getattr(self, name)).label))
            for name, words in self.STATEMENTS.items()
        ]


class EvidenceKind(models.TextChoices):
    INDICATOR = "indicator", "Quality indicator"
    CURRICULUM = "curriculum", "Curriculum"


class EvidenceRowQuerySet(models.QuerySet["EvidenceRow"]):
    def shown(self) -> Self:
        return self.filter(is_shown=True)


class EvidenceRow(models.Model):
    """A line of a school's evidence sheet: a quality indicator, or an outcome of the curriculum.

    Frameworks are rewritten, so coordinators keep the names. One that is no longer shown stays.
    """

    Kind: TypeAlias = EvidenceKind

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="evidence_rows")
    kind = models.CharField(max_length=10, choices=Kind)
    framework = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, help_text="Of an outcome, its gist in our own words.")
    stages = StagesField(blank=True, default="", help_text="None named: it fits every talk.")
    is_shown = models.BooleanField(default=True)

    objects = EvidenceRowQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "framework", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "framework", "code"], name="evidence_row_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="evidence_row_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(framework=""),
                name="evidence_row_says_something",
            ),
            models.CheckConstraint(
                condition=Q(stages__regex=STAGES_PATTERN), name="evidence_row_stages_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
