"""Which rows are of one stage. Read where it stands: what a session names is never copied into its
rows, so whoever corrects the stages moves the count too.
"""

from django.db.models import Q

from campaigns.models import STAGES_OF, Audience


def audience_in(stage: str) -> Audience:
    return next(audience for audience, stages in STAGES_OF.items() if stage in stages)


def counted_in(stage: str) -> Q:
    """Rows split by it, or all of an audience of which the session names no other stage."""
    audience = audience_in(stage)
    others = Q()
    for other in STAGES_OF[audience]:
        if other != stage:
            others |= Q(session__stages__contains=other)
    alone = Q(stage="", session__stages__contains=stage) & ~others
    return Q(audience=audience) & (Q(stage=stage) | alone)


def perhaps_in(stage: str) -> Q:
    """Rows that may be of it and do not say: of a session that names it beside others, or that
    counted everybody together.
    """
    may_be = Q(audience__in=(audience_in(stage), Audience.NOT_RECORDED), stage="")
    return may_be & Q(session__stages__contains=stage) & ~counted_in(stage)
