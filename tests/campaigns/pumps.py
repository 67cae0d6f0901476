"""Words made to keep a worker busy."""

PUMPS = [
    "1 , ",
    ", ",
    "1,",
    "1 or ",
    "1 to and ",
    " ",
    "-",
    "@a@",
    "@",
    "8/",
    "8.8.",
    "1-",
    "december ",
    "may ",
    "tue ",
    "9.30 ",
    "9am ",
    "9",
    "a.m.",
    "2 weeks of ",
    "before ",
    "the ",
    "'",
    "until the ",
    "from ",
    ";",
    "in the ",
    "not ",
    "20",
    "1st ",
    "\u0660",
    "\u00e9",
]


def long(pump, ending, length):
    return (f"1 {pump * length}")[: length - len(ending)] + ending
