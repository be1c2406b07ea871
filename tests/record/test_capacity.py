"""What the teams can carry, and what each conversion costs, in words."""

from fractions import Fraction

from advisor.checklist.answers import AnswersFile
from advisor.checklist.service import ServiceEntry
from advisor.record.formats.as_text import summary
from advisor.record.formats.charts.capacity import capacity_chart
from advisor.record.formats.markdown.record import markdown
from tests.record.samples import record_of
from tests.record.test_checks import read

RAW = "Raw Node.js"


def over(**changes: object) -> AnswersFile:
    """Two raw services of one owner; the second has Express statements half true, and so leans less."""
    file = read("over-capacity")
    one, two = file.services
    weaker = {key: answer.model_copy(update={"level": 1}) for key, answer in two.answers.items() if answer.level == 0}
    two = two.model_copy(update={"answers": {**two.answers, **weaker}, **changes})
    return file.model_copy(update={"services": [one, two]})


def reversed_(service: ServiceEntry) -> ServiceEntry:
    """The service with every answer the other way round: what was true is not."""
    turned = {key: one.model_copy(update={"level": 4 - (one.level or 0)}) for key, one in service.answers.items()}
    return service.model_copy(update={"answers": turned})


def test_platform_says_how_many_favour_raw_and_how_many_can_be_carried() -> None:
    assert record_of(over()).platform.capacity_sentence == f"2 services favour {RAW}; the team can carry only 1."
    assert record_of(read("over-capacity-two-owners")).platform.capacity_sentence.endswith("the team can carry both.")
    assert record_of(read("over-capacity-not-stated")).platform.capacity_sentence == ""


def test_platform_on_which_no_service_favours_raw_says_so_in_words() -> None:
    file = read("over-capacity")
    alone = file.model_copy(update={"services": [reversed_(one) for one in file.services]})
    assert record_of(alone).platform.capacity_sentence == f"No service favours {RAW}; the team could carry 1."


def test_teams_that_state_nothing_are_left_out_of_the_sentence_by_name() -> None:
    file = over()
    spare = file.teams[0].model_copy(update={"name": "Spare", "raw_owners": None})
    two = file.services[1].model_copy(update={"team": "Spare"})
    told = record_of(file.model_copy(update={"teams": [*file.teams, spare], "services": [file.services[0], two]}))
    assert told.platform.capacity_sentence == f"1 service of Core favours {RAW}; the team can carry it."


def test_owners_of_one_team_carry_nothing_for_another() -> None:
    file = over()
    spare = file.teams[0].model_copy(update={"name": "Spare", "raw_owners": 5})
    told = record_of(file.model_copy(update={"teams": [*file.teams, spare]})).platform.capacity_sentence
    assert told == f"2 services favour {RAW}; the teams can carry only 1."


def test_a_split_counts_once_and_is_called_in_part() -> None:
    file = read("split-undrawn")
    teams = [file.teams[0].model_copy(update={"raw_owners": 2})]
    services = [one for one in file.services if one.name in ("verdict-split", "raw")]
    told = record_of(file.model_copy(update={"teams": teams, "services": services})).platform.capacity_sentence
    assert told == f"2 services favour {RAW}, in whole or in part; the team can carry both."


def test_conversion_names_the_smallest_lean_and_what_it_costs() -> None:
    platform = record_of(over(latency_budget_ms=1_500_000.5)).platform
    (line,) = platform.conversions
    assert (line.service, line.team, line.lean) == ("two", "Core", Fraction(-3, 4))
    assert line.latency.endswith("is answered with “true”, with a budget of 1,500,000.5 ms")
    assert len(line.gives_up) == 2
    assert line.sentence.startswith("two, to Express. Its lean is −0.75. What that costs: ‘Every millisecond")
    assert platform.convert_first == ("two",)


def test_capacity_is_in_text_markdown_and_json() -> None:
    record = record_of(over())
    assert f"2 services favour {RAW}; the team can carry only 1." in summary(record)
    assert "Convert first: two, to Express." in summary(record)
    assert f"**2 services favour {RAW}; the team can carry only 1.**" in markdown(record)
    assert record.json["platform"]["convert_first"] == ["two"]


def test_capacity_chart_frames_what_a_team_cannot_carry_and_says_it() -> None:
    svg = capacity_chart(record_of(over()))
    assert f"<title>Services on {RAW} by team: Core has 2 services and can carry 1.</title>" in svg
    assert svg.count('class="chart-raw-stroke"') == 4
    enough = capacity_chart(record_of(read("over-capacity-two-owners")))
    assert "chart-raw-stroke" not in enough
    assert capacity_chart(record_of(read("over-capacity-not-stated"))) == ""
