import pytest

from advice.library import library

ADDRESSES = [page.path for page in library().pages]

# pytest-django forbids the database to every test without its mark: these pages prove that they
# need none.


@pytest.mark.parametrize("path", ADDRESSES)
def test_page_answers_without_a_cookie_a_query_or_a_trace(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert (
        response.headers["CDN-Cache-Control"]
        == "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
    )
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")


def test_page_neither_reads_nor_mends_the_cookies_of_other_pages(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "short"
    client.cookies[settings.CSRF_COOKIE_NAME] = "not a token"

    response = client.get("/what-to-do/")

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")


def test_page_answers_the_same_whatever_is_asked_after_its_address(client):
    plain = client.get("/what-to-do/").content

    assert client.get("/what-to-do/?name=someone").content == plain


def test_page_answers_at_its_address_without_the_last_slash_too(client):
    response = client.get("/what-to-do")

    assert response.status_code == 200
    assert response.content == client.get("/what-to-do/").content


def test_page_is_for_reading_only(client):
    assert client.head("/what-to-do/").status_code == 200
    assert client.post("/what-to-do/").status_code == 405
    assert client.put("/what-to-do/").status_code == 405


def test_page_that_was_taken_away_is_not_found(client, monkeypatch):
    monkeypatch.setattr(
        "advice.views.library",
        lambda: type("Empty", (), {"page": staticmethod(lambda slug: None)})(),
    )

    assert client.get("/what-to-do/").status_code == 404
