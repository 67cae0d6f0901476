"""The counts of planned sessions as a phone keeps them: what an officer needs in the corridor."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from crispy_forms.layout import LayoutObject
from django.template import Context
from django.utils.safestring import SafeString

from campaigns.models import Attendance, Campaign, Membership, Session, stages_label
from campaigns.sessions.count_form import CountForm
from campaigns.sessions.offline.entry import IDS
from campaigns.sessions.school_lines import EachSchool

DAYS_AHEAD = 7  # tomorrow's school may have no signal, and no more visits come before it
MOST_KEPT = 40


class PlanForm(CountForm):
    """The boxes for schools are the same for each: the page has them once."""

    def __init__(self, *, session: Session) -> None:
        super().__init__(session=session, on_phone=True, auto_id=IDS)

    @property
    def what(self) -> str:
        kind, stages = self.session.get_format_display(), stages_label(self.session.stages)
        return f"{kind}, {stages}" if stages else kind

    @property
    def topics(self) -> str:
        return ", ".join(str(topic) for topic in self.session.topics.all())

    def _rows(self) -> Iterable[Attendance]:
        return ()

    def lines_layout(self) -> list[LayoutObject | str]:
        return [part for part in super().lines_layout() if not isinstance(part, EachSchool)]

    def draw_schools(self) -> SafeString:
        return EachSchool().render(self, Context())


def any_count(campaign: Campaign) -> PlanForm:
    """For a count that waits of a session that is kept no more: all of its lines."""
    return PlanForm(session=Session(pk=0, campaign=campaign, format=""))


def plans_to_keep(member: Membership, *, today: date) -> list[tuple[Session, PlanForm]]:
    """Mine of today, those that wait for a count, and the next ones. One with a school that is
    named already is left out: what stands there is not kept.
    """
    mine = Session.objects.in_campaign(member.campaign).for_officer(member)
    until = today + timedelta(days=DAYS_AHEAD)
    planned = mine.planned().filter(held_on__lte=until)
    unknown = mine.delivered().without_figure().filter(held_on__lte=today)
    kept = [
        session
        for waits in (planned, unknown.exclude(attendances__place__isnull=False))
        for session in waits.select_related("campaign", "place__area")
        .prefetch_related("topics", "talk_request__groups")
        .order_by("-held_on", "starts_at", "pk")[:MOST_KEPT]
    ]
    kept.sort(key=lambda session: (session.held_on, session.starts_at or time.max))
    return [(session, PlanForm(session=session)) for session in kept]
