"""The next talk begins with the answers of the last one: where, for whom, how many came, and which.
Not who asks, and not when.
"""

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.models import Audience, TalkGroup, TalkRequest
from campaigns.places.guests import SCHOOLS
from campaigns.talks.asking.drafts import start_draft
from campaigns.talks.asking.group_forms import PUPILS
from campaigns.talks.asking.place_forms import SOMETHING_ELSE
from campaigns.talks.asking.turns import TooOften, came_from, take_to_start
from campaigns.talks.asking.views import too_many
from campaigns.talks.behind_link import find_talk
from campaigns.talks.record.given import given_talk

Answers = dict[str, dict[str, list[str]]]


@require_POST
def talk_next(request: HttpRequest, token: str) -> HttpResponse:
    """A new request with what stays the same filled in. Who asks is asked again."""
    talk = find_talk(token, today=timezone.localdate())
    try:
        take_to_start(came_from(request))
    except TooOften as often:
        return too_many(request, often.seconds, talk.campaign)
    draft = start_draft(campaign=talk.campaign, now=timezone.now(), answers=answers_of(talk))
    return redirect("campaigns:talk_step", draft.pk, "dates")


def answers_of(talk: TalkRequest) -> Answers:
    """A place that is not on our list is asked for again, and with it all that follows."""
    if talk.place is None:
        return {}
    answers: Answers = {
        "place": {"place": [talk.place.label], "place_id": [str(talk.place.pk)]},
        **which_talk(talk),
    }
    groups, in_school = list(talk.groups.all()), talk.place.kind in SCHOOLS
    came = how_many_came(talk, groups)
    for number, group in enumerate(groups, start=1):
        answer = group_answer(group, came.get(group.pk, group.expected), in_school=in_school)
        if number < len(groups):
            answer["another"] = ["on"]
        answers[f"group-{number}"] = answer
    return answers


def which_talk(talk: TalkRequest) -> Answers:
    if talk.kind:
        return {"kind": {"kind": [str(talk.kind.pk)]}}
    return {
        "kind": {"kind": [SOMETHING_ELSE]},
        "topic": {"topic": [str(talk.topic_id)], "format": [talk.format]},
    }


def how_many_came(talk: TalkRequest, groups: Sequence[TalkGroup]) -> dict[int, int]:
    """By the key of each group whose number is known: one group has all of its school, and of
    several each has the number of its audience if no other group has the same.
    """
    given = given_talk(talk) if talk.state == TalkRequest.State.DELIVERED else None
    if given is None or not given.counts or any(row.count is None for row in given.own):
        return {}
    if len(groups) == 1:
        total = sum(row.count or 0 for row in given.own)
        return {groups[0].pk: total} if total else {}
    audiences = Counter(group.audience for group in groups)
    numbers: Counter[str] = Counter()
    for row in given.own:
        numbers[row.audience] += row.count or 0
    return {
        group.pk: numbers[group.audience]
        for group in groups
        if audiences[group.audience] == 1 and numbers[group.audience]
    }


def group_answer(group: TalkGroup, number: int, *, in_school: bool) -> dict[str, list[str]]:
    answer = {"who": [group.audience], "expected": [str(number)]}
    if in_school and group.audience in (Audience.CHILDREN, Audience.YOUNG_PEOPLE):
        answer |= {"who": [PUPILS], "stages": [", ".join(group.stages)]}
    return answer
