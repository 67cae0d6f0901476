"""What the pages after a talk say to a school, to young people elsewhere, and to adults."""

from dataclasses import dataclass

from campaigns.places.guests import Guest
from sextortion_aware.numbers import EMERGENCY, POLICE

SEEN_LATE = (
    "This reads as if somebody was harmed. Do not write it here: this page is not read straight "
    "away."
)
TO_TELL = (
    f"To tell the police, call {POLICE}, or {EMERGENCY} in danger. Then shorten this to how the "
    "talk was"
)


@dataclass(frozen=True)
class RecordWords:
    """`told` is for whoever writes down that somebody was harmed."""

    asks: str
    to_print: str
    certificate: str
    fill_in: str
    have: str
    example: str
    told: str
    taught: str
    said_of_it: str
    box: str


WORDS = {
    Guest.SCHOOL: RecordWords(
        asks="Three questions for one of your staff.",
        to_print="To print for your school",
        certificate="A certificate for the class",
        fill_in="We fill in your school, the classes, how many came and the talk.",
        have="Tell us what your school has.",
        example="P6 came too.",
        told=(
            f"{SEEN_LATE} Tell the person in your school who leads on child protection. {TO_TELL}"
        ),
        taught="What was taught",
        said_of_it="What the school said of it",
        box="What pupils told us",
    ),
    Guest.YOUNG: RecordWords(
        asks="Three questions for one of your leaders.",
        to_print="To print for your group",
        certificate="A certificate for the group",
        fill_in="We fill in your place, the groups, how many came and the talk.",
        have="Tell us what you have.",
        example="Our helpers came too.",
        told=(
            f"{SEEN_LATE} Tell the person in your group who leads on child protection. {TO_TELL}"
        ),
        taught="What it was about",
        said_of_it="What the group said of it",
        box="What young people told us",
    ),
    Guest.ADULTS: RecordWords(
        asks="Three questions for one of you.",
        to_print="To print for your files",
        certificate="A certificate of the talk",
        fill_in="We fill in your place, the groups, how many came and the talk.",
        have="Tell us what you have.",
        example="The late shift came too.",
        told=f"{SEEN_LATE} {TO_TELL}",
        taught="What it was about",
        said_of_it="What those who asked for it said",
        box="What people told us",
    ),
}
