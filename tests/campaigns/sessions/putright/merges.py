"""Merging as a coordinator does it, and what stands of a session before and after."""

from datetime import timedelta

from campaigns.models import Session
from campaigns.reach.reach import reach
from campaigns.sessions.putright.merge import merge_sessions
from tests.factories import TODAY, make_campaign, make_member

TOMORROW = TODAY + timedelta(days=1)


def coordinator():
    return make_member(role="coordinator", name="Catriona Muir").user


def fresh(session):
    return Session.objects.get(pk=session.pk)


def merge(kept, other, *, by, today=TODAY):
    kept, other = fresh(kept), fresh(other)
    return merge_sessions(
        kept=kept, other=other, seen=(kept.version, other.version), today=today, by=by
    )


def columns_of(session):
    session = fresh(session)
    columns = {
        field.attname: getattr(session, field.attname)
        for field in Session._meta.concrete_fields
        if field.name != "version"
    }
    lists = {
        name: sorted(getattr(session, name).values_list("pk", flat=True))
        for name in ("officers", "partners", "topics")
    }
    return columns | lists | {"rows": list(session.attendances.order_by("pk").values())}


def reached():
    return reach(make_campaign(), today=TODAY).logged
