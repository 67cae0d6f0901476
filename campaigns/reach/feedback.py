"""How schools said that their talks were: tallies, and nobody's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.models import Campaign, Session, TalkFeedback

Answer = TalkFeedback.Answer
COLUMNS = (
    {"text": "What we asked"},
    *({"text": label, "number": True} for label in Answer.labels),
)


@dataclass(frozen=True)
class Feedback:
    """Of talks that count. Only those that a school asked for have one; no percentage, because few
    answer.
    """

    talks: int
    asked: int
    rows: Sequence[tuple[str, ...]]  # a statement, and how many gave each answer


def feedback_of(campaign: Campaign) -> Feedback:
    held = Session.objects.in_campaign(campaign).filter(state=Session.State.DELIVERED)
    of_schools = held.filter(talk_request__isnull=False)
    counts = {
        f"{name}_{answer}": Count("pk", filter=Q(**{name: answer}))
        for name in TalkFeedback.STATEMENTS
        for answer in Answer.values
    }
    given = TalkFeedback.objects.filter(talk_request__session__in=held)
    found = given.aggregate(talks=Count("pk"), **counts)
    return Feedback(
        talks=found["talks"],
        asked=of_schools.count(),
        rows=[
            (words, *(f"{found[f'{name}_{answer}']:,}" for answer in Answer.values))
            for name, words in TalkFeedback.STATEMENTS.items()
        ],
    )
