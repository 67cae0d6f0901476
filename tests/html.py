"""What a test wants to know of a page, read with Python's own parser."""

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

LOADING = {"src", "srcset", "action", "formaction", "poster", "data", "background", "manifest"}


@dataclass
class PageFacts(HTMLParser):
    """Fill it with `read(html)`."""

    title: str = ""
    h1: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)  # scripts, styles and handlers inside the page
    # Of these, the whole elements: "style" or "script", and what stands in it.
    written_out: list[tuple[str, str]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)  # what the browser fetches or sends to by itself
    referred_ids: list[str] = field(default_factory=list)
    fields: list[dict[str, str]] = field(default_factory=list)
    language: str = ""
    headings: list[int] = field(default_factory=list)
    _open: str = ""
    _inert: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self._inert += tag == "template"
        if self._inert:
            return  # no part of the page, until a script takes it
        self._open = (
            tag if tag in ("title", "h1") and not (tag == "title" and self.title) else self._open
        )
        if tag == "h1":
            self.h1.append("")
        if tag == "html":
            self.language = found.get("lang", "")
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found)
        if tag in ("input", "select", "textarea"):
            self.fields.append({"tag": tag, **found})
        self._note_inline(tag, found)
        self.loads += [value for name, value in found.items() if name in LOADING]
        if tag == "link" and found.get("rel") != "canonical":
            self.loads.append(found.get("href", ""))
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            self.referred_ids += found.get(name, "").split()

    def _note_inline(self, tag: str, found: dict[str, str]) -> None:
        if (tag == "script" and "src" not in found) or tag == "style":
            self.inline.append(f"<{tag}>")
            self.written_out.append((tag, ""))
            self._open = tag
        self.inline += [
            f"{tag} {name}" for name in found if name == "style" or name.startswith("on")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag == "template"
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("style", "script"):
            tag, before = self.written_out[-1]
            self.written_out[-1] = (tag, before + data)
        elif self._open == "title":
            self.title += data
        elif self._open == "h1":
            self.h1[-1] += data

    @property
    def other_hosts(self) -> list[str]:
        return [url for url in self.loads if urlsplit(url).netloc]

    def refused_by(self, policy: str) -> list[str]:
        """What stands inside the page and has not its hash in the policy:
        a browser leaves it out.
        """
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
        allowed = [
            f"<{tag}>"
            for tag, text in self.written_out
            if hash_source(text) in rules.get(f"{tag}-src", [])
        ]
        return sorted((Counter(self.inline) - Counter(allowed)).elements())


def hash_source(text: str) -> str:
    """As a policy names it; worked out here on its own, so that a mistake of the site's shows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def read(html: str) -> PageFacts:
    facts = PageFacts()
    facts.feed(html)
    facts.title = " ".join(facts.title.split())
    facts.h1 = [" ".join(text.split()) for text in facts.h1]
    return facts
