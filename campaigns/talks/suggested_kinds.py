"""Talks that a programme can begin with. The demonstration offers the same."""

from dataclasses import dataclass

from campaigns.models import Campaign, Format, TalkKind, Topic

UPPER_PRIMARY = ("P6", "P7")
ALL_SECONDARY = ("S1", "S2", "S3", "S4", "S5", "S6")
PROVIDES = "A room with a screen and sound\nA member of staff who stays for the whole talk"
ADULTS_PROVIDE = "A room with a screen and sound\nSomebody of yours who stays for the whole talk"
NOT_SHOWN = "No pictures that could upset anyone\nNobody is asked to tell what happened to them"


@dataclass(frozen=True, kw_only=True)
class SuggestedKind:
    """`class_size_only` is for its topic, when that is not there yet."""

    name: str
    slug: str
    topic: str
    class_size_only: bool = False
    format: Format = Format.LESSON
    stages: tuple[str, ...]
    minutes: int = 50
    summary: str
    expect: str
    school_provides: str = PROVIDES


KINDS = (
    SuggestedKind(
        name="Sextortion: know the trick",
        slug="sextortion",
        topic="Sextortion",
        class_size_only=True,
        stages=ALL_SECONDARY,
        summary="How a stranger turns a chat into a threat, and what to do.",
        expect="How the trick works, step by step\nHow to spot it early\nWhat to do, and who helps",
    ),
    SuggestedKind(
        name="Kind online",
        slug="kind-online",
        topic="Cyberbullying",
        stages=UPPER_PRIMARY,
        summary="What to do when messages hurt you, or hurt somebody else.",
        expect="What bullying online looks like\nWho can help\nWhat a friend can do",
    ),
    SuggestedKind(
        name="Safe in games and chats",
        slug="games-and-chats",
        topic="Staying safe online",
        stages=UPPER_PRIMARY,
        summary="Who is on the other side, and what to keep to yourself.",
        expect="Who you may be talking to\nWhat not to share\nHow to block and report",
    ),
    SuggestedKind(
        name="An evening for parents",
        slug="parents",
        topic="Sextortion",
        class_size_only=True,
        format=Format.PARENTS,
        stages=(),
        minutes=60,
        summary="What your child may meet online, and how to talk about it.",
        expect="What happens online now\nHow to start the talk at home\nWhere to get help",
        school_provides=ADULTS_PROVIDE,
    ),
    SuggestedKind(
        name="Blackmail online: a talk for adults",
        slug="adults",
        topic="Sextortion",
        class_size_only=True,
        format=Format.COMMUNITY,
        stages=(),
        minutes=45,
        summary="How strangers and e-mails blackmail adults, and what to do. For work or a group.",
        expect=(
            "How it begins, on a dating site, in a chat or by e-mail\n"
            "What to do first: stop replying, pay nothing, keep proof\n"
            "Where adults get help, and what to say to somebody it happens to"
        ),
        school_provides=ADULTS_PROVIDE,
    ),
)


@dataclass(frozen=True)
class Suggestion:
    kind: SuggestedKind
    adds_topic: bool

    @property
    def words(self) -> str:
        if not self.adds_topic:
            return self.kind.name
        return f"{self.kind.name} (adds the topic “{self.kind.topic}”, which is not on your list)"


def suggestions_for(campaign: Campaign) -> list[Suggestion]:
    """Only while it has no talk yet."""
    if TalkKind.objects.filter(campaign=campaign).exists():
        return []
    topics = Topic.objects.filter(campaign=campaign).values_list("name", flat=True)
    there = {name.lower() for name in topics}
    return [Suggestion(kind, adds_topic=kind.topic.lower() not in there) for kind in KINDS]
