"""Whether the files of a checklist fit together."""

from advisor.checklist.document import Document
from advisor.checklist.errors import Problem


def checklist_problems(slug: str, documents: dict[str, Document]) -> list[Problem]:
    return []
