"""A campaign of the size that Lanarkshire has, for what is measured of the log's pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.models import Membership, Place, Session
from tests import factories

OFFICERS = (
    "Ailsa Reid",
    "Calum MacGregor",
    "Eilidh Robertson",
    "Fraser McDonald",
    "Isla Thomson",
    "Jamie O’Donnell",
    "Kirsty Campbell",
    "Lewis Cunningham",
    "Mairi Stewart",
    "Niall Ferguson",
    "Rhona Anderson",
    "Struan Henderson",
)
TOPICS = (
    "Sextortion",
    "Online blackmail and fraud",
    "Sharing of intimate images",
    "Online grooming",
    "Cyberbullying",
    "Safe use of social media",
    "Gaming and in-game chat",
    "Consent and healthy relationships",
    "Hate crime online",
    "Reporting and getting help",
)
PARTNERS = (
    "Council education service",
    "NHS Lanarkshire",
    "Community learning and development",
    "Barnardo’s Scotland",
    "Rape Crisis Lanarkshire",
    "Social work",
    "Education Scotland",
    "Victim Support Scotland",
)
SCHOOLS = 306


@dataclass(frozen=True)
class RealSize:
    officer: Membership
    places: list[Place]

    def session(self, *, schools: int = 0, **changed: object) -> Session:
        """Of this officer, with the pupils of the school and of so many others."""
        session = factories.make_session(
            **{"officers": [self.officer], "place": self.places[0]} | changed
        )
        Session.objects.filter(pk=session.pk).update(logged_by=self.officer.user)
        factories.make_attendance(session=session)
        for place in self.places[1 : schools + 1]:
            factories.make_attendance(session=session, place=place, known="register")
        return session

    def plan(self, *, held_on: date) -> Session:
        return factories.make_session(
            held_on=held_on, state="planned", officers=[self.officer], place=self.places[0]
        )


def make_real_size(*, today: date) -> RealSize:
    """306 places, 12 officers, 10 topics, 8 partners; one officer was at three schools lately."""
    officers = [factories.make_member(name=name) for name in OFFICERS]
    for name in TOPICS:
        factories.make_topic(name=name)
    for name in PARTNERS:
        factories.make_partner(name=name)
    places = [
        factories.make_place(name=f"St Ninian’s {number} Primary School")
        for number in range(SCHOOLS)
    ]
    for place, days in zip(places, (3, 10, 17), strict=False):
        factories.make_session(
            held_on=today - timedelta(days=days), place=place, officers=officers[:1]
        )
    return RealSize(officer=officers[0], places=places)
