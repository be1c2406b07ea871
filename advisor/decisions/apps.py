"""The app that keeps what was decided."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class DecisionsConfig(AppConfig):
    name = "advisor.decisions"
    label = "decisions"

    def ready(self) -> None:
        pre_migrate.connect(_thaw, sender=self, dispatch_uid="decisions-thaw")
        post_migrate.connect(_freeze, sender=self, dispatch_uid="decisions-freeze")


def _thaw(*, using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """Only where a migration is about to run: a start that changes nothing leaves the triggers in place."""
    from advisor.decisions.triggers import thaw

    if plan:
        thaw(connections[using])


def _freeze(*, using: str, **_: Any) -> None:
    """A later migration may make a table anew, which on SQLite loses its triggers."""
    from advisor.decisions.triggers import freeze

    freeze(connections[using])
