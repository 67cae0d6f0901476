"""What is done to a talk request, by the buttons that do it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command

from campaigns.models import TalkDraft
from tests import factories
from tests.campaigns.life import session_deeds
from tests.campaigns.life.tables import NONE_YET
from tests.campaigns.life.world import LATER, NOW, OFFERED, Deed, World, keeper_of

DEEDS: dict[str, Deed] = {}
SESSION_OF = {
    "confirmed": "planned",
    "asks_to_move": "planned",
    "delivered": "delivered",
    "cancelled_by_school": "cancelled",
    "cancelled_by_police": "cancelled",
}
HOLDS_DATES = ("offered", "confirmed", "asks_to_move")
NEW_DATE = OFFERED + timedelta(days=1)


def plain(world: World, state: str) -> None:
    """With the session that belongs to it, which is to come or was, and a date that is held."""
    if state == NONE_YET:
        return
    if state in SESSION_OF:
        world.set_session(SESSION_OF[state], held_on=LATER)
    world.set_request(state, session=world.session if state in SESSION_OF else None)
    if state not in HOLDS_DATES:
        world.request.offers.update(state="not_chosen")


deed = keeper_of(DEEDS, plain)


def offer_is(state: str) -> Callable[[World], bool]:
    return lambda world: world.offer.state == state


def answers(world: World) -> dict[str, dict[str, Any]]:
    contact = {
        "contact_name": "Morag Bell",
        "contact_role": "Depute head",
        "contact_email": "office@school.example",
        "contact_phone": "01698 000 000",
    }
    return {
        "place": {"place": [world.session.place.label]},
        "group-1": {"who": ["pupils"], "stages": ["P7"], "expected": ["27"]},
        "topic": {"topic": [str(world.session.topics.get().pk)], "format": ["lesson"]},
        "dates": {"when_1": ["any Tuesday"], "when_2": ["any Thursday"]},
        "room": {"room": ["Screen and sound"], "arriving": ["The gate on Mill Road"]},
        "needs": {"needs": [], "more_needs": [""], "anything_else": [""]},
        "staff": {"staff_stay": ["on"]},
        "contact": {name: [value] for name, value in contact.items()},
    }


def a_draft(world: World, state: str) -> None:
    draft = TalkDraft.objects.create(campaign=world.session.campaign, answers=answers(world))
    TalkDraft.objects.update(started_at=NOW - timedelta(minutes=3))
    world.kept["draft"] = draft.pk


@deed("ask for it, on the site", "talk_send", prepare=a_draft)
def ask(world: World, person: str) -> None:
    world.press(person, "talk_send", world.kept["draft"])


@deed("enter it for a school on the telephone", "talk_enter", prepare=a_draft)
def enter(world: World, person: str) -> None:
    steps = answers(world)
    typed = steps["place"] | steps["group-1"] | steps["topic"] | steps["contact"]
    world.press(person, "talk_enter", **typed, draft_key=world.kept["draft"], when="any Tuesday")


@deed("confirm its address", "talk_confirm_address")
def confirm_address(world: World, person: str) -> None:
    world.press_by_link(person, "talk_confirm_address")


@deed("confirm its address for the school, as it told us", "talk_unconfirmed_confirm")
def confirm_for_school(world: World, person: str) -> None:
    note = {"spoken-note": "Called the office"}
    world.press(person, "talk_unconfirmed_confirm", world.request_key, **note)


@deed(
    "send the letter about its address again",
    "talk_unconfirmed_again",
    done=lambda world: world.request.contact_email == "new@school.example",
)
def write_again(world: World, person: str) -> None:
    address = {"letter-contact_email": "new@school.example"}
    world.press(person, "talk_unconfirmed_again", world.request_key, **address)


@deed(
    "offer dates",
    "talk_offer",
    done=lambda world: world.request.offers.filter(held_on=NEW_DATE, state="held").exists(),
)
def offer(world: World, person: str) -> None:
    typed = {
        "offer-minutes": "50",
        "offer-held_on_day": NEW_DATE.day,
        "offer-held_on_month": NEW_DATE.month,
        "offer-held_on_year": NEW_DATE.year,
        "offer-starts_at": "10.00",
        "offer-officer": world.members["colleague"].pk,
        "instead_of": list(world.request.offers.filter(state="held").values_list("pk", flat=True)),
    }
    world.press(person, "talk_offer", world.request_key, **typed)


@deed("ask the school something", "talk_question")
def question(world: World, person: str) -> None:
    typed = {"question-question": "Is there a screen?"}
    world.press(person, "talk_question", world.request_key, **typed)


@deed("answer what was asked", "talk_answer")
def answer(world: World, person: str) -> None:
    world.press_by_link(person, "talk_answer", **{"answer-text": "There is a screen."})


@deed("put it on the waiting list", "talk_wait")
def wait(world: World, person: str) -> None:
    typed = {"waiting-reason": "All our officers are booked until Easter."}
    world.press(person, "talk_wait", world.request_key, **typed)


@deed("decline it", "talk_decline")
def decline(world: World, person: str) -> None:
    typed = {"decline-reason": "We do not give this talk."}
    world.press(person, "talk_decline", world.request_key, **typed)


def with_a_twin(world: World, state: str) -> None:
    plain(world, state)
    twin = factories.make_talk_request(reference="TWN2345", place=world.request.place)
    world.kept["twin"] = twin.pk


@deed("merge it into another one of the same place", "talk_merge", prepare=with_a_twin)
def merge(world: World, person: str) -> None:
    world.press(person, "talk_merge", world.kept["twin"], other=world.request_key)


@deed("accept an offered date", "talk_accept", done=offer_is("accepted"))
def accept(world: World, person: str) -> None:
    world.press_by_link(person, "talk_accept", offer=world.offer_key)


@deed("accept for the school, as it told us", "talk_confirm", done=offer_is("accepted"))
def confirm(world: World, person: str) -> None:
    world.press(person, "talk_confirm", world.request_key, offer=world.offer_key)


@deed("refuse the offered dates", "talk_refuse", done=offer_is("refused"))
def refuse(world: World, person: str) -> None:
    world.press_by_link(person, "talk_refuse", offer=world.offer_key)


@deed("refuse for the school, as it told us", "talk_said_no", done=offer_is("refused"))
def said_no(world: World, person: str) -> None:
    world.press(person, "talk_said_no", world.request_key, offer=world.offer_key)


@deed("take the offered dates back", "talk_take_back", done=offer_is("taken_back"))
def take_back(world: World, person: str) -> None:
    world.press(person, "talk_take_back", world.request_key)


def not_answered(world: World, state: str) -> None:
    plain(world, state)
    world.request.offers.update(lapses_at=NOW - timedelta(hours=1))


@deed("lapse, because no answer came in time", prepare=not_answered, done=offer_is("lapsed"))
def lapse(world: World, person: str) -> None:
    if person == "the night":
        call_command("lapse_offers", verbosity=0)


@deed("withdraw it", "talk_end")
def withdraw(world: World, person: str) -> None:
    world.press_by_link(person, "talk_end", reason="")


@deed("call it off, by its link", "talk_end")
def school_calls_off(world: World, person: str) -> None:
    withdraw(world, person)


@deed(
    "ask for another time",
    "talk_another_time",
    done=lambda world: world.request.notes.exists(),
)
def another_time(world: World, person: str) -> None:
    world.press_by_link(person, "talk_another_time", **{"another-text": "A week later, please."})


@deed("say that the date stays", "talk_date_stays")
def date_stays(world: World, person: str) -> None:
    typed = {"stays-reason": "No other date is free."}
    world.press(person, "talk_date_stays", world.request_key, **typed)


@deed(
    "call its officer away, and a colleague takes over",
    "called_away_take_over",
    done=lambda world: world.members["colleague"] in world.session.officers.all(),
)
def take_over(world: World, person: str) -> None:
    typed = {"away": world.members["own"].pk, "instead": world.members["colleague"].pk}
    opened = world.session.version
    world.press(person, "called_away_take_over", world.request_key, opened=opened, **typed)


@deed("call its officer away, with new dates", "called_away_new_dates")
def called_away_with_dates(world: World, person: str) -> None:
    date = f"{NEW_DATE.isoformat()}T10:00.{world.members['colleague'].pk}"
    opened = world.session.version
    world.press(person, "called_away_new_dates", world.request_key, opened=opened, date=date)


@deed("call its officer away, with no new date", "called_away_new_dates")
def called_away(world: World, person: str) -> None:
    session_deeds.called_away(world, person)


@deed("close the schools for snow, and other dates are free", "snow_day_move")
def snow(world: World, person: str) -> None:
    session_deeds.snow(world, person)


def only_that_day(world: World, state: str) -> None:
    plain(world, state)
    world.request.wishes.create(first_on=LATER, last_on=LATER)


@deed("close the schools for snow, and no date is free", "snow_day_move", prepare=only_that_day)
def snow_without_dates(world: World, person: str) -> None:
    session_deeds.snow(world, person)


def offered_that_day(world: World, state: str) -> None:
    plain(world, state)
    world.set_session(SESSION_OF.get(state, "planned"), held_on=OFFERED)
    world.request.offers.update(held_on=LATER)


@deed(
    "close the schools for snow, on the offered day",
    "snow_day_move",
    prepare=offered_that_day,
    done=offer_is("taken_back"),
)
def snow_on_the_offered_day(world: World, person: str) -> None:
    session_deeds.snow(world, person)
