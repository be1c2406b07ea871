"""The four roles, weakest first: view results, respond, edit, own. A role can do all that the ones before it can."""

from typing import Literal, get_args

Role = Literal["view", "respond", "edit", "own"]
ROLES: tuple[Role, ...] = get_args(Role)


def at_least(role: Role) -> tuple[Role, ...]:
    """The roles that can do what `role` can.

    >>> at_least("edit")
    ('edit', 'own')
    """
    return ROLES[ROLES.index(role) :]
