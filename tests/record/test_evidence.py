"""What a verdict rests on: each thing once, what has expired apart."""

from datetime import date

from advisor.checklist.answer import Answer, Evidence
from advisor.checklist.answers import AnswersFile
from advisor.checklist.service import Benchmark
from advisor.engine.recommend import recommend
from advisor.record.build.record import build_record
from advisor.record.model.record import DecisionRecord
from tests.builders import answers_file, mini_checklist

DAY = date(2026, 11, 23)


def record_of(file: AnswersFile) -> DecisionRecord:
    checklist = mini_checklist()
    return build_record(checklist, file, recommend(checklist, file), as_of=DAY)


def answered(level: int, **evidence: object) -> Answer:
    return Answer(level=level, evidence=Evidence(**evidence))  # type: ignore[arg-type]


def resting() -> AnswersFile:
    """Two services of one team: an opinion each, one report named three times, a scorecard's link, one that is over."""
    file = answers_file({"fast": 3}, {})
    report, over = {"kind": "measurement", "url": "https://x.example/r"}, {"kind": "link", "expires": DAY}
    one = {"fast": answered(3, **report), "skilled": answered(2, kind="opinion"), "owned": answered(2, **report)}
    two = {"fast": answered(1, kind="opinion"), "skilled": answered(4, **report), "grows": answered(1, **over)}
    (team,), (service,) = file.teams, file.services
    return file.model_copy(
        update={
            "teams": [team.model_copy(update={"scorecard": {"senior": answered(3, kind="link")}})],
            "services": [
                service.model_copy(update={"answers": one}),
                service.model_copy(update={"name": "bill", "answers": two}),
            ],
        }
    )


def test_record_says_what_it_rests_on_per_service_and_as_a_whole() -> None:
    record = record_of(resting())
    assert [service.rests_on for service in record.services] == [
        "Rests on one measurement, one link and one opinion.",
        "Rests on one measurement, one link and one opinion; one link no longer counts.",
    ]
    # the report and the scorecard's link are the same for both
    assert record.platform.rests_on == "Rests on one measurement, one link and two opinions; one link no longer counts."


def test_record_without_evidence_says_nothing_of_it() -> None:
    record = record_of(answers_file({"fast": 3}, {}))
    assert (record.services[0].rests_on, record.platform.rests_on) == ("", "")


def test_benchmarks_count_as_measurements_and_say_whether_they_are_within_the_budget() -> None:
    file = answers_file({"fast": 3}, {})
    noted = [Benchmark(variant="raw", p99_ms=15), Benchmark(variant="framework", p99_ms=15.5, routes=1200, on=DAY)]
    service = file.services[0].model_copy(update={"benchmarks": noted, "latency_budget_ms": 15})
    (told,) = record_of(file.model_copy(update={"services": [service]})).services
    assert told.rests_on == "Rests on two measurements."
    assert [line.sentence for line in told.benchmarks] == [
        "raw: 99 of 100 requests below 15 ms (within the budget of 15 ms), "
        "without sign-in, logging, JSON bodies or a downstream call, one route",
        "framework: 99 of 100 requests below 15.5 ms (over the budget of 15 ms), "
        "without sign-in, logging, JSON bodies or a downstream call, 1,200 routes, 23 November 2026",
    ]
