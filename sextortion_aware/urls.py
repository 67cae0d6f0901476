from django.urls import include, path

from sextortion_aware import views

urlpatterns = [
    path("", include("advice.urls")),
    path("", include("campaigns.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
