"""No view without a declared policy: the URL configuration itself is walked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import FORM, Policy, by_role, open_to_all, own_only, policy_of
from advisor.sharing.roles import Role


def views(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from views(entry, address)


def unguarded(resolver: URLResolver | None = None) -> list[str]:
    """Addresses that nobody is asked at: of no declaration, or of somebody's things without a role on them."""
    found = [(address, policy_of(view)) for address, view in views(resolver)]
    return [
        address for address, policy in found if policy is None or ("public_id" in address and policy.kind != "role")
    ]


def test_views_each_declares_who_may_call_it() -> None:
    assert unguarded() == []


def test_view_without_a_declaration_or_without_a_role_is_found() -> None:
    def page(request: HttpRequest, **address: str) -> HttpResponse:
        return HttpResponse()

    addresses = [
        path("forgotten/", page),
        path("a/<public_id>/", own_only(lambda request, **address: HttpResponse())),
        path("fine/", open_to_all("The same page for everyone.")(lambda request: HttpResponse())),
    ]
    assert unguarded(URLResolver(RegexPattern(r"^/"), addresses)) == ["/forgotten/", "/a/<public_id>/"]


def test_by_role_opens_what_the_address_names_and_hands_it_over() -> None:
    asked = []

    def opener(request: HttpRequest, role: Role, address: dict[str, Any]) -> str:
        asked.append((role, address.pop("public_id")))
        return "opened"

    @by_role("edit", opener, FORM)
    def view(request: HttpRequest, opened: str, slug: str) -> HttpResponse:
        return HttpResponse(f"{opened} {slug}")

    factory = RequestFactory()
    response = view(factory.post("/"), public_id="x", slug="y")
    assert (response.content, response["Cache-Control"], asked) == (b"opened y", "private, no-store", [("edit", "x")])
    assert view(factory.put("/"), public_id="x", slug="y").status_code == 405
    assert len(asked) == 1


def test_by_role_who_is_refused_never_reaches_the_view() -> None:
    def opener(request: HttpRequest, role: Role, address: dict[str, Any]) -> None:
        raise AccessDenied("Not yours.")

    @by_role("view", opener)
    def view(request: HttpRequest, opened: None) -> HttpResponse:
        raise AssertionError("called")

    with pytest.raises(AccessDenied):
        view(RequestFactory().get("/"))


def test_views_open_to_all_each_says_why() -> None:
    found = [(address, policy_of(view)) for address, view in views()]
    assert not [address for address, policy in found if policy and policy.kind == "open" and len(policy.reason) < 20]


def test_policy_of_declarations_are_read_back() -> None:
    @open_to_all("The same page for everyone.")
    def page() -> None: ...

    @own_only
    def mine() -> None: ...

    @by_role("edit", lambda request, role, address: None)
    def theirs(request: HttpRequest, opened: None) -> HttpResponse:
        return HttpResponse()

    def forgotten() -> None: ...

    assert policy_of(page) == Policy("open", reason="The same page for everyone.")
    assert policy_of(mine) == Policy("own")
    assert policy_of(theirs) == Policy("role", role="edit")
    assert policy_of(forgotten) is None
