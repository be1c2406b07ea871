"""No view without a declared policy: the URL configuration itself is walked."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from advisor.sharing.policy import Policy, by_role, open_to_all, own_only, policy_of


def views(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from views(entry, address)


def test_views_each_declares_who_may_call_it() -> None:
    assert not [address for address, view in views() if policy_of(view) is None]


def test_views_open_to_all_each_says_why() -> None:
    found = [(address, policy_of(view)) for address, view in views()]
    assert not [address for address, policy in found if policy and policy.kind == "open" and len(policy.reason) < 20]


def test_policy_of_declarations_are_read_back() -> None:
    @open_to_all("The same page for everyone.")
    def page() -> None: ...

    @own_only
    def mine() -> None: ...

    @by_role("edit")
    def theirs() -> None: ...

    def forgotten() -> None: ...

    assert policy_of(page) == Policy("open", reason="The same page for everyone.")
    assert policy_of(mine) == Policy("own")
    assert policy_of(theirs) == Policy("role", role="edit")
    assert policy_of(forgotten) is None
