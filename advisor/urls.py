"""Which room answers which address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("advisor.pages.urls")),
    path("files/", include("advisor.publish.urls")),
]

handler400 = "advisor.pages.http.errors.bad_request"
handler403 = "advisor.pages.http.errors.permission_denied"
handler404 = "advisor.pages.http.errors.not_found"
handler429 = "advisor.pages.http.errors.too_many"
handler500 = "advisor.pages.http.errors.server_error"
