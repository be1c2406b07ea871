"""What the fields of a form are called, for a page that gives them back without knowing which form it was.

In: the name of a field, and the names that came with it. Out: its label and, of a choice, its options, as people saw
them. Must not know: requests, why a form was refused. Words come from the checklists, from the forms there are and from
the list below; what none of them knows is called by its name.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django import forms
from django.forms.utils import pretty_name

from advisor.assessments.checklists import library
from advisor.assessments.questionnaire.question import EVIDENCE
from advisor.checklist.errors import ChecklistError
from advisor.checklist.model import Checklist
from advisor.decisions.occasions import KINDS
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.record.model.vocabulary import Vocabulary

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldWords:
    label: str
    options: Options = ()


PARTS = {
    "note": "note",
    "reason": "why it does not apply",
    "evidence": "what it rests on",
    "link": "where to see it",
    "expires": "counts until",
}
"""The fields of one statement besides its answer, and how each is called after the statement."""
OTHERS: Options = (("unsure", "Not sure"), ("na", "Does not apply"), ("must", "Must have it"))
WORDS = {
    "addresses": FieldWords("Mail addresses that are reminded"),
    "because": FieldWords("We know, because …"),
    "description": FieldWords("What does it do?"),
    "email": FieldWords("E-mail address"),
    "find": FieldWords("Find"),
    "first": FieldWords("From"),
    "informed": FieldWords("Who is informed?"),
    "label": FieldWords("Who is it for?"),
    "level": FieldWords("The level that counts"),
    "login": FieldWords("E-mail address"),
    "raw-owners": FieldWords("How many raw services the team can own at most"),
    "reason": FieldWords("Why?"),
    "review": FieldWords("When will you review it?"),
    "role": FieldWords(
        "What may they do?", tuple((role, words.verb.capitalize()) for role, words in ROLE_WORDS.items())
    ),
    "second": FieldWords("To"),
    "service": FieldWords("Service"),
    "sure": FieldWords("I know I can't undo this"),
    "text": FieldWords("Text"),
    "what": FieldWords("What do they say?", (("accepted", "I accept it"), ("dissent", "I don't, because"))),
    "wants": FieldWords("Tell me when", tuple(KINDS.items())),
    "which": FieldWords("Which services?", (("all", "All"), ("some", "Only those ticked below"))),
    "who": FieldWords("Who?"),
    "why": FieldWords("Why?"),
    "words": FieldWords("In their own words"),
    "said_on": FieldWords("When they said it"),
    "place": FieldWords("Where they said it"),
    "workspace": FieldWords("Shared with"),
}
"""Fields that a template writes by itself."""
OF_SERVICE = {"choice-": "What is chosen", "because-": "Why"}
"""Fields of a decision, one for each service."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where words come from, read once for all fields of a page: a form can have two thousand."""

    checklists: tuple[Checklist, ...]
    vocabularies: tuple[Vocabulary, ...]
    forms: tuple[type[forms.Form], ...]

    @classmethod
    def now(cls) -> "Sources":
        there = _checklists()
        return cls(there, tuple(map(Vocabulary, there)), tuple(_forms()))


def field_words(name: str, sent: frozenset[str] = frozenset(), sources: Sources | None = None) -> FieldWords:
    """The words of a field that came with these others.

    >>> field_words("note-latency-first").label
    'Every millisecond this service itself adds to a request matters: note'
    >>> dict(field_words("answer-latency-first").options)["3"], field_words("risks-0-owner").label
    ('mostly true', 'Risks 1: owner')
    """
    at = sources or Sources.now()
    words = _of_statement(name, at) or _of_form(name, sent, at) or WORDS.get(name) or _of_checklist(name, at)
    return words or _by_name(name)


def _of_statement(name: str, at: Sources) -> FieldWords | None:
    part, _, key = name.partition("-")
    for words in at.vocabularies:
        for one in (key, name):  # a what-if page names the statement alone
            if one in words.statements or one in words.dimensions:
                text = words.text(one).rstrip(".")
                if one == key and part in PARTS:
                    return FieldWords(f"{text}: {PARTS[part]}", EVIDENCE if part == "evidence" else ())
                levels = tuple((str(level), words.level(one, level)) for level in range(5))
                return FieldWords(text, (*levels, *OTHERS[:2]))
    return None


def _of_form(name: str, sent: frozenset[str], at: Sources) -> FieldWords | None:
    """The words of the form whose fields are most like what was sent."""
    known = [form for form in at.forms if name in form.base_fields]
    if not known:
        return None
    form = max(known, key=lambda one: len(sent & set(one.base_fields)) - len(set(one.base_fields) - sent))
    field = form.base_fields[name]
    options = tuple(_flat(field.choices)) if isinstance(field, forms.ChoiceField) else ()
    return FieldWords(str(field.label), options) if field.label else None


def _of_checklist(name: str, at: Sources) -> FieldWords | None:
    """Facts about a service and wants of a framework, which are forms' fields by the checklist alone."""
    if name == "checklist":
        return FieldWords("Which decision is it about?", tuple((one.slug, one.title) for one in at.checklists))
    for checklist in at.checklists:
        if name in ("kind", "kinds"):
            kinds = tuple((kind.id, kind.name) for kind in checklist.service_types)
            return FieldWords("What kind of service is it?", kinds)
        for setting in checklist.settings:
            if name == setting.key:
                return FieldWords(setting.text, tuple((option.id, option.text) for option in setting.options))
        for want in checklist.frameworks.wants if checklist.frameworks else ():
            if name == want.id:
                levels = tuple((str(level), str(level)) for level in range(5))
                return FieldWords(want.text, (*levels, *OTHERS))
    return None


def _by_name(name: str) -> FieldWords:
    for prefix, words in OF_SERVICE.items():
        if name.startswith(prefix):
            return FieldWords(f"{words}: {name.removeprefix(prefix)}")
    part, _, key = name.partition("-")
    if key and part == "answer":  # of a checklist that is not here any more
        return FieldWords(key, OTHERS[:2])
    if key and part in PARTS:
        return FieldWords(f"{key}: {PARTS[part]}")
    row = name.split("-")
    if len(row) == 3 and row[1].isdecimal():
        return FieldWords(f"{pretty_name(row[0])} {int(row[1]) + 1}: {pretty_name(row[2]).lower()}")
    return FieldWords(pretty_name(name.replace("-", " ").replace(".", " ")))


def _flat(choices: object) -> Iterator[tuple[str, str]]:
    """Choices without their groups."""
    for value, label in choices:  # type: ignore[attr-defined]
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _forms() -> list[type[forms.Form]]:
    """Every form of the app that is loaded; all are once the addresses are."""
    form_classes: list[type[forms.Form]] = []
    waiting: list[type[forms.Form]] = [forms.Form]
    while waiting:
        one = waiting.pop(0)
        waiting += one.__subclasses__()
        if one.__module__.startswith("advisor."):
            form_classes.append(one)
    return form_classes


def _checklists() -> tuple[Checklist, ...]:
    """The checklists of this installation that can be read: an error page has no use for another error."""
    checklists = []
    for slug in library().slugs():
        with suppress(ChecklistError):
            checklists.append(library().get(slug))
    return tuple(checklists)
