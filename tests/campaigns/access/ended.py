"""What a person sends when their sign-in has ended, and how they come back to it."""

from urllib.parse import parse_qs, urlencode, urlsplit

from campaigns.access.kept import FORMS, WHOSE, living, signer
from tests.campaigns.access.every_address import address_of
from tests.campaigns.access.typed_again import Boxes, boxes_of, sent

HTML = {"accept": "text/html"}
LOGIN = "/accounts/login/"
PAGE = "http://testserver/team/sessions/"


def word_of(member):
    return signer.sign(str(member.user_id))


def waiting(member):
    return [*living(member.user_id).values()]


def send(client, world, name, data):
    """Without a sign-in: the address that it is to come back to."""
    client.logout()
    given = {**data, WHOSE: word_of(world.coordinator)}
    response = client.post(address_of(name, world), given, headers={"referer": PAGE})
    if response.status_code != 302:
        return ""
    assert response.url.startswith(LOGIN)
    return parse_qs(urlsplit(response.url).query)["next"][0]


def come_back(client, member, where):
    client.force_login(member.user)
    response = client.get(where, headers=HTML)
    is_kept = response.status_code == 302 and "kept=" in response.url
    return client.get(response.url) if is_kept else response


def drawn(response, name, world):
    page = response.content.decode()
    return boxes_of(page, urlsplit(address_of(name, world)).path)


def every_box(response):
    page = response.content.decode()
    return [box for form in Boxes(page).forms for box in form["boxes"]]


def place_data(world):
    boxes = {"kind": "community", "name": "Qx School", "town": "Larkhall", "area": world.area.pk}
    return boxes | {"postcode": ""}


def press(client, name, world, page):
    """The button of the page, as a browser sends its form."""
    return post(client, name, world, sent(drawn(page, name, world)))


def post(client, name, world, data):
    packed = urlencode(data, doseq=True)
    return client.post(address_of(name, world), packed, content_type=FORMS[0])
