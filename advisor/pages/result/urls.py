"""Addresses at which results are read, below `/a/<public_id>/` for the example below `/demo/`, and for a
service without an assessment below `/quick/`. They come before those of the questions: "result" is no section."""

from types import ModuleType

from django.urls import URLPattern, path

from advisor.pages.http.record_files import text_paths
from advisor.pages.result import example, quick, views

SERVICE, TEAM = "services/<slug:slug>/", "teams/<slug:slug>/"


def below(screen: ModuleType, prefix: str = "") -> list[URLPattern]:
    """The same addresses for the views of either module."""
    patterns = [
        path("result/", screen.platform, name="platform-result"),
        path("result.pdf", screen.platform_pdf, name="platform-pdf"),
        path(SERVICE + "result/", screen.service, name="service-result"),
        path(SERVICE + "result.pdf", screen.service_pdf, name="service-pdf"),
        path(SERVICE + "what-if/", screen.service_what_if, name="service-what-if"),
        path(TEAM + "what-if/", screen.team_what_if, name="team-what-if"),
        *text_paths("result", screen.platform_file, "platform"),
        *text_paths(SERVICE + "result", screen.service_file, "service"),
    ]
    for pattern in patterns:
        pattern.name = f"{prefix}{pattern.name}"
    return patterns


urlpatterns = [
    *below(views),
    path(SERVICE + "result/kit/", views.service_kit, name="service-kit"),
    path(SERVICE + "result/kit.zip", views.service_kit_zip, name="service-kit-zip"),
    path(SERVICE + "result/kit/remove/", views.service_kit_remove, name="service-kit-remove"),
    path(SERVICE + "result/framework/", views.service_framework, name="service-framework"),
]
of_example = below(example, "demo-")
of_quick = [
    path("result/", quick.result, name="quick-result"),
    path("result/what-if/", quick.what_if, name="quick-what-if"),
    path("result/framework/", quick.framework, name="quick-framework"),
    path("result.pdf", quick.pdf, name="quick-pdf"),
    *text_paths("result", quick.download, "quick"),
]
