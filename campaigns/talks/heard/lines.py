"""Notices as lines, one for each request: for the page Today, for the morning's letter and for the
queue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from campaigns.access.permissions import talks_seen_by
from campaigns.models import Membership, Notice, TalkRequest
from campaigns.models.notices import NoticeQuerySet
from campaigns.talks.heard.words import all_that_happened, day_of_talk, who_did


@dataclass(frozen=True, kw_only=True)
class Line:
    talk: TalkRequest
    day: str
    who: str
    said: str
    answer_by: date | None
    is_overdue: bool
    is_unseen: bool
    is_about_given: bool  # so it is read on the page of the session
    is_colleagues: bool  # the first of it: one of us did it


def lines_of(notices: Iterable[Notice], *, today: date) -> list[Line]:
    """Needs what `with_talks` selects. What is overdue first, else the oldest."""
    by_request: dict[int, list[Notice]] = {}
    for notice in notices:
        by_request.setdefault(notice.talk_request_id, []).append(notice)
    requests = [own[0].talk_request for own in by_request.values()]
    prefetch_related_objects([one for one in requests if one.place_id is None], "groups")
    lines = [_line(own, today=today) for own in by_request.values()]
    return sorted(lines, key=lambda line: not line.is_overdue)


def _line(notices: list[Notice], *, today: date) -> Line:
    request = notices[0].talk_request
    answer_by = due(request, notices)
    return Line(
        talk=request,
        day=day_of_talk(request),
        who=who_did(notices[0]),
        said=all_that_happened(notices),
        answer_by=answer_by,
        is_overdue=answer_by is not None and answer_by < today,
        is_unseen=any(notice.dealt_at is None for notice in notices),
        is_about_given=any(notice.is_about_given for notice in notices),
        is_colleagues=notices[0].change.by_id is not None,
    )


def due(request: TalkRequest, notices: Iterable[Notice]) -> date | None:
    """The first day that was promised to the school and not kept yet."""
    if request.state not in TalkRequest.OPEN:
        return None
    days = [
        notice.answer_by for notice in notices if notice.answer_by and notice.answered_at is None
    ]
    return min(days, default=None)


def heard_of(talk: TalkRequest, *, today: date) -> Line | None:
    """What nobody on the team has dealt with yet, or what is owed to the school."""
    lines = lines_of([one for one in talk.notices.all() if one.is_open], today=today)
    return lines[0] if lines else None


def lines_on_today(member: Membership, *, today: date) -> list[Line]:
    """What nobody has seen yet, and what should have been answered by now. Whoever has left a talk
    heard of it by e-mail, and cannot open it.
    """
    mine = Notice.objects.for_member(member).filter(talk_request__in=talks_seen_by(member))
    return lines_of(with_talks(mine.unseen() | mine.overdue(today)), today=today)


def with_talks(notices: NoticeQuerySet) -> NoticeQuerySet:
    related = ("change__by", "talk_request__place__area", "talk_request__session")
    return notices.select_related(*related).order_by("change__at", "pk")
