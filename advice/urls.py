"""One address a page, named after its file.

An address typed without its last slash answers too: a redirect would tell more, and take longer.
"""

from django.urls import path

from advice import views
from advice.letters import letter_path, letters
from advice.library import library
from advice.plans import ROUTE
from advice.search import INDEX_PATH

app_name = "advice"
urlpatterns = [
    path(page.path[1:], views.page, {"slug": page.slug}, name=page.url_name)
    for page in library().pages
]
urlpatterns += [
    path(page.path[1:-1], views.page, {"slug": page.slug})
    for page in library().pages
    if page.path != "/"
]
urlpatterns += [
    path(letter_path(page)[1:], views.letter, {"slug": page.slug}) for page in letters(library())
]
urlpatterns += [
    path(INDEX_PATH[1:], views.words),
    path(ROUTE[1:], views.route, name="route"),
    path(ROUTE[1:-1], views.route),
    path(f"{ROUTE[1:]}<path:place>", views.route),
]
