"""Sentences for people: what a search can find of the rules in CONTRIBUTING, *Sentences*, is found here."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDES = "index tutorial terminal explanation kits running faults security coverage releasing"
PAGES = ("README.md", "SECURITY.md", *(f"docs/{name}.md" for name in GUIDES.split()))
FOREIGN = {
    r"\bwhom\b": "who",
    r"\bin the meantime\b": "while you were typing",
    r"\b(starts|renews|updates|runs|counts|again) by itself\b": "on its own, or nothing",
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
    r"\bat present\b|\bpresent state\b": "now, or right now",
    r"\bmeanwhile\b": "say what happened before what",
    r"\bfrom (now|then|today|tomorrow) on\b": "now, or say what changes",
    r"\blooked at again\b": "reviewed",
    r"\b(made|drawn|computed|measured|asked|decide|decided) anew\b": "again",
    r"\bat hand\b": "missing, or here",
    r"\b(becomes|became|may become) of\b": "say what happens to it",
    r"\b(is|are) told (by|at|on|in|of)\b": "name who is told what",
    r"\bgive it to (this|a) page\b": "upload it",
    r"\bhow far (it|everyone|they) (is|are)\b": "progress",
    r"\bjust now\b": "right now",
    r"\bone \w+ a line\b|\bone a (core|service|team|person|day|row)\b": "one … per line",
    r"\b0 services\b": "no service",
    r"\bin the midst\b": "inside, or in mid save",
    r"\b(mended|cleared away)\b": "fixed, deleted",
    r"\b(is|are) waited for\b": "you're waiting for",
    r"\bwaits? for your word\b": "needs your answer",
    r"\blook(ed|s)? (it over|into it)\b": "check, or preview",
    r"\bfrom then on\b": "after that",
    r"\bthe whole address\b": "the full address",
    r"\btries to sign in\b": "sign-in attempts",
    r"\b(to take|take it) along\b": "download",
    r"\bis no (e-mail address|mail address|date|text|name of)\b": "is not a date",
    r"[\d…] %": "90%: no space before the sign",
    r"\bclosed to (raw|…)|\braw( and (a )?split)? (is|are) closed\b": "ruled out",
    r"\bwhat weighs\b|\bweighs most\b": "what counts",
    r"\b(errors? of one form|(one )?form of (an )?errors?)\b": "one error format",
    r"\bin mid-": "mid-stream",
    r"\bwith those who\b": "with the people who",
    r"\bto hire or to\b": "to hire or train",
    r"\bleans? least\b": "the weakest case",
    r"(?<!there )\bis no (component|service|record|key)\b": "is not a",
    r"\bgo(es)? on to the (right|left)\b": "continues",
    r"\b(kept?|keep) alike\b": "consistent",
    r"\bstands (here|in two|twice)\b": "appears",
    r"\bnobody has an account\b": "No account has …",
    r"\b(which|that) is still to come\b": "in the future",
    r"\b(divide|cut) the file\b": "split",
    r"\bto a PostgreSQL\b(?! (database|server))": "a PostgreSQL database",
    r"\bchosen for twice\b": "has two choices",
    r"\.:|\.\.(?!\.)|\?\.": "one sign at the end of a sentence",
}
"""What a translation would write, and what to write instead."""


def text_of(template: str) -> str:
    """What a template says: no tags of Django's or HTML's, words for parts and attributes that are read aloud kept."""
    parts = " ".join(re.findall(r"\{% include (.*?)%\}", template, flags=re.DOTALL))
    for_parts = " ".join(re.findall(r'="([^"]* [^"]*)"', parts))
    template = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", template, flags=re.DOTALL)
    template = re.sub(r"\{\{.*?\}\}", "…", template, flags=re.DOTALL)
    read_aloud = " ".join(re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', template))
    return " ".join(f"{re.sub(r'<[^>]+>', ' ', template)} {read_aloud} {for_parts}".split())


def strings_of(module: str) -> str:
    """What a module can say: its strings of several words, docstrings left out."""
    tree = ast.parse(module)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return " · ".join(" ".join(one.value.split()) for one in found if isinstance(one.value, str) and " " in one.value)


def sayings() -> Iterator[tuple[str, str]]:
    """Every file that speaks to people, with what it says."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield str(path.relative_to(ROOT)), text_of(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "advisor").rglob("*.py")):
        yield str(path.relative_to(ROOT)), strings_of(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        code = re.sub(r"(?m)^\s*//[^\n]*$|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        said = (double or tick for double, tick in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', code))
        yield str(path.relative_to(ROOT)), " · ".join(words for words in said if " " in words)
    for path in sorted((ROOT / "checklists" / "nodejs-express").glob("*.yaml")):
        yield str(path.relative_to(ROOT)), re.sub(r"(?m)^ *#.*$", "", path.read_text(encoding="utf-8"))
    for path in [*(ROOT / page for page in PAGES), *sorted((ROOT / "docs" / "how-to").glob("*.md"))]:
        text = re.sub(r"```.*?```|\]\([^)]*\)", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield str(path.relative_to(ROOT)), text


@cache
def all_sayings() -> list[tuple[str, str]]:
    return [(name, " ".join(text.split())) for name, text in sayings()]


@pytest.mark.parametrize("pattern", FOREIGN, ids=FOREIGN.values())
def test_sentence_is_one_that_people_say(pattern: str) -> None:
    found = {
        f"{name}: {text[max(0, match.start() - 40) : match.end() + 40]}"
        for name, text in all_sayings()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    }
    assert not found, f"write instead: {FOREIGN[pattern]}"


def test_voice_finds_what_it_looks_for() -> None:
    said = text_of(
        '<p title="Whom to ask">{% if a %}The page renews by itself.{% endif %} {{ b }}</p>'
        '{% include "a.html" with b="one a line" %}'
    )
    hits = [pattern for pattern in FOREIGN if re.search(pattern, said, re.IGNORECASE)]
    assert hits == [r"\bwhom\b", r"\b(starts|renews|updates|runs|counts|again) by itself\b", r"\bone a line\b"]


def test_voice_reads_what_modules_say_and_not_their_docstrings() -> None:
    module = '"""Whom it knows."""\n\n\ndef ask():\n    """By whom."""\n    return "Whom do you ask?"\n'
    assert strings_of(module) == "Whom do you ask?"


def test_rules_for_sentences_stand_where_contributors_look() -> None:
    assert "## Sentences" in (ROOT / "CONTRIBUTING.md").read_text()


def test_page_spells_a_day_out_or_writes_it_for_a_table() -> None:
    """Two forms, named in advisor/locale; no template makes a third."""
    forms = {"", ':"SHORT_DATE_FORMAT"', ':"DATETIME_FORMAT"', ':"SHORT_DATETIME_FORMAT"'}
    odd = {
        f"{path.relative_to(ROOT)}: {form}"
        for path in (ROOT / "templates").rglob("*.*")
        for form in re.findall(r"\|date\b((?::[\"'][^\"']*[\"'])?)", path.read_text(encoding="utf-8"))
        if form not in forms
    }
    assert not odd
