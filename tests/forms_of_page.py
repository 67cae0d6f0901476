"""Which forms of a page somebody types words into."""

from html.parser import HTMLParser

TYPED = {"text", "email", "tel", "search", "url", "number", "password", ""}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.found.append((given.get("action", ""), False))
            self.inside = True
        is_box = tag == "textarea" or (tag == "input" and given.get("type", "").lower() in TYPED)
        if is_box and self.inside:
            self.found[-1] = (self.found[-1][0], True)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def forms_with_words(html: str) -> list[str]:
    """The actions of the forms that are posted and hold a box for words."""
    forms = _Forms()
    forms.feed(html)
    return [action for action, has_words in forms.found if has_words]
