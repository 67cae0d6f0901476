"""Takes a school's people out of what the team wrote."""

from campaigns.models import TalkRequest
from sextortion_aware.patterns import LETTER_OR_DIGIT, Match, compiled, escape


class People:
    """Name, address and number of the contact, of those before it and of the requests that were
    merged into this one, however spaced, where they stand alone.

    The longest first, or a name would leave the rest of an address.
    """

    def __init__(self, request: TalkRequest) -> None:
        longest_first = sorted(_known(request), key=len, reverse=True)
        words = "|".join(_however_spaced(value) for value in longest_first if value)
        beside = f"[^{LETTER_OR_DIGIT}]"
        self.pattern = compiled(rf"(^|{beside})(?:{words})($|{beside})", ignore_case=True)

    def out_of(self, text: str) -> str:
        """Twice, because what stands between two of them is taken by the first."""
        once = self.pattern.sub(_blotted, text)
        return self.pattern.sub(_blotted, once)


def _known(request: TalkRequest) -> list[str]:
    known = [request.contact_name, request.contact_email, request.contact_phone]
    for other in request.other_contacts.all():
        known += [other.name, other.email, other.phone]
    for merged in request.merged.all():
        known += _known(merged)
    return known


def _blotted(match: Match) -> str:
    return f"{match[1]}…{match[2]}"


def _however_spaced(value: str) -> str:
    bare = "".join(
        character for character in value if not (character.isspace() or character == "-")
    )
    return r"[\s\pZ-]*".join(escape(character) for character in bare)
