"""The page of a request in the queue, and its form of dates."""


def page_of(talk):
    return f"/team/talks/{talk.pk}/"


def three_dates(member):
    typed = {"offer-minutes": "50"}
    for number, day in (("", 8), ("_2", 9), ("_3", 10)):
        names = {"held_on": None, "starts_at": "10.00", "officer": member.pk}
        typed |= {
            f"offer-{name}{number}": value for name, value in names.items() if value is not None
        }
        typed |= {
            f"offer-held_on{number}_day": day,
            f"offer-held_on{number}_month": 12,
            f"offer-held_on{number}_year": 2026,
        }
    return typed
