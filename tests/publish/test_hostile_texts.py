"""Every hostile text is drawn as a note of a record: within the limits, by a process that lives on, without a fetch."""

import socket

import pytest

from advisor.checklist.answers import AnswersFile, RespondentAnswers
from advisor.publish.documents import document
from tests.publish.hostile import HOSTILE
from tests.publish.reading import opened_bytes, pages_of, unbroken
from tests.publish.samples import job_of, renderer
from tests.record.samples import answers, record_of

pytestmark = pytest.mark.pango


@pytest.fixture
def listening():
    """The port of a server to which nobody has connected when the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


def noted(texts: list[str]) -> AnswersFile:
    """A service in which each text, numbered, is the note of a person of its own."""
    file = answers("01")
    (service,) = file.services
    keys = list(service.answers)

    def person(number: int, text: str) -> RespondentAnswers:
        key = keys[number % len(keys)]
        answer = service.answers[key].model_copy(update={"note": f"Text{number}. {text}"})
        return RespondentAnswers(name=f"Person {number}", services={service.name: {key: answer}})

    return file.model_copy(update={"respondents": [person(*one) for one in enumerate(texts)]})


def test_hostile_texts_are_at_least_seventy():
    assert sum(len(set(texts)) for texts in HOSTILE.values()) >= 70


TOGETHER = 8
"""So many texts stand in one document: one that could not be drawn would fail all of it."""
BATCHES = [(kind, start) for kind, texts in HOSTILE.items() for start in range(0, len(texts), TOGETHER)]


@pytest.mark.parametrize(("kind", "start"), BATCHES)
def test_record_with_hostile_notes_is_drawn_with_each_of_them(kind, start, listening):
    renderer().draw(job_of("<p>warm</p>"))
    process = renderer().process
    texts = [text.format(port=listening) if "{port}" in text else text for text in HOSTILE[kind]]
    texts = texts[start : start + TOGETHER]
    made = renderer().draw(document(record_of(noted(texts))))
    assert made.complaints == ()
    told = unbroken("".join(pages_of(opened_bytes(made.pdf))))
    for number in range(len(texts)):
        assert f"Text{number}." in told
    assert renderer().process is process
