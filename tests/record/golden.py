"""Golden files: what the writers wrote when someone last looked. `python -m tests.record.golden` writes them anew."""

from pathlib import Path

from advisor.record.formats.as_text import summary
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.as_json import json_text, recommendation_json
from tests.record.samples import record

FOLDER = Path(__file__).resolve().parents[1] / "data" / "golden"


def golden():
    """File name → its text."""
    told = {}
    for case in ("06", "17", "24", "demo", "platform-two-frameworks"):
        made = record(case)
        told[f"{case}.md"] = markdown(made)
        told[f"{case}.json"] = json_text(recommendation_json(made.checklist, made.recommendation))
        told[f"{case}.txt"] = summary(made)
    return told


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in golden().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
