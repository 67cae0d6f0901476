"""The talks that the demonstration offers."""

from campaigns.demo.shapes import Lists
from campaigns.models import Format, TalkKind

PROVIDES = "A room with a screen and sound\nA member of staff who stays for the whole talk"
NOT_SHOWN = "No pictures that could upset anyone\nNobody is asked to tell what happened to them"


def make_kinds(lists: Lists) -> None:
    sextortion, _, bullying, _, games = lists.topics
    upper, all_secondary = ("P6", "P7"), ("S1", "S2", "S3", "S4", "S5", "S6")
    kinds = (
        (
            "Sextortion: know the trick",
            "sextortion",
            sextortion,
            Format.LESSON,
            all_secondary,
            50,
            "How a stranger turns a chat into a threat, and what to do.",
            "How the trick works, step by step\nHow to spot it early\nWhat to do, and who helps",
        ),
        (
            "Kind online",
            "kind-online",
            bullying,
            Format.LESSON,
            upper,
            50,
            "What to do when messages hurt you, or hurt somebody else.",
            "What bullying online looks like\nWho can help\nWhat a friend can do",
        ),
        (
            "Safe in games and chats",
            "games-and-chats",
            games,
            Format.LESSON,
            upper,
            50,
            "Who is on the other side, and what to keep to yourself.",
            "Who you may be talking to\nWhat not to share\nHow to block and report",
        ),
        (
            "An evening for parents",
            "parents",
            sextortion,
            Format.PARENTS,
            (),
            60,
            "What your child may meet online, and how to talk about it.",
            "What happens online now\nHow to start the talk at home\nWhere to get help",
        ),
    )
    TalkKind.objects.bulk_create(
        TalkKind(
            campaign=lists.campaign,
            name=name,
            slug=slug,
            topic=topic,
            format=given,
            stages=stages,
            minutes=minutes,
            summary=summary,
            expect=expect,
            not_expect=NOT_SHOWN,
            school_provides=PROVIDES,
        )
        for name, slug, topic, given, stages, minutes, summary, expect in kinds
    )
