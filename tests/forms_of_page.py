"""The forms of a page into which somebody types words."""

from html.parser import HTMLParser

NOT_WORDS = {"hidden", "radio", "checkbox", "submit", "button", "reset", "image", "file"}


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, bool]] = []  # its action, and whether words go into it
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.forms.append((given.get("action") or "", False))
            self.is_inside = True
        is_box = tag == "input" and (given.get("type") or "text") not in NOT_WORDS
        if self.is_inside and (is_box or tag == "textarea"):
            self.forms[-1] = (self.forms[-1][0], True)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False


def forms_with_words(html: str) -> list[str]:
    """Their actions; an empty one is the page's own address."""
    return [action for action, has_words in _Forms(html).forms if has_words]
