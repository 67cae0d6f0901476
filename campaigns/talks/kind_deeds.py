"""The talks on offer are added, put right, taken off offer and offered again."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from campaigns.history.opened import check_seen
from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, TalkKind, Topic, User, stages_label
from campaigns.places.materials import fitting_kind, of_kind, own_choice
from campaigns.programme.lists import add_named
from campaigns.talks.suggested_kinds import NOT_SHOWN, SuggestedKind, suggestions_for

OTHER_ADDRESSES = frozenset({"ask", "later", "places", "earlier"})  # stand beside the talks' own


@transaction.atomic
def add_kind(
    *, campaign: Campaign, given: Mapping[str, Any], by: User | None, slug: str = ""
) -> TalkKind:
    """`given` are its columns by name."""
    kind = TalkKind(campaign=campaign, slug=slug or new_slug(campaign, given["name"]), **given)
    kind.materials = own_choice(kind.materials, [fitting_kind(kind)])
    kind.full_clean()
    kind.save()
    fields = differences({}, kind_in_words(kind))
    record_deed(
        campaign=campaign, kind=Change.Kind.ADDED, about=about_kind(kind), by=by, fields=fields
    )
    return kind


@transaction.atomic
def change_kind(
    *, kind: TalkKind, given: Mapping[str, Any], by: User | None, seen: str | None = None
) -> TalkKind:
    """Its address stays when the name changes, and requests that name it keep it."""
    kind = TalkKind.objects.select_for_update().get(pk=kind.pk)
    before, about = kind_in_words(kind), about_kind(kind)
    check_seen(seen, before)
    usual = fitting_kind(kind)
    for name, value in given.items():
        setattr(kind, name, value)
    kind.materials = own_choice(kind.materials, [usual, fitting_kind(kind)])
    kind.full_clean()
    kind.save()
    if fields := differences(before, kind_in_words(kind)):
        record_deed(campaign=kind.campaign, kind=deed_of(fields), about=about, by=by, fields=fields)
    return kind


@dataclass(frozen=True)
class Added:
    """Names."""

    kinds: tuple[str, ...]
    topics: tuple[str, ...]


@transaction.atomic
def add_suggested_kinds(*, campaign: Campaign, chosen: Collection[str], by: User | None) -> Added:
    """`chosen` are slugs. A topic that is not there is added too, as the page says beforehand.

    Pressed twice, they are there once.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    wanted = [each.kind for each in suggestions_for(campaign) if each.kind.slug in chosen]
    topics: list[str] = []
    for kind in wanted:
        topic = Topic.objects.filter(campaign=campaign, name__iexact=kind.topic).first()
        if topic is None:
            more = {"class_size_only": kind.class_size_only}
            topic = add_named(Topic, campaign=campaign, name=kind.topic, by=by, **more)
            topics.append(topic.name)
        add_kind(campaign=campaign, given=columns_of(kind, topic), by=by, slug=kind.slug)
    return Added(kinds=tuple(kind.name for kind in wanted), topics=tuple(topics))


def columns_of(kind: SuggestedKind, topic: Topic) -> dict[str, Any]:
    own = {
        name: value
        for name, value in asdict(kind).items()
        if name not in ("slug", "class_size_only")
    }
    return own | {"topic": topic, "not_expect": NOT_SHOWN}


def deed_of(fields: Mapping[str, tuple[str, str]]) -> Change.Kind:
    if "Schools can ask for it" in fields:
        is_offered = fields["Schools can ask for it"][1] == "yes"
        return Change.Kind.TAKEN_UP if is_offered else Change.Kind.RETIRED
    return Change.Kind.RENAMED if fields.keys() == {"Name"} else Change.Kind.PUT_RIGHT


def about_kind(kind: TalkKind) -> str:
    return f"Talk: {kind.name}"


def kind_in_words(kind: TalkKind) -> dict[str, object]:
    return {
        "Name": kind.name,
        "Topic": kind.topic.name,
        "How it is given": kind.get_format_display(),
        "Stages": stages_label(kind.stages),
        "Minutes": kind.minutes,
        "In one sentence": kind.summary,
        "What happens in it": kind.expect,
        "What does not happen in it": kind.not_expect,
        "What the school provides": kind.school_provides,
        "For schools to use": "; ".join(material.title for material in of_kind(kind)),
        "Schools can ask for it": kind.is_offered,
    }


def new_slug(campaign: Campaign, name: str) -> str:
    """From the name, with a number when another talk has it already."""
    start = slugify(name)[:50].strip("-") or "talk"
    taken = OTHER_ADDRESSES | set(
        TalkKind.objects.filter(campaign=campaign, slug__startswith=start).values_list(
            "slug", flat=True
        )
    )
    slugs = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in slugs if slug not in taken)
