"""The fields of a page's forms, as a browser would send them untouched."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """Of radio buttons and lists without a choice, the first one: the drill only wants to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.chosen: set[str] = set()
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.choose(self.select, value, surely="selected" in said)
        elif tag == "textarea" and name:
            self.found[name] = [""]
        elif tag == "input" and name:
            self.take_input(name, value, said)

    def take_input(self, name: str, value: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind == "radio":
            self.choose(name, value, surely="checked" in said)
        elif kind == "checkbox":
            if "checked" in said:
                self.found.setdefault(name, []).append(value or "on")
        elif kind not in ("submit", "file"):
            self.found[name] = [value]

    def choose(self, name: str, value: str, *, surely: bool) -> None:
        if surely and value:
            self.found[name] = [value]
            self.chosen.add(name)
        elif name not in self.chosen and not self.found.get(name, [""])[0]:
            self.found[name] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def form_of(html: str) -> dict[str, list[str]]:
    fields = Fields()
    fields.feed(html)
    return fields.found
