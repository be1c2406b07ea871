"""Sentences for people: what a search can find of the rules in CONTRIBUTING, *Sentences*, is found here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FOREIGN = {
    r"\bwhom\b": "who",
    r"\bin the meantime\b": "while you were typing",
    r"\b(starts|renews|updates|runs|counts) by itself\b": "on its own, or nothing",
    r"\bcan ?not be (taken|put) back\b": "You can't undo this",
    r"\bcomes of (it|them|this)\b": "the effect",
    r"\bone a line\b": "one per line",
    r"\bcode to photograph\b": "QR code",
    r"\bkeep this word\b": "save",
    r"\bno date is set\b": "no date yet",
    r"\bon one way\b": "in one way",
    r"\bleans 0\b": "neutral",
    r"\bnot by far\b": "say by how much",
    r"\bas long as it is not said\b": "until you say which",
    r"\bkept up to date by itself\b": "updates on its own",
    r"\bfurther round\b": "another round",
    r"\bto begin with\b": "to start",
    r"\.:|\.\.(?!\.)|\?\.": "one sign at the end of a sentence",
}
"""What a translation would write, and what to write instead."""


def text_of(template: str) -> str:
    """What a template says: no tags of Django's or HTML's, attributes that are read aloud kept."""
    template = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", template, flags=re.DOTALL)
    template = re.sub(r"\{\{.*?\}\}", "…", template, flags=re.DOTALL)
    read_aloud = " ".join(re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', template))
    return " ".join(f"{re.sub(r'<[^>]+>', ' ', template)} {read_aloud}".split())


@pytest.mark.parametrize("pattern", FOREIGN, ids=FOREIGN.values())
def test_sentence_in_a_template_is_one_that_people_say(pattern: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in TEMPLATES
        for match in re.finditer(f".{{0,40}}{pattern}.{{0,40}}", text_of(path.read_text()), re.IGNORECASE)
    }
    assert not found, f"write instead: {FOREIGN[pattern]}"


def test_voice_finds_what_it_looks_for() -> None:
    said = text_of('<p title="Whom to ask">{% if a %}The page renews by itself.{% endif %} {{ b }}</p>')
    hits = [pattern for pattern in FOREIGN if re.search(pattern, said, re.IGNORECASE)]
    assert hits == [r"\bwhom\b", r"\b(starts|renews|updates|runs|counts) by itself\b"]


def test_rules_for_sentences_stand_where_contributors_look() -> None:
    assert "## Sentences" in (ROOT / "CONTRIBUTING.md").read_text()
