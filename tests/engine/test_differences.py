"""What agreeing on a level would make of the verdict is what the engine says of the answers with just that level."""

import random

from advisor.engine.compilation import compile_rules
from advisor.engine.differences import _places, differences
from advisor.engine.level_sets import cell_of
from advisor.engine.recommend import recommend
from advisor.engine.service import cells_of
from advisor.engine.verdict import outcome_of
from tests.record.samples import DAY, checklist
from tests.record.test_differences import file_of


def test_verdict_of_each_level_is_that_of_the_answers_with_it_whatever_is_open():
    chance, rules, seen = random.Random(7), compile_rules(checklist(), {}), set()
    said: list[object] = [0, 1, 2, 3, 4, "unsure", {"na": "Nobody calls it."}]
    for _ in range(12):
        sheets = [{one.id: chance.choice(said) for one in checklist().statements} for _ in range(3)]
        same = {key: sheets[0][key] for key in sheets[0] if chance.random() < chance.choice((0.2, 0.9))}
        people = [(name, sheet | same) for name, sheet in zip(("Ada", "Ben", "Cyd"), sheets, strict=True)]
        service = recommend(checklist(), file_of(*people), as_of=DAY).services[0]
        cells = cells_of(rules, service.statements)
        places = dict(zip(rules.ids, _places(cells), strict=True))
        for found in differences(checklist(), {}, service):
            for level, verdict in found.verdicts:
                agreed = cells.replace(places[found.statement], cell_of([level]))
                assert outcome_of(rules, agreed)[0].verdict == verdict
                seen.add(verdict)
    assert len(seen) > 2
