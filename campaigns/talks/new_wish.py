"""What a school wishes after it has asked: the words in which it leaves a date or refuses dates."""

from datetime import datetime

from django.utils import timezone

from campaigns.models import Format, TalkRequest
from campaigns.places.guests import is_of_a_school
from campaigns.talks.asking.wishes import Whose, read_wishes, save_wishes

LONGEST_READ = 300


def take_new_wish(request: TalkRequest, words: str, *, now: datetime) -> None:
    """In place of every wish before it, so words that cannot be read leave no date to compare with.

    Needs the transaction of the change.
    """
    request.wishes.all().delete()
    TalkRequest.objects.filter(pk=request.pk).update(new_wish=words)
    said = " ".join(words.split())
    if len(said) <= LONGEST_READ:
        today = timezone.localdate(now)
        save_wishes(request, read_wishes([said], whose=whose_of_request(request), today=today))


def whose_of_request(request: TalkRequest) -> Whose:
    place = request.place
    return Whose(
        area=request.area,
        town=place.town if place else request.unlisted_town,
        stages={stage for group in request.groups.all() for stage in group.stages},
        is_school=is_of_a_school(request),
        pupils_come=request.format != Format.STAFF,
    )
