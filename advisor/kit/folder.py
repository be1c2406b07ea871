"""Which prototype kits a checklist's folder `kit` holds.

In: the folder, the checklist. Out: the ids of components. Must not know: what is in a kit.
"""

from pathlib import Path

from advisor.checklist.model import Checklist


def kits(root: Path, checklist: Checklist) -> list[str]:
    """The components of a checklist that have a kit, in the checklist's order; `root` is its folder `kit`."""
    return [one.id for one in checklist.next_steps.components if (root / "kits" / one.id / "routes.js").is_file()]


def kit_for(root: Path, checklist: Checklist, kind: str | None) -> str:
    """The kit for a service of this kind: the one made for it, else the first; empty where there are none."""
    there = kits(root, checklist)
    fitting = (one.id for one in checklist.next_steps.components if one.id in there and kind in one.kinds)
    return next(fitting, there[0] if there else "")
