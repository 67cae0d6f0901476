"""A spreadsheet on its way into the log: the file's rows, what was said of them, and what became of
each.
"""

from typing import Self, TypeAlias

from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.fields import this_moment
from campaigns.models.people import User
from campaigns.models.places import Place


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", "Columns to match"
    CHECKED = "checked", "Checked, nothing written yet"
    COMMITTED = "committed", "In the log"
    UNDONE = "undone", "Undone"


NOT_IN_THE_LOG = (BatchState.UPLOADED, BatchState.CHECKED)
WAS_IN_THE_LOG = (BatchState.COMMITTED, BatchState.UNDONE)


class BatchWork(models.TextChoices):
    NONE = "", "Nothing in hand"
    CHECKING = "checking", "Checking the rows"
    WRITING = "writing", "Writing the sessions"
    UNDOING = "undoing", "Undoing"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def in_campaign(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign)


class ImportBatch(models.Model):
    """One uploaded file. Its sessions exist all together or not at all."""

    State: TypeAlias = BatchState
    Work: TypeAlias = BatchWork

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="import_batches")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of the file, by which the same file is known again."
    )
    header = models.JSONField(
        default=list, help_text="The names of the columns, as the file has them."
    )
    columns = models.JSONField(
        default=dict, help_text="What each column is: our name to the column's number."
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(
        default=0, help_text="How far the work in hand has come."
    )
    work = models.CharField(
        max_length=10,
        choices=Work,
        blank=True,
        default=Work.NONE,
        help_text="What is in hand. It says nothing of what was written.",
    )
    alive_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the work in hand was last seen to move; killed work moves no more.",
    )
    trouble = models.CharField(
        max_length=300, blank=True, help_text="Why the last work stopped, as a sentence."
    )
    remarks = models.JSONField(
        default=list, help_text="What a person should know of the file, as sentences."
    )
    sums = models.JSONField(
        default=list,
        help_text="Of each column: what its numbers come to, in how many rows, and its formulas.",
    )
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=this_moment, editable=False)
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BatchState.values),
                name="import_batch_state_known",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=NOT_IN_THE_LOG, committed_at__isnull=True))
                | Q(state__in=WAS_IN_THE_LOG, committed_at__isnull=False),
                name="import_batch_committed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.UNDONE, undone_at__isnull=False)
                | (~Q(state=BatchState.UNDONE) & Q(undone_at__isnull=True)),
                name="import_batch_undone_has_time",
            ),
            models.CheckConstraint(
                condition=Q(work__in=BatchWork.values),
                name="import_batch_work_known",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """The file itself, while nobody has finished with it: another sheet or another line of headers
    can be taken without uploading it again. It goes with the commit, or with the batch.
    """

    batch = models.OneToOneField(ImportBatch, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
    sheets = models.JSONField(
        default=list, help_text="Of each: its name, and whether it is hidden."
    )
    first_lines = models.JSONField(default=list, help_text="Each with its number, as read.")
    sheet = models.CharField(max_length=200, blank=True)
    separator = models.CharField(max_length=1, blank=True)
    header_line = models.PositiveIntegerField(
        default=0, help_text="The first line with names of columns; 0 when there is none."
    )
    header_lines = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"the file of {self.batch_id}"

    @property
    def header_numbers(self) -> range:
        return range(self.header_line, self.header_line + self.header_lines)


class RowVerdict(models.TextChoices):
    NEW = "new", "Not checked yet"
    READY = "ready", "Ready"
    HELD = "held", "Held back"
    DUPLICATE = "duplicate", "There already"
    WRONG = "wrong", "Cannot be taken"


class RowReason(models.TextChoices):
    """Why a row is not ready, for the sums of what is left out."""

    TOTAL = "total", "The file’s own total"
    NO_DATE = "no_date", "No full date"
    NOT_HELD = "not_held", "It did not happen"
    HIDDEN = "hidden", "Hidden in the file"
    MERGED = "merged", "One number for several rows"
    AUDIENCE = "audience", "Children or young people?"
    NOTES = "notes", "Notes that may name a child"
    IN_LOG = "in_log", "In the log already"
    OTHER_NUMBER = "other", "In the log with another number"
    TWICE = "twice", "The same as a row further up"
    PLACE = "place", "The place is not known"
    WRONG = "wrong", "Something that cannot be taken"


class ImportRow(models.Model):
    """One line of the file, kept as it was written."""

    Verdict: TypeAlias = RowVerdict
    Reason: TypeAlias = RowReason

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(help_text="As the spreadsheet numbers it.")
    cells = models.JSONField(default=list)
    mended = models.JSONField(
        default=dict, help_text="What somebody wrote over cells: the column’s number to the words."
    )
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.NEW)
    problems = models.JSONField(default=list, help_text="Sentences for a person.")
    looks_like = models.ForeignKey(
        "campaigns.Session", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unknown_place = models.CharField(
        max_length=200,
        blank=True,
        help_text="What the file calls the place, when no place of ours is called so.",
    )
    is_different = models.BooleanField(
        default=False, help_text="Somebody said that it is not what it looks like."
    )
    reason = models.CharField(
        max_length=10, choices=Reason, blank=True, help_text="Why it is not ready."
    )
    counts = models.JSONField(default=dict, help_text="How many of each audience, as far as read.")
    seen = models.JSONField(
        default=dict, help_text="What the file says beside the cells: hidden, merged."
    )
    answers = models.JSONField(
        default=dict, help_text="What somebody said of it: the reason, and the answer."
    )

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="import_row_line_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=RowVerdict.values),
                name="import_row_verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["", *RowReason.values]),
                name="import_row_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"

    @property
    def as_mended(self) -> list[str]:
        """The cells with what was written over them."""
        written = [*self.cells]
        for place, words in self.mended.items():
            written += [""] * (int(place) + 1 - len(written))
            written[int(place)] = words
        return written


class ImportLayout(models.Model):
    """How the columns of a kind of file were matched the last time."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    header_digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "header_digest"], name="import_layout_once")
        ]

    def __str__(self) -> str:
        return self.header_digest


class PlaceAlias(models.Model):
    """What spreadsheets call a place, once somebody has said which place is meant."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    words = models.CharField(max_length=200, help_text="As names are compared.")
    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "words"], name="place_alias_once")
        ]

    def __str__(self) -> str:
        return self.words
