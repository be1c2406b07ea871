"""The app that keeps what was decided."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class DecisionsConfig(AppConfig):
    name = "advisor.decisions"
    label = "decisions"

    def ready(self) -> None:
        post_migrate.connect(_freeze, sender=self, dispatch_uid="decisions-freeze")


def _freeze(*, using: str, **_: Any) -> None:
    """A later migration may make a table anew, which on SQLite loses its triggers."""
    from advisor.decisions.triggers import freeze

    freeze(connections[using])
