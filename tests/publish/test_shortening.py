"""What is printed of long texts: where they are cut, what stays whole, and that no field is forgotten."""

import pytest

from advisor.checklist.reading import read_answers
from advisor.publish.documents import document
from advisor.publish.shortening import (
    NAME_LIMITS,
    ROOM,
    TEXT_LIMITS,
    TIMES_PRINTED,
    Typed,
    shortened,
    typed,
    width,
    with_texts,
)
from tests.decisions.deciding import SEVERAL
from tests.record.kept import signed
from tests.record.samples import LIBRARY, answers, changed, decided, record, record_of

LONG = "word " * 4_000


def noted(text, case="01"):
    """A record whose first answer carries this note."""
    given = answers(case).services[0].answers
    key = next(iter(given))
    return record_of(changed(case, answers={**given, key: given[key].model_copy(update={"note": text})}))


def note_of(made):
    return next(given.note for line in made.services[0].answers for given in line.responses if given.note)


@pytest.mark.parametrize("case", ["01", "06", "24", "demo"])
def test_record_without_long_texts_is_printed_as_it_is(case):
    assert shortened(record(case)).record is record(case)
    assert "Texts printed in part" not in document(record(case)).html


def test_long_note_is_cut_at_a_word_says_so_and_is_whole_in_the_files():
    made = noted(LONG)
    printed = shortened(made)
    assert printed.cuts == 1
    cut = note_of(printed.record)
    assert cut.startswith("word word")
    assert cut.endswith("word … [shortened from 20,000 characters: the whole text is in record.json]")
    assert len(cut) < TEXT_LIMITS[0] + 100
    drawn = document(made)
    assert "1 text is too long to print in full" in drawn.html
    assert (printed.record.digest, printed.record.reference) == (made.digest, made.reference)
    assert made.digest in drawn.html
    assert LONG in drawn.files[0].text
    assert read_answers(drawn.files[1].text.encode(), "answers.yaml", LIBRARY) == made.answers


def test_note_as_long_as_there_is_room_for_is_printed_whole():
    text = "x" * TEXT_LIMITS[0]
    assert note_of(shortened(noted(text)).record) == text
    assert shortened(noted(text + "y")).cuts == 1


def test_line_breaks_and_codes_take_room():
    assert shortened(noted("a\n" * 100)).cuts == 1
    assert note_of(shortened(noted("\u4e2d" * 1_000)).record).startswith("[U+4E2D][U+4E2D]")
    assert "[U+4E2 …" not in note_of(shortened(noted("\u4e2d" * 1_000)).record)


def test_many_long_notes_are_cut_shorter_and_short_ones_stay():
    file = answers("demo")
    texts = iter(["short", *[LONG] * 1_000])

    def filled(given):
        return {key: answer.model_copy(update={"note": next(texts)}) for key, answer in given.items()}

    services = [one.model_copy(update={"answers": filled(one.answers)}) for one in file.services]
    printed = shortened(record_of(file.model_copy(update={"services": services}))).record
    notes = [one.text for one in typed(printed) if one.path[-1] == "note" and one.path[0] == "services"]
    assert notes[0] == "short"
    assert sum(width(note) for note in notes) < ROOM * 1.3
    assert {len(note) for note in notes[1:]} < {*range(900, 1_200)}


def test_long_names_are_cut_alike_everywhere_and_stay_apart():
    file = answers("demo")
    names = ["n" * 290 + str(number) for number in range(len(file.services))]
    services = [one.model_copy(update={"name": name}) for one, name in zip(file.services, names, strict=True)]
    printed = shortened(record_of(file.model_copy(update={"services": services}))).record
    short = [service.name for service in printed.services]
    assert len(set(short)) == len(names)
    assert short[:2] == ["n" * NAME_LIMITS[0] + " …", "n" * NAME_LIMITS[0] + " … (2)"]
    assert [service.service.name for service in printed.services] == short
    assert max(width(line.services_phrase) for line in printed.platform.counts) < 7 * NAME_LIMITS[0]


def test_names_of_many_services_are_cut_shorter():
    file = answers("demo")
    services = [
        one.model_copy(update={"name": f"{number} " + "\u4e2d" * 290})
        for number in range(12)
        for one in file.services[:4]
    ]
    services = [one.model_copy(update={"name": f"{at} {one.name}"}) for at, one in enumerate(services)]
    printed = shortened(record_of(file.model_copy(update={"services": services}))).record
    assert sum(width(service.name) for service in printed.services) * TIMES_PRINTED <= ROOM * 1.1


def strings(value):
    """Every text in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_every_text_of_the_answers_file_and_of_the_deciders_is_counted():
    file = read_answers(SEVERAL.encode(), "several.yaml", LIBRARY)
    made = signed(file)
    counted = {one.text for one in typed(made)}
    assert counted >= set(strings(file.model_dump(mode="python")))
    assert counted >= {"We can carry it."}
    names = {one.text for one in typed(made) if one.name}
    assert names >= {"Ada", "Ben", "Board", "Cleo", "Relay", "Store", "Edge", "Product"}
    assert not names & {"It must ship in May.", "Measured *once*.", "At the queue.", "We can carry it."}


def test_every_long_text_wherever_it_stands_is_cut():
    file = read_answers(SEVERAL.encode(), "several.yaml", LIBRARY)
    sentences = {one.text for one in typed(signed(file)) if not one.name and one.text.endswith(".")}
    assert len(sentences) == 13
    made = signed(with_texts(file, lambda text: text + LONG if text in sentences else text))
    printed = shortened(made)
    assert printed.cuts == len(sentences) - 1  # SAID was not typed into the file
    assert "word " * (TEXT_LIMITS[0] // 5) not in document(made).html


def test_place_of_a_text_names_what_it_belongs_to():
    places = [one.place for one in typed(noted("x" * 9)) if one.text == "x" * 9]
    (service,) = answers("01").services
    assert places == [f"note (services, {service.name}, answers, {next(iter(service.answers))})"]
    assert Typed(("decision", "risks", "1", "risk"), "", False).place == "risk (decision, risks, 1)"
    assert any(one.path == ("platform",) for one in typed(record_of(decided("01"))))
