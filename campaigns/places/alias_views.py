"""What spreadsheets call our places: names that somebody once gave a meaning, to look at and to
forget.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.models import Membership, PlaceAlias
from campaigns.places.aliases import as_alias, forget_name
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import kept_query
from sextortion_aware.forms.words import WordsField

A_PAGE = 50


class AliasFilterForm(ServiceForm):
    all_optional = True

    q = WordsField(max_length=100, label="What the spreadsheet calls it", required=False)


@require_safe
@team(may_keep_programme)
def alias_list(request: HttpRequest, member: Membership) -> HttpResponse:
    form = AliasFilterForm(request.GET)
    names = PlaceAlias.objects.filter(campaign=member.campaign).select_related("place__area")
    if form.is_valid() and (said := form.cleaned_data["q"]):
        words = as_alias(said)
        names = names.filter(words__contains=words) if words else names.none()
    page = Paginator(names.order_by("words", "pk"), A_PAGE).get_page(request.GET.get("page"))
    query = kept_query(request)
    return render(
        request,
        "campaigns/places/alias_list.html",
        {"form": form, "page": page, "query": query, "is_filtered": bool(query)},
    )


@require_POST
@team(may_keep_programme)
def alias_forget(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    alias = (
        PlaceAlias.objects.filter(campaign=member.campaign, pk=pk)
        .select_related("campaign", "place__area")
        .first()
    )
    if alias is None and PlaceAlias.objects.filter(pk=pk).exists():
        raise Http404
    if alias:
        forget_name(alias=alias, by=member.user)
    messages.success(request, "Forgotten. The next spreadsheet that has this name asks about it.")
    return redirect("campaigns:alias_list")
