from django.urls import include, path

from sextortion_aware import views
from sextortion_aware.sitemap import sitemap
from sextortion_aware.styleguide import styleguide

urlpatterns = [
    path("", include("advice.urls")),
    path("", include("campaigns.urls")),
    path("accounts/", include("campaigns.people.sign_in.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
