"""Which requests are meant by what was typed: a reference, or where the talk is wished."""

from django.db.models import Q

from campaigns.models import Place
from campaigns.models.talks import REFERENCE_LETTERS, TalkRequestQuerySet
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.names import compared_place, place_words

REFERENCE = compiled(rf"[{REFERENCE_LETTERS}]{{7}}")


def reference_in(typed: str) -> str:
    """As it is kept, however it was read out or copied: “bcd 23-45”, “Ref: BCD2345.”. Else ""."""
    words = ["".join(filter(str.isalnum, word)) for word in typed.upper().split()]
    whole = [word for word in (*words, "".join(words)) if REFERENCE.fullmatch(word)]
    return whole[-1] if whole else ""


def at_place(talks: TalkRequestQuerySet, typed: str) -> Q:
    """Of these, those whose place is found by the words, spelt as freely as places are elsewhere.
    A place that is not on the list has no column of words, so such requests are read through.
    """
    words = list(dict.fromkeys(place_words(typed)))
    if not words:
        return Q(pk__in=[])
    listed = Place.objects.search(typed).order_by().values("pk")
    unlisted = talks.filter(place=None).values_list(
        "pk", "unlisted_place", "unlisted_town", "area__name"
    )
    fitting = [pk for pk, *names in unlisted if has_words(words, " ".join(names))]
    return Q(place__in=listed) | Q(pk__in=fitting)


def has_words(words: list[str], label: str) -> bool:
    """Each begins one of the label's."""
    own = f" {compared_place(label)}"
    return all(f" {word}" in own for word in words)
