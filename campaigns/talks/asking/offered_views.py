"""What anybody reads before asking: the talks on offer, and the places that can be named."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.mail.team_contact import contact_of
from campaigns.models import Campaign, Place, TalkKind, Topic
from campaigns.talks.asking.place_forms import kind_in_short
from campaigns.talks.asking.views import the_campaign

FEWEST_LETTERS = 2
MOST_FOUND = 10


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    campaign = Campaign.objects.public()
    topics = Topic.objects.filter(campaign=campaign, is_offered=True)
    kinds = TalkKind.objects.for_schools().filter(campaign=campaign)
    sorts = (
        ("For schools and young people", [kind for kind in kinds if kind.is_for_pupils]),
        (
            "For parents, workplaces and other adults",
            [kind for kind in kinds if not kind.is_for_pupils],
        ),
    )
    told = {
        "campaign": campaign,
        "topics": topics,
        "offered": [
            (whom, [(kind, kind_in_short(kind)) for kind in those])
            for whom, those in sorts
            if those
        ],
        "contact": contact_of(campaign),
    }
    return render(request, "campaigns/talks/offered.html", told)


@require_safe
def talk_place_search(request: HttpRequest) -> HttpResponse:
    """Names of public places, for the script of the first page; without it the server asks which
    one is meant.
    """
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    places = (
        Place.objects.filter(campaign=the_campaign())
        .open_on(timezone.localdate())
        .search(words)[:MOST_FOUND]
        if len(words) >= FEWEST_LETTERS
        else Place.objects.none()
    )
    return JsonResponse(
        {
            "results": [
                {"id": place.pk, "label": place.label, "kind": place.get_kind_display()}
                for place in places
            ]
        }
    )
