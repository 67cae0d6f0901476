"""What the phone's worker makes of a name is what the server makes of it."""

import json
import subprocess
from pathlib import Path
from unicodedata import normalize

import playwright
import pytest
from django.conf import settings

from campaigns.demo.places import SCHOOLS
from sextortion_aware.reading.names import APOSTROPHES, SHORT, place_words

NODE = Path(playwright.__file__).parent / "driver/node"
SCRIPT = Path(settings.BASE_DIR) / "static/js/offline-names.js"
ASK = """
const names = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(names.map((name) => placeWords(name))));
"""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_worker_makes_of_names_what_the_server_makes(form):
    names = [name for schools in SCHOOLS.values() for name, _, _ in schools]
    names += [f"St Mary{one}s Primary" for one in APOSTROPHES]
    names += [f"Braeside {short}" for short in SHORT] + [
        "Braeside P.S.",
        "Braeside P S",
        "R. C. PS",
        "St Mary's RC Primary",
        "St Mary's R.C. PS",
        "rc",
    ]
    names += [
        "Bun-sgoil Ghàidhlig",
        "St.Mary's",
        "Our Lady & St Anne",
        "D&G",
        "SAINT\xa0MARY",
        "ﬁrth",
    ]
    names += ["", "...", "_ %", "\u200bSt\u00ad Jo", "1st Braeside Scouts (Wishaw)"]
    names = [normalize(form, name) for name in names]

    said = subprocess.run(
        [NODE, "-e", SCRIPT.read_text() + ASK],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(said.stdout) == [place_words(name) for name in names]
