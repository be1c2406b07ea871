"""Every answer of a platform in tables, and what was written beside them."""

from advisor.checklist.answers import RespondentAnswers, Settled
from advisor.record.formats.matrix import ACROSS, answer_tables, cell, written
from tests.record.samples import answers, record, record_of


def test_tables_have_every_service_and_statement_once_in_order():
    made = record("demo")
    (table,) = answer_tables(made)
    assert [name for _, name in table.services] == [service.name for service in made.services]
    assert [row.statement for row in table.rows] == [line.statement for line in made.services[0].answers]
    for row, line in zip(table.rows, made.services[0].answers, strict=True):
        assert row.cells[0] == cell(made.services[0].recommendation.statements[line.key])


def test_tables_of_many_services_break_and_go_on_counting():
    file = answers("demo")
    services = [file.services[0].model_copy(update={"name": f"S{number}"}) for number in range(ACROSS + 2)]
    first, second = answer_tables(record_of(file.model_copy(update={"services": services})))
    assert len(first.services) == ACROSS
    assert second.services == ((ACROSS + 1, f"S{ACROSS}"), (ACROSS + 2, f"S{ACROSS + 1}"))


def test_written_has_notes_reasons_and_what_people_say_where_they_differ():
    made = record("demo")
    notes = [line.text for line in written(made.services[0])]
    assert "One route in, one worker behind it. Model choice happens in the gateway." in notes
    file = answers("demo")
    own = file.services[0].answers
    other = {**own, "narrow-purpose": own["narrow-purpose"].model_copy(update={"level": 0, "note": ""})}
    people = [
        RespondentAnswers(name="Ada", services={file.services[0].name: own}),
        RespondentAnswers(name="Ben", services={file.services[0].name: other}),
    ]
    services = [one.model_copy(update={"answers": {}}) for one in file.services]
    teams = [one.model_copy(update={"scorecard": {}}) for one in file.teams]
    settled = [Settled(service=services[0].name, statement="small-surface", level=2, reason="We counted.")]
    told = record_of(
        file.model_copy(update={"services": services, "teams": teams, "respondents": people, "settled": settled})
    )
    lines = written(told.services[0])
    assert [(line.who, line.answer) for line in lines if line.statement.startswith("This service does one")] == [
        ("Ada", "true"),
        ("Ben", "not true"),
    ]
    assert "We counted." in [line.text for line in lines]
