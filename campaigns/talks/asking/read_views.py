"""What we read in the words of a wanted date, while they are typed. Nothing is kept or changed."""

import uuid
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.models import Membership, Place
from campaigns.talks.asking.enter_form import whose_of
from campaigns.talks.asking.views import find_draft, journey_of
from campaigns.talks.asking.visit_forms import DatesForm
from campaigns.talks.asking.wish_box import LONGEST_WISH
from campaigns.talks.asking.wishes import Wish, read_wishes, told_of
from sextortion_aware.forms.hidden_boxes import whole_number


@require_POST
def talk_read_dates(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    kept = find_draft(draft)
    journey = journey_of(kept) if kept else None
    if journey is None or not journey.may_open("dates"):
        raise Http404
    typed = MultiValueDict({"when_1": [request.POST.get("words", "")]})
    form = journey.form("dates", typed)
    return answer([] if "when_1" in form.errors else cast("DatesForm", form).wishes)


@require_POST
@team(may_log)
def talk_enter_read(request: HttpRequest, member: Membership) -> HttpResponse:
    """By the calendar of the school, once that is chosen."""
    today = timezone.localdate()
    places = Place.objects.filter(campaign=member.campaign).open_on(today)
    place = places.filter(pk=whole_number(request, "place_id") or 0).first()
    area = place.area if place else member.campaign.areas.first()
    words = request.POST.get("words", "")
    if area is None or len(words) > LONGEST_WISH:
        return answer([])
    return answer(
        read_wishes(
            [words], whose=whose_of(place, area=area, town=place.town if place else ""), today=today
        )
    )


def answer(wishes: list[Wish]) -> HttpResponse:
    text = " ".join(line for wish in wishes for line in told_of(wish))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
