"""One press puts a typed number in the other column: young people under young people."""

from django.http import QueryDict

from campaigns.models import Attendance
from campaigns.sessions.audiences import OTHER

MOVE = "move"  # the button; its value is the name of the box


def moved(data: QueryDict) -> QueryDict:
    """As if it had been typed there. What stands there already is added to; of two ways of knowing
    the sum is an estimate.
    """
    box = data.get(MOVE, "")
    typed, here = data.get(box, "").strip(), next(filter(box.endswith, OTHER), None)
    if here is None or not typed:
        return data
    data = data.copy()
    there = OTHER[here]
    target = box.removesuffix(here) + there
    before = data.get(target, "").strip()
    data[target] = f"{before} + {typed}" if before else typed
    data[box] = ""
    if box == f"count_{here}":
        own, others = f"known_{here}", f"known_{there}"
        said, already = data.get(own, ""), data.get(others, "")
        overall = data.get("known", "")
        if not before:
            data[others] = said
        elif (said or overall) != (already or overall):
            data[others] = Attendance.Known.ESTIMATED.value
        data[own] = ""
    return data
