"""Every view declares who may call it; a test walks the URL configuration and refuses a view that does not.

Three declarations: `open_to_all` (with its reason), `own_only` (the view finds what it shows by the caller's cookie, so
a stranger cannot even name another's things) and `by_role` (the view calls `check_role` for a scope in its address).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from advisor.sharing.roles import Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Policy:
    kind: Literal["open", "own", "role"]
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


def by_role(role: Role) -> Callable[[View], View]:
    """The view itself calls `check_role` with this role before it does anything else."""
    return _declare(Policy("role", role=role))


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What a view declares, or None."""
    found = getattr(view, "access_policy", None)
    return found if isinstance(found, Policy) else None
