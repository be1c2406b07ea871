"""Every view declares who may call it; a test walks the URL configuration and refuses a view that does not.

Four declarations: `open_to_all` (with its reason), `own_only` (the view finds what it shows by the caller's cookie, so
a stranger cannot even name another's things), `for_the_server` (the view gets the owner of this server, and nobody else
comes to it) and `by_role`, which opens what the address names in that role and hands it to the view: a view of
somebody's things gets nothing to show without it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from advisor.sharing.roles import Role

SAFE, FORM, POST = ("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)
"""The methods of a page, of one with a form, and of a button."""
Opener = Callable[[HttpRequest, Role, dict[str, Any]], object]
"""Opens what the address names, whose parts it takes out of the dictionary; AccessDenied: not for whoever asks."""

View = TypeVar("View", bound=Callable[..., Any])


def private(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view's answers for one visitor alone: kept by nobody on the way, and in no search engine. Stands below the
    view's access policy, where that is not a role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return guarded


@dataclass(frozen=True, slots=True)
class Policy:
    kind: Literal["open", "own", "server", "role"]
    role: Role | None = None
    reason: str = ""


def _declare(policy: Policy) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.access_policy = policy  # type: ignore[attr-defined]
        return view

    return declare


def open_to_all(reason: str) -> Callable[[View], View]:
    """Anyone may call it: it shows nothing of anyone's. Goes above every other decorator."""
    return _declare(Policy("open", reason=reason))


def own_only(view: View) -> View:
    """It reads and writes only what belongs to the caller's own cookie."""
    return _declare(Policy("own"))(view)


def for_the_server(
    owner: Callable[[HttpRequest], object], methods: tuple[str, ...] = SAFE
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Only for the owner of this server, whom `owner` finds or refuses with AccessDenied, and who is handed to the
    view; by these methods. Goes above every other decorator."""

    def declare(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, **address: Any) -> HttpResponseBase:
            return view(request, owner(request), **address)

        guarded: Callable[..., HttpResponseBase] = private(require_http_methods(list(methods))(opened))
        return _declare(Policy("server"))(guarded)

    return declare


def by_role(
    role: Role, opener: Opener, methods: tuple[str, ...] = SAFE
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Opens what the address names for whoever has this role on it, by these methods; the view gets what was opened,
    and the rest of the address. Goes above every other decorator."""

    def declare(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, **address: Any) -> HttpResponseBase:
            return view(request, opener(request, role, address), **address)

        guarded: Callable[..., HttpResponseBase] = private(require_http_methods(list(methods))(opened))
        return _declare(Policy("role", role=role))(guarded)

    return declare


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What a view declares, or None."""
    policy = getattr(view, "access_policy", None)
    return policy if isinstance(policy, Policy) else None
