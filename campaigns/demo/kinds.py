"""The talks that the demonstration offers."""

from dataclasses import dataclass

from campaigns.demo.shapes import Lists
from campaigns.models import Format, TalkKind

UPPER_PRIMARY = ("P6", "P7")
ALL_SECONDARY = ("S1", "S2", "S3", "S4", "S5", "S6")
PROVIDES = "A room with a screen and sound\nA member of staff who stays for the whole talk"
NOT_SHOWN = "No pictures that could upset anyone\nNobody is asked to tell what happened to them"


@dataclass(frozen=True, kw_only=True)
class Kind:
    name: str
    slug: str
    topic: str
    format: Format = Format.LESSON
    stages: tuple[str, ...]
    minutes: int = 50
    summary: str
    expect: str


KINDS = (
    Kind(
        name="Sextortion: know the trick",
        slug="sextortion",
        topic="Sextortion",
        stages=ALL_SECONDARY,
        summary="How a stranger turns a chat into a threat, and what to do.",
        expect="How the trick works, step by step\nHow to spot it early\nWhat to do, and who helps",
    ),
    Kind(
        name="Kind online",
        slug="kind-online",
        topic="Cyberbullying",
        stages=UPPER_PRIMARY,
        summary="What to do when messages hurt you, or hurt somebody else.",
        expect="What bullying online looks like\nWho can help\nWhat a friend can do",
    ),
    Kind(
        name="Safe in games and chats",
        slug="games-and-chats",
        topic="Staying safe in games and chats",
        stages=UPPER_PRIMARY,
        summary="Who is on the other side, and what to keep to yourself.",
        expect="Who you may be talking to\nWhat not to share\nHow to block and report",
    ),
    Kind(
        name="An evening for parents",
        slug="parents",
        topic="Sextortion",
        format=Format.PARENTS,
        stages=(),
        minutes=60,
        summary="What your child may meet online, and how to talk about it.",
        expect="What happens online now\nHow to start the talk at home\nWhere to get help",
    ),
)


def make_kinds(lists: Lists) -> None:
    topics = {topic.name: topic for topic in lists.topics}
    TalkKind.objects.bulk_create(
        TalkKind(
            campaign=lists.campaign,
            name=kind.name,
            slug=kind.slug,
            topic=topics[kind.topic],
            format=kind.format,
            stages=kind.stages,
            minutes=kind.minutes,
            summary=kind.summary,
            expect=kind.expect,
            not_expect=NOT_SHOWN,
            school_provides=PROVIDES,
        )
        for kind in KINDS
    )
