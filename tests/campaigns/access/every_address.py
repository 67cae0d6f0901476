"""Every address of `campaigns`, with the row that it is about: whoever adds one adds its row."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.mail.links import new_draft_token, token_of
from campaigns.talks.record.earlier import signed
from tests.campaigns.access.worlds import DAY, World
from tests.factories import make_talk_contact

Keys = Callable[[World], dict[str, Any]]
CHANGES_BY_ITSELF = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # the number that a form gives itself
    r'|[A-Za-z0-9]{64}(?=")'  # the token of a form
    r'|[^\s"<>:]+:[\w-]{6}:[\w-]{27,43}'  # what a form carries signed, with its moment
)


def key(noun: str) -> Keys:
    return lambda world: {"pk": getattr(world, noun).pk}


def both(world: World) -> dict[str, Any]:
    return {"first": world.pair[0].pk, "second": world.pair[1].pk}


def link(noun: str) -> Keys:
    return lambda world: {"token": token_of(getattr(world, noun))}


def take_over(world: World) -> dict[str, Any]:
    token = f"asked-{world.confirmed.pk}"
    if not world.confirmed.other_contacts.exists():
        make_talk_contact(talk_request=world.confirmed, token=token)
    return {"token": token}


def draft(world: World) -> dict[str, Any]:
    return {"draft": world.draft.pk}


def sent(world: World) -> dict[str, Any]:
    return {"draft": world.submitted.draft_key}


def printed(world: World) -> dict[str, Any]:
    keys = {"place": world.place.pk, "pk": world.given.session_id}
    return {"token": signed([world.place.pk]), **keys}


# By the name of the address: the row that is asked for. Addresses without a row are not here.
TEAM_ROWS: dict[str, Keys] = {
    "session_detail": key("delivered"),
    "session_count": key("planned"),
    "session_edit": key("delivered"),
    "session_cancel": key("planned"),
    "session_correct": lambda world: {"pk": world.pair[0].pk},
    "session_void": key("delivered"),
    "session_restore": key("voided"),
    "session_undo": key("delivered"),
    **{
        f"{name}_{more}": row
        for name, row in (
            ("session_count", key("planned")),
            ("session_edit", key("delivered")),
            ("session_correct", lambda world: {"pk": world.pair[0].pk}),
        )
        for more in ("school", "ways", "stages", "place")
    },
    "session_column": key("delivered"),
    "session_join": key("delivered"),
    "session_unmerge": lambda world: {"pk": world.merge.other_id},
    "duplicate_keep_first": both,
    "duplicate_keep_second": both,
    "duplicate_keep_both": both,
    "correction_detail": key("correction"),
    "correction_confirm": key("correction"),
    "correction_decline": key("correction"),
    "correction_withdraw": key("correction"),
    "import_detail": key("batch"),
    "import_columns": key("batch"),
    "import_places": key("batch"),
    "import_check": key("batch"),
    "import_commit": key("batch"),
    "import_undo": key("batch"),
    "import_read": key("batch"),
    "import_remove": key("batch"),
    "import_answer": lambda world: {"pk": world.batch.pk, "reason": "hidden", "answer": "take"},
    "import_answer_row": lambda world: {
        "pk": world.batch.pk,
        "line": 2,
        "reason": "hidden",
        "answer": "take",
    },
    "import_row": lambda world: {"pk": world.batch.pk, "line": 2},
    "import_take": lambda world: {"pk": world.batch.pk, "line": 2},
    "import_row_place": lambda world: {"pk": world.batch.pk, "line": 2},
    "import_place_add": lambda world: {"pk": world.batch.pk, "line": 2},
    "import_forget_name": lambda world: {"pk": world.batch.pk, "line": 2},
    "diary": key("officer"),
    "diary_hours": key("officer"),
    "diary_usual": key("officer"),
    "diary_time_add": key("officer"),
    "diary_time_remove": lambda world: {"pk": world.coordinator.pk, "time": world.leave.pk},
    "diary_base": key("officer"),
    "place_edit": key("place"),
    "place_close": key("place"),
    "place_reopen": key("place"),
    "place_join": key("place"),
    "place_join_pair": lambda world: {"first": world.place.pk, "second": world.hall.pk},
    "alias_forget": key("alias"),
    "holiday_edit": key("holiday"),
    "holiday_remove": key("holiday"),
    **{
        f"{noun}_{deed}": key(noun)
        for noun in ("topic", "partner")
        for deed in ("edit", "retire", "offer_again", "remove")
    },
    "evidence_edit": key("evidence"),
    "incident_edit": key("incident"),
    "incident_remove": key("incident"),
    "mail_detail": key("mail"),
    "mail_stop": key("mail"),
    "kind_edit": key("kind"),
    "invitation_again": key("invitation"),
    "invitation_withdraw": key("invitation"),
    "person_role": key("officer"),
    "person_reset_factor": key("officer"),
    "member_end": key("officer"),
    "member_lower": lambda world: {"pk": world.officer.pk, "role": "viewer"},
    "switch_campaign": key("campaign"),
    "typed_forget": lambda world: {"key": f"{world.coordinator.user_id}-gone"},
    "talk_detail": key("submitted"),
    "talk_who": key("submitted"),
    "talk_unconfirmed": key("unconfirmed"),
    "talk_unconfirmed_again": key("unconfirmed"),
    "talk_unconfirmed_confirm": key("unconfirmed"),
    "talk_offer": key("submitted"),
    "talk_confirm": key("offered"),
    "talk_said_no": key("offered"),
    "talk_take_back": key("offered"),
    "talk_decline": key("submitted"),
    "talk_question": key("submitted"),
    "talk_wait": key("submitted"),
    "talk_team_note": key("submitted"),
    "talk_seen": key("submitted"),
    "talk_date_stays": key("confirmed"),
    "talk_owner": key("submitted"),
    "talk_contact": key("submitted"),
    "talk_merge": key("submitted"),
    "talk_renew_link": key("submitted"),
    "called_away": key("confirmed"),
    "called_away_take_over": key("confirmed"),
    "called_away_new_dates": key("confirmed"),
}
SCHOOL_ROWS: dict[str, Keys] = {
    "officer_calendar": lambda world: {"token": world.feed},
    "talk_calendar": link("confirmed"),
    "talk_link": link("offered"),
    "talk_accept": link("offered"),
    "talk_refuse": link("offered"),
    "talk_note": link("offered"),
    "talk_answer": link("offered"),
    "talk_another_time": link("confirmed"),
    "talk_change": link("offered"),
    "talk_end": link("offered"),
    "talk_hand_over": link("offered"),
    "talk_hand_over_stop": link("offered"),
    "talk_take_over": take_over,
    "earlier_list": lambda world: {"token": signed([world.place.pk])},
    **dict.fromkeys(("earlier_certificate", "earlier_evidence"), printed),
    "talk_feedback": link("given"),
    "talk_number": link("given"),
    "talk_next": link("given"),
    "talk_certificate": link("given"),
    "talk_evidence": link("given"),
    "talk_confirm_address": link("submitted"),
    "talk_ask_again": lambda world: {"token": world.forgotten},
    "talk_kind": lambda world: {"slug": world.kind.slug},
    "talk_draft": draft,
    "talk_check": draft,
    "talk_send": draft,
    "talk_read_dates": draft,
    "talk_link_again": draft,
    "talk_step": lambda world: {"draft": world.draft.pk, "step": "kind"},
    "talk_typing": lambda world: {"draft": world.draft.pk, "step": "kind"},
    "talk_mail_link": lambda world: {"draft": world.draft.pk, "step": "kind"},
    "talk_later": lambda world: {"token": new_draft_token(world.draft)},
    "talk_sent": sent,
    "talk_sent_again": sent,
}
ROWS = TEAM_ROWS | SCHOOL_ROWS

# What a list is asked for, where it shows nothing or little by itself.
QUERIES = {
    "place_search": "?q=school",
    "talk_place_search": "?q=school",
    "talk_list": "?state=all",
    "talk_who": "?day_day=8&day_month=12&day_year=2026&starts_at=10.00&minutes=50",
    "snow_day": f"?area={{area}}&day_day={DAY.day}&day_month={DAY.month}&day_year={DAY.year}",
}


def patterns(entries: Any) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns)
        else:
            yield entry


OF_THE_SITE = {"set_up_first"}  # its token is no row: tests/campaigns/setup/ has what it answers


def addresses() -> dict[str, URLPattern]:
    """Every address of `campaigns`, by its name."""
    [ours] = [
        entry
        for entry in get_resolver("sextortion_aware.urls").url_patterns
        if isinstance(entry, URLResolver) and entry.namespace == "campaigns"
    ]
    found = {str(entry.name): entry for entry in patterns(ours.url_patterns)}
    return {name: entry for name, entry in found.items() if name not in OF_THE_SITE}


def is_of_team(entry: URLPattern) -> bool:
    return str(entry.pattern).startswith("team/")


def address_of(name: str, world: World) -> str:
    given = ROWS[name](world) if name in ROWS else {}
    query = QUERIES.get(name, "").format(area=world.area.pk)
    return reverse(f"campaigns:{name}", kwargs=given) + query
