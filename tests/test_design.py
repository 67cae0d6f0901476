"""The promises of the style sheet and the scripts: how small they are, and where a colour or a
direction may stand.
"""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string

from tests.html import read

ROOT = Path(settings.BASE_DIR)
CSS = ROOT / "static/css/site.css"
# What only the advice has: docs/decisions/0032-a-style-for-the-advice.md
ADVICE_CSS = ROOT / "static/css/advice.css"
# What is printed on one page: docs/decisions/0058-after-the-talk.md
SHEET_CSS = ROOT / "static/css/sheet.css"
STYLES = [CSS, ADVICE_CSS, SHEET_CSS]
# The officers' log without a signal: a budget of its own, and on no other page.
OFFLINE = sorted((ROOT / "static/js").glob("offline-*.js"))
SCRIPTS = sorted(set((ROOT / "static/js").glob("*.js")) - set(OFFLINE))
# A letter is under no policy.
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "emails"
)
FRAME = {"site_name": "Sextortion Aware", "emergency": "999", "police": "101"}
BASES = [
    "advice/base.html",
    "campaigns/base_public.html",
    "campaigns/base_team.html",
    "account/base.html",
]

KILOBYTE = 1024
RAW_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklch|oklab|color)a?\(|[:\s](?:white|black|red|blue|green|navy|gr[ae]y|yellow)(?![\w-])",
    re.IGNORECASE,
)
PHYSICAL = re.compile(
    r"(?<![\w.-])(?:(?:margin|padding|border|inset|scroll-(?:margin|padding))-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)"
    r"|overflow-[xy]):|(?:text-align|float|clear):\s*(?:left|right)",
    re.IGNORECASE,
)


def layer(name: str) -> str:
    """The text of one cascade layer, each of its blocks up to the brace that stands in the first
    column.
    """
    return "".join(
        re.findall(rf"^@layer {name} {{$(.*?)^}}$", CSS.read_text(), re.MULTILINE | re.DOTALL)
    )


def scripts_of(template: str) -> list[bytes]:
    """Those that the page loads, and those that it carries."""
    page = read(render_to_string(template, FRAME))
    return [
        (ROOT / url.removeprefix("/")).read_bytes()
        for url in page.loads
        if url.endswith(".js") and "/offline-" not in url
    ] + [text.encode() for tag, text in page.written_out if tag == "script"]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tokens(scheme: str) -> dict[str, str]:
    light, dark = layer("tokens").split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    return found | dict(re.findall(r"--([\w-]+): (#\w+);", dark)) if scheme == "dark" else found


@pytest.mark.parametrize(("file", "most"), list(zip(STYLES, (5120, 1536, 512), strict=True)))
def test_style_sheet_is_within_its_budget(file, most):
    assert len(brotli.compress(file.read_bytes())) <= most


def test_style_of_the_advice_is_for_nothing_that_another_page_has():
    """A page that has not the second style sheet would be drawn without it."""
    only_there = {
        "contact",
        "contact_card",
        "contact_rows",
        "contact_ways",
        "crisis",
        "finder",
        "reach",
    }
    others = [
        path.read_text()
        for path in TEMPLATES
        if path.parent.name != "advice" and path.stem not in {*only_there, "section_nav"}
    ]
    used = {
        name
        for text in others
        for words in re.findall(r'class="([^"]*)"', text)
        for name in words.split()
    }
    shared = {"say", "hero", "page", "tasks", "checked", "foot", "small", "card", "top", "lead"}

    rules = set(re.findall(r"\.([a-z][a-z-]*)", ADVICE_CSS.read_text()))

    assert rules & used <= shared | {"phone"}


@pytest.mark.parametrize("base", BASES)
def test_scripts_of_a_page_are_within_their_budget(base):
    # No page of the team adds more than these two.
    placed = {"place-search.js", "thumb.js"} if "campaigns" in base else set()

    scripts = [*scripts_of(base), *(path.read_bytes() for path in SCRIPTS if path.name in placed)]

    most = 2.25 if placed else 2  # docs/decisions/0049-in-the-corridor.md
    assert scripts
    assert sum(len(brotli.compress(script)) for script in scripts) <= most * KILOBYTE


def test_all_scripts_together_are_small():
    # What searches is fetched on use; its budget is that of its index: tests/advice/test_search.py
    placed = [path for path in SCRIPTS if path.name != "find-words.js"]

    assert sum(path.stat().st_size for path in placed) <= 15 * KILOBYTE


def test_scripts_of_the_log_without_a_signal_are_small():
    most = 16.5 * KILOBYTE  # docs/decisions/0045-counted-offline.md

    assert sum(len(brotli.compress(path.read_bytes())) for path in OFFLINE) <= most


def test_style_sheet_is_one_file_until_it_is_long():
    assert len(CSS.read_text().splitlines()) <= 600


def test_every_rule_stands_in_a_layer():
    text = "".join(path.read_text() for path in STYLES)
    outside = re.sub(r"^@layer \w+ {$.*?^}$", "", text, flags=re.MULTILINE | re.DOTALL)

    assert re.sub(r"/\*.*?\*/", "", outside, flags=re.DOTALL).split() == [
        "@layer",
        "tokens,",
        "base,",
        "layout,",
        "components,",
        "print;",
    ]


@pytest.mark.parametrize("name", ["base", "layout", "components", "print"])
def test_colours_stand_in_the_tokens_only(name):
    assert RAW_COLOUR.findall(layer(name)) == []


@pytest.mark.parametrize("name", ["base", "layout", "components", "print"])
def test_directions_are_logical(name):
    declarations = re.sub(r"@media[^{]*", "", layer(name))

    assert PHYSICAL.findall(declarations) == []


def test_every_token_is_used_and_every_one_used_is_there():
    text = "".join(path.read_text() for path in STYLES)

    assert set(re.findall(r"var\(--([\w-]+)\)", text)) == set(
        re.findall(r"^\s*--([\w-]+):", text, re.MULTILINE)
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("text", "page"),
        ("text", "soft"),
        ("quiet", "page"),
        ("quiet", "soft"),
        ("strong", "page"),
        ("link", "page"),
        ("link", "soft"),
        ("link-hover", "page"),
        ("link-visited", "page"),
        ("error", "page"),
        ("error", "soft"),
        ("good", "page"),
        ("page", "good"),
        ("page", "error"),
        ("page", "strong"),
        ("on-brand", "brand"),
        ("on-brand-soft", "brand"),
        ("on-brand", "hide"),
        ("on-brand", "hide-hover"),
        ("on-go", "go"),
        ("on-go", "go-hover"),
        ("ink", "focus"),
        ("ink", "on-brand"),
        ("ink", "on-brand-soft"),
    ],
)
def test_words_can_be_read_on_their_ground(scheme, front, back):
    found = tokens(scheme)

    assert contrast(found[front], found[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("front", ["bar", "quiet"])
def test_charts_and_edges_of_fields_can_be_seen(scheme, front):
    found = tokens(scheme)

    assert contrast(found[front], found["page"]) >= 3


def test_nothing_comes_from_another_host():
    sources = [*STYLES, *SCRIPTS]

    assert [
        path.name for path in sources if re.search(r"https?://|@import|url\(", path.read_text())
    ] == []


def test_scripts_write_no_markup():
    written = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.style\b"
    )

    assert [path.name for path in SCRIPTS if written.search(path.read_text())] == []


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
def test_templates_hold_no_inline_style_script_or_handler(path):
    text = path.read_text()

    assert (
        re.findall(
            r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|\|safe\b|autoescape off", text
        )
        == []
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates/components").glob("*.html")), ids=lambda path: path.name
)
def test_component_says_first_what_it_takes(path):
    assert path.read_text().startswith("{# takes: ")
    get_template(f"components/{path.name}")


DARK = re.compile(
    r"^  @media screen and \(prefers-color-scheme: dark\) {$\n    :root {$(.*?)^    }\n  }$",
    re.MULTILINE | re.DOTALL,
)
COLOUR_ALONE = re.compile(r"\s*--[a-z-]+: #[0-9a-f]{6};")


def test_nothing_but_colours_differs_in_the_dark():
    """So the browser tests look at everything in the light, and in the dark at contrast alone."""
    css, *others = [path.read_text() for path in (CSS, ADVICE_CSS, *SCRIPTS, *OFFLINE, *TEMPLATES)]

    [block] = DARK.findall(css)
    assert [line for line in block.strip().splitlines() if not COLOUR_ALONE.fullmatch(line)] == []
    assert css.count("prefers-color-scheme") == 1
    assert not any("prefers-color-scheme" in text for text in others)
    assert "light-dark(" not in css
