"""The forms of a page: what a person types in each of their boxes, and what a browser sends."""

from html.parser import HTMLParser

TYPED_IN = ("text", "email", "number", "tel", "search", "")
BUTTONS = ("submit", "button", "reset", "file", "image")


class Boxes(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.area = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        name = given.get("name")
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "boxes": []})
        elif tag == "input" and name and self.forms:
            kind = given.get("type", "")
            is_on = kind not in ("checkbox", "radio") or "checked" in given
            self.add(name, kind, given.get("value", "on" if kind == "checkbox" else ""), is_on)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.add(self.select, "option", given.get("value", ""), "selected" in given)
        elif tag == "textarea":
            self.area = name
            self.add(name, "textarea", "", True)

    def handle_data(self, data):
        if self.area:
            box = self.forms[-1]["boxes"][-1]
            box["value"] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            box = self.forms[-1]["boxes"][-1]
            box["value"] = box["value"].strip()
            self.area = None
        if tag == "select":
            self.select = None

    def add(self, name, kind, value, is_on):
        self.forms[-1]["boxes"].append({"name": name, "kind": kind, "value": value, "on": is_on})


def boxes_of(page, action):
    """Of the form that is sent to this address; an empty action is the page's own."""
    forms = Boxes(page).forms
    own = [form for form in forms if form["action"].split("?")[0] == action]
    own = own or [form for form in forms if not form["action"]]
    return own[0]["boxes"] if own else []


def sent(boxes):
    """What a browser sends of it as it stands."""
    data = {}
    for box in boxes:
        if box["on"] and box["kind"] not in BUTTONS:
            data.setdefault(box["name"], []).append(box["value"])
    return data


def typed(boxes):
    """By the names of the boxes: every text written, and in each choice the last answer."""
    said = {}
    for box in boxes:
        if box["kind"] in (*TYPED_IN, "textarea"):
            said[box["name"]] = [f"Qx {len(said)}"]
        elif box["kind"] in ("radio", "option", "checkbox"):
            said[box["name"]] = [box["value"]]
    return said
