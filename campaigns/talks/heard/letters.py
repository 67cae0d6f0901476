"""The two letters to the team. What a school typed stays behind the link, but for the name of a
place that is not on our list.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from campaigns.access.permissions import may_run_queue
from campaigns.mail.letter import Letter
from campaigns.models import Change, Mail, Membership, Notice
from campaigns.people.letters import team_letter
from campaigns.places.guests import in_a_sentence, is_of_a_school
from campaigns.talks.heard.lines import Line
from campaigns.talks.heard.words import day_of_talk, talk_in_words, what_happened, who_did

MOST_LINES = 14


def notice_letter(
    notice: Notice, member: Membership, *, gives_it: bool, useful_until: datetime | None
) -> Letter:
    request = notice.talk_request
    return team_letter(
        Mail.Kind.NOTICE,
        member.user,
        _subject(notice),
        link=settings.SITE_URL + reverse("campaigns:talk_detail", args=[request.pk]),
        team=request.campaign,
        key=f"{notice.change_id}:{member.pk}",
        useful_until=useful_until,
        goes_at_night=notice.is_near,
        guest=in_a_sentence(request),
        who=who_did(notice),
        happened=what_happened(notice),
        talk=request,
        kind_of_talk=talk_in_words(request),
        day=day_of_talk(request),
        answer_by=notice.answer_by,
        account=settings.SITE_URL + reverse("my_account"),
        gives_it="yes" if gives_it else "",
        runs_queue="yes" if may_run_queue(member) else "",
        owns_it="yes" if request.owner_id == member.pk else "",
    )


def digest_letter(member: Membership, lines: Sequence[Line], *, today: date) -> Letter:
    return team_letter(
        Mail.Kind.DIGEST,
        member.user,
        "What schools told us: "
        + ("one talk to look at" if len(lines) == 1 else f"{len(lines)} talks to look at"),
        link=settings.SITE_URL + reverse("campaigns:home"),
        team=member.campaign,
        key=f"{member.pk}:{today.isoformat()}",
        goes_at_night=False,
        lines=lines[:MOST_LINES],
        has_colleagues="yes" if any(line.is_colleagues for line in lines) else "",
        more=max(0, len(lines) - MOST_LINES),
        today=today,
        account=settings.SITE_URL + reverse("my_account"),
    )


def _subject(notice: Notice) -> str:
    """Without the place, which a stranger may have typed."""
    kinds, session = Change.Kind, notice.talk_request.session
    if session is None:
        return "News of a request for a talk"
    day = f"{session.held_on:%A} {session.held_on.day} {session.held_on:%B}"
    is_school = is_of_a_school(notice.talk_request)
    if notice.change.kind == kinds.CANCELLED:
        is_by_school = is_school and notice.change.by_id is None
        return (
            f"A school has called off the talk on {day}"
            if is_by_school
            else f"The talk on {day} is called off"
        )
    if notice.change.kind == kinds.MOVE_ASKED:
        return f"{'A school wishes' if is_school else 'Wished:'} another time than {day}"
    return f"News of the talk on {day}"
