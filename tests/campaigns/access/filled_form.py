"""What a browser would send of a form of a page as it stands: every box with what is in it."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.area, self.text = [], None, None, ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        name = given.get("name")
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif tag == "option" and self.select and "selected" in given:
            self.keep(self.select, given.get("value", ""))
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "input" and name and is_sent(given):
            self.keep(name, given.get("value", ""))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.keep(self.area, self.text.strip())
            self.area = None
        if tag == "select":
            self.select = None

    def keep(self, name, value):
        if self.forms:
            self.forms[-1][1].setdefault(name, []).append(value)


def is_sent(given):
    """A box that is ticked has its value in this project's forms, or says "on"."""
    kind = given.get("type", "text")
    if kind in ("checkbox", "radio"):
        given.setdefault("value", "on")
    return kind not in ("submit", "file") and (
        kind not in ("checkbox", "radio") or "checked" in given
    )


def filled(page, *, action):
    """Of the form that is sent to this address; an empty action is the page's own."""
    forms = _Forms(page).forms
    own = [fields for sent_to, fields in forms if sent_to == action]
    return (own or [fields for sent_to, fields in forms if not sent_to])[0]
