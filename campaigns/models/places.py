"""Where sessions are held, and whom and what they are about."""

from datetime import date
from typing import Any, Self, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from campaigns.models.campaign import Campaign, CouncilArea
from campaigns.models.compared import Compared, ComparedQuerySet, words_of_fields
from campaigns.models.word_search import BEFORE_KEPT, BEFORE_TYPED, FIRST, EachWordBegins
from sextortion_aware.reading.dates import in_words
from sextortion_aware.reading.names import LONGEST_NAME, compared_place, place_words

PLACES_IN_ORDER = ["name", "town", "pk"]
IN_NAME = {"words": BEFORE_KEPT}
IN_LABEL = {**IN_NAME, "postcode": FIRST, "area__name": BEFORE_TYPED}
IN_OTHER_NAME = {"words": BEFORE_KEPT}


class PlaceKind(models.TextChoices):
    PRIMARY = "primary", "Primary school"
    SECONDARY = "secondary", "Secondary school"
    SPECIAL = "special", "Special school"
    COLLEGE = "college", "College"
    COMMUNITY = "community", "Community venue"
    WORKPLACE = "workplace", "Workplace"


def other_names(words: list[str]) -> QuerySet[Any]:
    """Aliases in which each word begins. Their model stands above this one."""
    aliases: QuerySet[Any] = apps.get_model("campaigns", "PlaceAlias")._default_manager.all()
    return aliases.filter(EachWordBegins(words, IN_OTHER_NAME))


class PlaceQuerySet(ComparedQuerySet["Place"]):
    def open_on(self, day: date) -> Self:
        return self.exclude(closed_on__lt=day)

    def called(self, *, name: str, town: str) -> Self:
        return self.filter(words=words_of_fields(name, town))

    def search(self, text: str) -> Self:
        """Every word must begin one of the name, the town, the postcode or the council area, so
        "st jo stepps" finds St Joseph's in Stepps; or one of another name that it is known by.

        Names that begin with what was typed come first, then names and towns that have each word,
        then other names: all of Lanarkshire has "Lanark" in it.
        """
        words = list(dict.fromkeys(place_words(text)))
        if not words:
            return self.none()
        known_as = Q(pk__in=other_names(words).values("place"))
        best = Case(
            When(words__startswith=compared_place(text), then=0),
            When(EachWordBegins(words, IN_NAME), then=1),
            When(known_as, then=2),
            default=3,
        )
        found = self.select_related("area").filter(Q(EachWordBegins(words, IN_LABEL)) | known_as)
        return found.order_by(best, *PLACES_IN_ORDER)

    def with_other_name(self, text: str) -> Self:
        """`known_as` is the name by which a search found it, if none of its own did."""
        words = list(dict.fromkeys(place_words(text)))
        known_as = other_names(words).filter(place=OuterRef("pk")).order_by("words").values("words")
        own = When(EachWordBegins(words, IN_LABEL), then=Value(""))
        return self.annotate(known_as=Case(own, default=Subquery(known_as[:1])))


class Place(Compared):
    """A school, hall or workplace. A closed one is kept, because old sessions name it."""

    Kind: TypeAlias = PlaceKind

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="places")
    area = models.ForeignKey(CouncilArea, models.PROTECT, related_name="places")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    seed_code = models.CharField(
        max_length=10, blank=True, help_text="The Scottish Government's number for a school."
    )
    denomination = models.CharField(max_length=40, blank=True)
    roll = models.PositiveIntegerField(
        null=True, blank=True, help_text="Pupils, never used as an attendance."
    )
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    words = models.CharField(
        max_length=LONGEST_NAME,
        blank=True,
        editable=False,
        help_text="Name and town as they are compared.",
    )

    COMPARED = {"words": ("name", "town")}

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = PLACES_IN_ORDER
        indexes = [models.Index(fields=["campaign", "name"])]
        constraints = [
            # An all-through school has one code and a row for each of its sectors.
            models.UniqueConstraint(
                fields=["campaign", "seed_code", "kind"],
                condition=~Q(seed_code=""),
                name="place_seed_code_once_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PlaceKind.values),
                name="place_kind_known",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_name"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="place_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__gte=-90, latitude__lte=90),
                name="place_latitude_in_range",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__gte=-180, longitude__lte=180),
                name="place_longitude_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Names are not unique, so the town and council always stand beside them.

        Needs `area` selected.
        """
        return (
            f"{self.name}, {self.town} ({self.area.name})"
            if self.town
            else f"{self.name} ({self.area.name})"
        )

    def is_open_on(self, day: date) -> bool:
        return self.closed_on is None or day <= self.closed_on

    def closing(self, today: date) -> str:
        """Of a place with a last day, as each page and list says it: "closed 30 June 2021"."""
        if self.closed_on is None:
            return ""
        return f"{'closes' if self.is_open_on(today) else 'closed'} {in_words(self.closed_on)}"


class NamedInCampaign(models.Model):
    """A short list that a coordinator keeps; what is no longer offered stays on the old sessions
    that name it.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="%(class)ss")
    name = models.CharField(max_length=120)
    is_offered = models.BooleanField(default=True)

    class Meta:
        abstract = True
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="%(class)s_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="%(class)s_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Topic(NamedInCampaign):
    class_size_only = models.BooleanField(
        default=False, help_text="Taught in lessons: a request for an assembly is asked why."
    )

    class Meta(NamedInCampaign.Meta):
        pass


class Partner(NamedInCampaign):
    class Meta(NamedInCampaign.Meta):
        pass
