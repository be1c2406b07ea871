"""How many hostile inputs there are of each kind: none goes without somebody saying so here."""

from collections import Counter

from tests.hostile import kinds, lines


def test_hostile_inputs_are_many_of_every_kind() -> None:
    counts: Counter[str] = Counter()
    for kind, names in kinds().items():
        counts[kind.partition(":")[0]] += len(names)
    assert counts["YAML"] >= 48
    assert counts["PDF"] >= 70
    assert counts["HTTP"] >= 250


def test_list_of_hostile_inputs_names_each_and_their_sum() -> None:
    listed = list(lines())
    assert listed[-1] == f"{sum(map(len, kinds().values()))} in all"
    assert "HTTP: path (28)" in listed
    assert "  laughs" in listed
