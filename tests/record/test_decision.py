"""The decision in words: beside the verdict, with its reason, and what is due; in every form of the record."""

import re
from datetime import date

import yaml
from markdown_it import MarkdownIt

from advisor.checklist.decision import Choice, Consequences, Tripwire
from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from advisor.engine.recommend import recommend
from advisor.record.build.decision import unexplained
from advisor.record.build.record import build_record
from advisor.record.formats.as_text import summary
from advisor.record.formats.markdown.record import markdown
from tests.record.samples import DAY, LIBRARY, answers, changed, checklist, decided, record, record_of
from tests.record.test_as_markdown import HOSTILE, kinds, parsed


def addresses(text):
    """Where the links of a Markdown text lead."""
    return re.findall(
        r'href="([^"]*)"', MarkdownIt("commonmark").render(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S))
    )


def part(file, as_of=date(2026, 11, 23)):
    made = record_of(file, as_of=as_of).decision
    assert made is not None
    return made


def test_record_without_a_decision_is_a_draft_and_says_nothing_of_one():
    made = record("01")
    assert (made.status, made.decision) == ("draft", None)
    assert "Decision:" not in summary(made)


def test_record_takes_its_status_from_the_decision():
    assert record_of(decided("01")).status_name == "Accepted"
    assert record_of(decided("01", status=None)).status_name == "Draft recommendation"


def test_choice_as_recommended_says_so_and_needs_no_reason():
    file = decided("01")
    line = part(file).choices[0]
    assert (line.key, line.differs) == ("raw", False)
    assert line.sentence == "Raw Node.js, as the answers recommend."
    assert unexplained(file, recommend(checklist(), file, as_of=DAY)) == []


def test_choice_against_the_verdict_without_a_reason_is_found():
    file = decided("01", choices=[Choice(service="inference edge", choice="framework")])
    assert [one.choice for one in unexplained(file, recommend(checklist(), file, as_of=DAY))] == ["framework"]
    assert part(file).choices[0].sentence == "Express, although the answers say Raw Node.js."


def test_any_choice_where_the_answers_leave_it_open_needs_a_reason():
    file = decided("19")
    assert part(file).choices[0].differs
    bare = decided("19", choices=[Choice(service="contradictory workshop", choice="framework")])
    assert len(unexplained(bare, recommend(checklist(), bare, as_of=DAY))) == 1


def test_headline_of_one_service_names_choice_gain_and_price():
    told = part(decided("01", consequences=Consequences())).statement
    assert "we chose Raw Node.js over a framework such as Express, to achieve " in told
    assert ", giving up little: " in told
    assert "we propose Raw Node.js over a framework such as Express" in part(decided("01", status="proposed")).statement
    assert "we turned down Raw Node.js. Gained" in part(decided("01", status="rejected")).statement


def test_headline_of_a_platform_groups_services_by_choice():
    told = part(decided("24")).statement
    others = "a framework such as Express for SaaS product API and payment and git webhook receiver"
    assert f"Raw Node.js for inference edge; {others}" in told
    assert "a split for SSE edge that grew" in told


def test_what_was_chosen_for_a_service_is_found_by_its_name():
    made = part(decided("24"))
    assert [made.of(line.service) for line in made.choices] == list(made.choices)
    assert made.of("no such service") is None


def test_headline_of_a_platform_names_what_is_left_open():
    file = decided("24")
    assert file.decision is not None
    fewer = decided("24", status=None, choices=file.decision.choices[:2])
    assert "leaving SSE edge that grew and payment and git webhook receiver open" in part(fewer).statement


def test_review_is_due_the_day_after_its_date():
    file = decided("01")
    assert part(file, date(2027, 5, 1)).due_sentences == ()
    assert part(file, date(2027, 5, 2)).due_sentences[0].startswith("The review date, 1 May 2027, has passed")


def test_tripwire_of_a_p99_takes_the_latency_budget_of_its_service():
    wire = Tripwire(service="inference edge", when="p99", now=21)
    file = decided("01", tripwires=[wire])
    service = file.services[0].model_copy(update={"latency_budget_ms": 20.0})
    told = part(file.model_copy(update={"services": [service]}))
    assert told.tripwires[0].condition == "a p99 latency above 20 ms"
    assert told.due_sentences == (
        "Tripwire of inference edge: p99 latency in ms at 21, above 20: answer the service's statements again.",
    )


def test_tripwire_of_a_p99_whose_budget_went_away_never_fires():
    wire = Tripwire(service="inference edge", when="p99", now=21)
    file = decided("01", tripwires=[wire])
    service = file.services[0].model_copy(update={"latency_budget_ms": None})
    told = part(file.model_copy(update={"services": [service]}))
    assert (told.tripwires[0].fired, told.due_sentences) == (False, ())


def test_tripwire_of_an_end_of_life_fires_on_its_day():
    wire = Tripwire(service="inference edge", when="end-of-life", part="node")
    file = changed("01", versions={"node": "20.1", "express": "5"}).model_copy(
        update={"decision": decided("01", tripwires=[wire]).decision}
    )
    line = part(file, date(2026, 4, 29)).tripwires[0]
    assert (line.condition, line.today, line.fired) == (
        "Node.js 20.1 past its end of life", "Node.js 20.1: 30 April 2026", False,
    )  # fmt: skip
    assert part(file, date(2026, 4, 30)).tripwires[0].fired


def test_answers_file_with_a_decision_reads_back_equal():
    file = decided("24")
    assert read_answers(write_answers(file), "answers.yaml", LIBRARY) == file


def test_json_holds_the_decision_among_the_answers():
    told = record_of(decided("01")).json
    assert told["status"] == "accepted"
    assert told["answers"]["decision"]["deciders"] == ["Ada Lovelace", "Ben"]
    assert told["answers"]["decision"]["actions"][0]["by"] == "2027-01-15"


def test_markdown_names_people_in_its_front_matter_and_the_decision_in_its_sections():
    text = markdown(record_of(decided("01")))
    front = yaml.safe_load(re.match(r"---\n(.*?)\n---\n", text, re.DOTALL).group(1))
    assert front["status"] == "accepted"
    assert front["decision-makers"] == ["Ada Lovelace", "Ben"]
    assert (front["consulted"], front["informed"]) == (["Cleo"], ["Everyone on call"])
    assert '* Chosen option for inference edge: "Raw Node.js". Raw Node.js, as the answers recommend.' in text
    assert "* Good, because: The hot path stays small." in text
    assert "* Write the conventions down. (Ada Lovelace, by 15 January 2027)" in text
    assert "* Review earlier if inference edge has more than 12 routes (7 today)." in text
    assert "### Risks\n\n* The one who knows it leaves. (owner: Ben)" in text


def test_markdown_shows_what_each_decider_said():
    said = ({"who": "Ben", "what": "dissent", "words": "Nobody\n# else knows it.", "on": "2026-11-23"},)
    file = decided("01")
    made = build_record(checklist(), file, recommend(checklist(), file, as_of=DAY), as_of=DAY, positions=said)
    assert "Ben, 23 November 2026: dissents\n\n> Nobody\n> \\# else knows it." in markdown(made)


def test_hostile_words_of_a_decision_stay_words():
    plain = markdown(record("01"))
    for words in HOSTILE:
        flat = " ".join(words.split())
        file = decided(
            "01",
            deciders=[flat],
            choices=[Choice(service="inference edge", choice="framework", because=words)],
            consequences=Consequences(good=[words], bad=[words]),
        )
        text = markdown(record_of(file))
        assert not kinds(parsed(text)) & {"image", "html_block", "html_inline", "fence", "code_block"}, words
        assert addresses(text) == addresses(plain), words
        front = yaml.safe_load(re.match(r"---\n(.*?)\n---\n", text, re.DOTALL).group(1))
        assert len(front["decision-makers"]) == 1
        assert re.findall(r"^## .*", text, re.MULTILINE) == re.findall(r"^## .*", plain, re.MULTILINE)


def test_terminal_prints_the_decision():
    text = summary(record_of(decided("01")))
    assert "Decision: Accepted\n  Deciders: Ada Lovelace, Ben" in text
    assert "Review early if inference edge has more than 12 routes (7 today)" in text


def test_decision_about_a_service_that_is_gone_leaves_its_tripwires_out():
    file = answers("01").model_copy(
        update={"decision": decided("01", tripwires=[Tripwire(service="gone", when="routes", above=1, now=2)]).decision}
    )
    assert part(file).tripwires == ()
