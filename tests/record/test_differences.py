"""Where people differ: in which order, what it would change, what is drawn, and what the record says of it."""

import re

from advisor.checklist.answers import AnswersFile
from advisor.engine.differences import differences
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.formats.differences import changing, differences_of, differing, minority
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.vocabulary import Vocabulary
from tests.record.samples import DAY, checklist, record_of

SIDES = {"raw": 4, "framework": 0, "split": 0, "gut": 2}
Sheet = dict[str, object]


def file_of(*people: tuple[str, Sheet], settled: list[dict[str, object]] | None = None) -> AnswersFile:
    """A service that asks for raw, owned by a team that can carry it, with what these people say otherwise."""
    base: Sheet = {one.id: SIDES[one.group] for one in checklist().statements}
    base["would-only-wrap"], base["would-reinvent"] = 4, 0
    card: Sheet = {one.id: 4 for one in checklist().scorecard.dimensions}
    return AnswersFile.model_validate(
        {
            "format": "advisor-assessment/1",
            "checklist": "nodejs-express",
            "teams": [{"name": "Core"}],
            "services": [{"name": "infer", "team": "Core"}],
            "respondents": [
                {"name": name, "teams": {"Core": card}, "services": {"infer": base | others}} for name, others in people
            ],
            "settled": settled or [],
        }
    )


def told(file: AnswersFile) -> ServiceRecommendation:
    return recommend(checklist(), file, as_of=DAY).services[0]


LOW = dict.fromkeys(("narrow-purpose", "small-surface", "isolated-ownership", "runtime-mastery"), 0)


def test_what_changes_the_verdict_comes_first_and_is_what_the_engine_says() -> None:
    file = file_of(("Ada", {}), ("Ben", {"runtime-mastery": 0, "serves-clients": 2}))
    service = told(file)
    found = differences(checklist(), {}, service)
    assert [(one.statement, one.changes) for one in found] == [("runtime-mastery", True), ("serves-clients", False)]
    assert service.verdict == "undecided"
    assert dict(found[0].verdicts) == {0: "framework", 4: "raw"}
    for level, verdict in found[0].verdicts:
        agreed = [{"service": "infer", "statement": "runtime-mastery", "level": level, "reason": "agreed"}]
        other = told(file_of(("Ada", {}), ("Ben", {"runtime-mastery": 0, "serves-clients": 2}), settled=agreed))
        assert other.verdict == verdict


def test_settled_statement_comes_last_and_is_no_difference_any_more() -> None:
    agreed = [{"service": "infer", "statement": "runtime-mastery", "level": 4, "reason": "They built it."}]
    service = told(file_of(("Ada", {}), ("Ben", {"runtime-mastery": 0, "serves-clients": 2}), settled=agreed))
    found = differences_of(checklist(), {}, service)
    assert changing(checklist(), {}, service) == 0
    assert [line.key for line in found.lines] == ["serves-clients", "runtime-mastery"]
    assert found.headline == "You differ on 1 statement; it does not change the outcome."
    assert found.settled_sentence == "1 statement was settled."
    assert (found.lines[1].reason, found.lines[1].now) == ("They built it.", "true")


def test_headline_counts_what_changes_the_outcome() -> None:
    service = told(file_of(("Ada", {}), ("Ben", {"runtime-mastery": 0, "serves-clients": 2})))
    found = differences_of(checklist(), {}, service)
    assert found.headline == "You differ on 2 statements; 1 of them changes the outcome."
    ends = "“not true” leads to a framework such as Express; “true” leads to Raw Node.js."
    assert found.lines[0].effect == f"If you agreed: {ends}"
    assert (differing(service), changing(checklist(), {}, service)) == (2, 1)
    alike = told(file_of(("Ada", {}), ("Ben", {})))
    assert differences_of(checklist(), {}, alike).headline == "You agree on every statement."
    assert differences_of(checklist(), {}, alike).alike == len(alike.statements)


def test_outliers_speak_first_and_who_gave_no_level_last() -> None:
    service = told(
        file_of(("Ada", {}), ("Ben", {"latency-first": "unsure"}), ("Cyd", {"latency-first": 1}), ("Dora", {}))
    )
    line = next(one for one in differences_of(checklist(), {}, service).lines if one.key == "latency-first")
    assert [(one.name, one.outlier) for one in line.voices] == [
        ("Cyd", True),
        ("Ada", False),
        ("Dora", False),
        ("Ben", False),
    ]


def test_plot_says_in_a_sentence_what_it_draws() -> None:
    service = told(file_of(("Ada", {}), ("Ben", {}), ("Cyd", {"latency-first": 1})))
    plot = differences_of(checklist(), {}, service).lines[0].plot
    assert plot.count("<circle") == 3
    title = re.search(r"<title>(.*)</title>", plot)
    assert title
    assert title.group(1) == "1 said mostly not true and 2 said true. It counts as mostly not true to true."


def test_record_tells_the_dispute_and_the_minority_in_its_own_words() -> None:
    reason = {"level": 0, "note": "Nobody here has run <it> in production."}
    agreed = [{"service": "infer", "statement": "runtime-mastery", "level": 4, "reason": "Ada built two."}]
    record = record_of(file_of(("Ada", {}), ("Ben", {"runtime-mastery": reason}), ("Cyd", {}), settled=agreed))
    service, (apart,) = record.services[0], record.disagreement
    assert [line.answer.key for line in apart.disputed] == ["runtime-mastery"]
    framework = "a framework such as Express"
    assert [person.sentence for person in apart.minority] == [f"The answers of Ben alone lead to {framework}."]
    assert apart.minority[0].notes[0][2] == "Nobody here has run <it> in production."
    assert (
        minority(service.recommendation, Vocabulary(checklist())) == f"Alone, the answers of Ben lead to {framework}."
    )
    text = markdown(record)
    assert "## Disagreement" in text
    assert "Settled as true: Ada built two." in text
    assert "Nobody here has run \\<it\\> in production." in text
    assert "## Disagreement" not in markdown(record_of(file_of(("Ada", {}), ("Ben", {}))))
