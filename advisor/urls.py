"""Which room answers which address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("advisor.pages.urls")),
    path("files/", include("advisor.publish.urls")),
]

handler400 = "advisor.pages.errors.bad_request"
handler403 = "advisor.pages.errors.permission_denied"
handler404 = "advisor.pages.errors.not_found"
handler429 = "advisor.pages.errors.too_many"
handler500 = "advisor.pages.errors.server_error"
