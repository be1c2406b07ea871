"""An answers file with its decision as an assessment: from a record, from an example, from a file.

In: an answers file read against its checklist. Out: the assessment, with the decision as a draft: who accepted it
accepted another record. Must not know: where the file came from.
"""

import json
from collections.abc import Collection, Sequence

from django.db import transaction

from advisor.assessments.actions.copy import make_from_file
from advisor.assessments.actions.join import name_unlike
from advisor.assessments.models import Assessment, Decider, Respondent, Service
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.text import folded, one_form, values_in_one_form
from advisor.decisions.draft_content import PERSONS, content_of
from advisor.decisions.models import Decision, Record
from advisor.record.model.answer_numbers import Counted
from advisor.sharing.access import VisitorKey

LONGEST_NAME = 290
"""Before a number."""


@transaction.atomic
def restore_assessment(
    *,
    visitor: VisitorKey,
    checklist: Checklist,
    answers: AnswersFile,
    your_name: str,
    token: str,
    sequence: Sequence[Counted] = (),
    continues: Record | None = None,
    decides_as: Collection[str] = (),
) -> tuple[Assessment, bool]:
    """A new assessment of the visitor's with everything the file says, and True; or the one that this form made before,
    and False. What is signed off in it replaces the record that it `continues`.

    Nobody in it is one of its deciders but its maker, who is those of `decides_as` that are called like them."""
    answers, sequence = _in_one_form(answers, sequence)
    deciders = answers.decision.deciders if answers.decision else []
    if your_name not in decides_as:
        your_name = name_unlike(your_name, deciders)
    assessment, fresh = make_from_file(
        visitor=visitor, checklist=checklist, answers=answers, your_name=your_name, token=token, sequence=sequence
    )
    if fresh and (answers.decision is not None or continues is not None):
        slugs = dict(Service.objects.filter(assessment=assessment).values_list("name", "slug"))
        content = content_of(answers.decision, slugs)
        maker = Respondent.objects.get(assessment=assessment, visitor__isnull=False)
        if your_name in deciders:
            content[PERSONS] = {your_name: maker.id}
        Decider.objects.bulk_create(
            Decider(assessment=assessment, name=name, respondent=maker if name == your_name else None)
            for name in dict.fromkeys(deciders)
        )
        Decision.objects.create(assessment=assessment, content=content, revision=1, continues=continues)
    return assessment, fresh


def _in_one_form(answers: AnswersFile, sequence: Sequence[Counted]) -> tuple[AnswersFile, Sequence[Counted]]:
    """What a record of earlier says, with text in its one form; two things that would get one name stay two."""
    value = answers.model_dump(mode="json", exclude_defaults=True)
    other = _numbered([one["name"] for one in value["services"]]) | _numbered([one["name"] for one in value["teams"]])
    counted = [values_in_one_form(one.model_dump(), other) for one in sequence]
    value = values_in_one_form(value, other) | {"format": answers.format, "checklist": answers.checklist}
    return AnswersFile.model_validate_json(json.dumps(value)), [Counted.model_validate(one) for one in counted]


def _numbered(names: Sequence[str]) -> dict[str, str]:
    """Another name for each that would be like one there is already."""
    taken, renames = {folded(name) for name in names if one_form(name) == name}, {}
    for name in names:
        if one_form(name) != name:
            new, count = one_form(name), 1
            while folded(new) in taken:
                count += 1
                new = f"{one_form(name)[:LONGEST_NAME]} ({count})"
            taken.add(folded(new))
            renames[name] = new
    return renames
