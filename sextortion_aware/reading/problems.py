"""What every reader says when it cannot read."""

# What stands in a column where nothing is known.
NOT_SAID = frozenset(
    {
        "",
        "-",
        "--",
        "?",
        "??",
        "n/a",
        "na",
        "tbc",
        "tba",
        "unknown",
        "not known",
        "not recorded",
        "not sure",
        "don't know",
        "x",
    }
)


class CannotRead(ValueError):
    """Its words are for the person who typed."""


def shown(text: str) -> str:
    """Long words are cut: a message is read whole."""
    return text if len(text) <= 40 else f"{text[:40]}…"
