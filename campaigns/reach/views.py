from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import may_keep_programme, may_read, may_see_stages
from campaigns.access.team import team
from campaigns.models import Campaign, Membership
from campaigns.reach.feedback import COLUMNS, feedback_of
from campaigns.reach.filters import Filters, without_stage
from campaigns.reach.incidents import incidents_beside
from campaigns.reach.public import for_public
from campaigns.reach.reach import reach
from campaigns.reach.stage_form import StageForm
from campaigns.reach.words import busiest, latest

TEAM_MONTH_COLUMNS = (
    {"text": "Month"},
    {"text": "Attendances", "number": True},
    {"text": "Sessions", "number": True},
    {"text": "No figure yet", "number": True},
)


@require_safe
def public_reach(request: HttpRequest) -> HttpResponse:
    """It touches no session, so it sets no cookie."""
    campaign = Campaign.objects.public()
    shown = for_public(reach(campaign, today=timezone.localdate())) if campaign else None
    months = latest(shown.by_month) if shown else ()
    told = {
        "campaign": campaign,
        "reach": shown,
        "months": months,
        "finding": busiest(months),
        "incidents": incidents_beside(campaign) if campaign else (),
    }
    return render(request, "campaigns/reach/public.html", told)


@require_safe
@team(may_read)
def team_reach(request: HttpRequest, member: Membership) -> HttpResponse:
    """Of one stage when it is asked for, which a viewer may not: so few people have it that a
    child could be picked out.
    """
    form = StageForm(request.GET)
    by_stage = may_see_stages(member)
    if not by_stage and form.names_a_stage:
        raise PermissionDenied
    filters = Filters(stage=form.chosen)
    exact = reach(member.campaign, today=timezone.localdate(), filters=filters)
    months = latest(
        [(month.label, None if month.is_unknown else month.count) for month in exact.by_month]
    )
    return render(
        request,
        "campaigns/reach/team.html",
        {
            "campaign": member.campaign,
            "reach": exact,
            "keeps": may_keep_programme(member),
            "stage_form": form if by_stage else None,
            "stage": filters.stage,
            "without_stage": without_stage(member.campaign, filters) if filters.stage else 0,
            "incidents": incidents_beside(member.campaign),
            "feedback": feedback_of(member.campaign),
            "feedback_columns": COLUMNS,
            "months": months,
            "finding": busiest(months),
            "by_audience": [(part.label, part.count) for part in exact.by_audience],
            "by_area": [(part.label, part.count) for part in exact.by_area],
            "month_columns": TEAM_MONTH_COLUMNS,
            "month_rows": [
                (
                    month.label,
                    f"{month.count:,}",
                    f"{month.sessions:,}",
                    f"{month.without_figure:,}",
                )
                for month in exact.by_month
            ],
            "month_total": (
                "All",
                f"{exact.logged:,}",
                f"{exact.sessions:,}",
                f"{exact.without_figure:,}",
            ),
        },
    )
