"""The queue of talk requests, as the team sees it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Prefetch, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import (
    may_run_queue,
    may_see_talks,
    talks_seen_by,
    unconfirmed_seen_by,
)
from campaigns.access.team import team
from campaigns.mail.refused import is_refused
from campaigns.models import Membership, Notice, Offer, TalkRequest
from campaigns.talks.filter_form import QueueFilter
from campaigns.talks.heard.lines import heard_of
from campaigns.talks.request_views import tag_of
from campaigns.talks.waiting import LONGEST_WITHOUT_OWNER, late_answers, overdue, queue_rows

State = TalkRequest.State

TALKS_A_PAGE = 25
# What waits for us stands before what waits for the school, and both before what is set. A school
# that wishes another time waits for us until dates are held for it.
NEEDIEST_FIRST = Case(
    When(state=State.SUBMITTED, then=Value(0)),
    When(state=State.ASKS_TO_MOVE, is_held=False, then=Value(0)),
    When(state=State.CONFIRMED, then=Value(2)),
    default=Value(1),
)


@require_safe
@team(may_see_talks)
def talk_list(request: HttpRequest, member: Membership) -> HttpResponse:
    """Neediest first, and of those the oldest."""
    today, form = timezone.localdate(), QueueFilter(request.GET or None, member=member)
    talks = talks_seen_by(member)
    hidden = unconfirmed_seen_by(member)
    meant = hidden.filter(reference=form.reference) if form.reference else hidden.none()
    if unconfirmed := meant.first():
        return redirect("campaigns:talk_unconfirmed", unconfirmed.pk)
    found = form.found(talks)
    held = Offer.objects.held(timezone.now()).filter(talk_request=OuterRef("pk"))
    about = ("change__by", "talk_request__session")
    news = Prefetch("notices", Notice.objects.shown_to(member).select_related(*about))
    chosen = (
        form.narrow(found)
        .annotate(is_held=Exists(held))
        .select_related("place__area", "area", "topic", "owner__user")
        .prefetch_related("groups", news)
        .annotate(is_refused=is_refused())
    )
    page = Paginator(chosen.order_by(NEEDIEST_FIRST, "asked_at", "pk"), TALKS_A_PAGE).get_page(
        request.GET.get("page")
    )
    filters = {name: value for name in form.fields if (value := request.GET.get(name))}
    told = {
        "form": form,
        "looked_for": form.looked_for,
        "shows_open": form.shows_open,
        "others": others(form, found.count() - page.paginator.count) if form.looked_for else None,
        "unconfirmed": form.named(hidden) if may_run_queue(member) else [],
        "page": page,
        "rows": [
            {
                "talk": row.talk,
                "days": row.days,
                "kind": tag_of(row.talk),
                "is_overdue": row.is_overdue,
                "is_late": row.talk.is_late(today),
                "heard": heard_of(row.talk, today=today),
            }
            for row in queue_rows(list(page), today=today)
        ],
        "sees_all": may_run_queue(member),
        "overdue": overdue_words(overdue(talks, today=today)) if may_run_queue(member) else "",
        "owed": owed_words(late_answers(talks, today=today)) if may_run_queue(member) else "",
        "query": f"{urlencode(filters)}&" if filters else "",
        "clear": reverse("campaigns:talk_list") if filters else "",
    }
    return render(request, "campaigns/talks/list.html", told)


def others(form: QueueFilter, count: int) -> dict[str, str] | None:
    """What was found, and is not shown because of its state or of the filter."""
    if not count:
        return None
    why = "no longer open" if form.shows_open else "left out by what you chose"
    return {
        "words": f"{count} more for “{form.looked_for}” {'is' if count == 1 else 'are'} {why}",
        "href": f"?{urlencode({'q': form.looked_for, 'state': 'all'})}",
    }


def overdue_words(count: int) -> str:
    if not count:
        return ""
    few = count == 1
    waited = (
        f"{count} {'request has' if few else 'requests have'} waited more than "
        f"{LONGEST_WITHOUT_OWNER} school days"
    )
    return f"{waited}, and nobody sees to {'it' if few else 'them'}."


def owed_words(count: int) -> str:
    if not count:
        return ""
    return (
        f"{count} {'school was' if count == 1 else 'schools were'} promised an answer by a day "
        "that has passed."
    )
