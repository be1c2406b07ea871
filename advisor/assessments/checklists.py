"""The checklist an assessment is answered against, parsed once per digest.

In: a digest, or a slug for the newest. Out: the checklist model and its row. Must not know: who asks.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from advisor.assessments.models import ChecklistVersion
from advisor.checklist.library import Library
from advisor.checklist.model import Checklist
from advisor.kit.folder import kits


@lru_cache(maxsize=1)
def library() -> Library:
    """The checklists of this installation."""
    return Library(settings.CHECKLISTS_DIR)


def newest(slug: str = "nodejs-express") -> Checklist:
    return library().get(slug)


def version_row(*, checklist: Checklist) -> ChecklistVersion:
    """The stored version of a checklist, made when the first assessment begins with it."""
    row, _ = ChecklistVersion.objects.get_or_create(
        digest=checklist.digest,
        defaults={"slug": checklist.slug, "version": checklist.version, "content": checklist.model_dump_json()},
    )
    return row


@lru_cache(maxsize=32)
def at_digest(digest: str) -> Checklist:
    """The checklist as it was when the assessment began, also when the YAML has changed since."""
    return Checklist.model_validate_json(ChecklistVersion.objects.values_list("content", flat=True).get(digest=digest))


def kit_root(checklist: Checklist) -> Path:
    """Where the kits of a checklist are."""
    return Path(settings.CHECKLISTS_DIR) / checklist.slug / "kit"


def kits_of(checklist: Checklist) -> list[str]:
    """The kits that there are for a checklist."""
    return kits(kit_root(checklist), checklist)
