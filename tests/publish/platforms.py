"""Platforms of any size, made from the example: services with notes and long names, people who all differ."""

import random

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile, RespondentAnswers
from tests.record.samples import answers


def platform(services: int, people: int = 0, *, note: str = "", name: int = 0) -> AnswersFile:
    """So many services and people; each answer with this note, each name so many characters long."""
    draw = random.Random(1)
    file = answers("demo")
    keys = list(max((one.answers for one in file.services), key=len))
    levels = [Answer(level=level) for level in range(5)]

    def service(number):
        one = file.services[number % len(file.services)]
        given = {key: each.model_copy(update={"note": note}) for key, each in one.answers.items()}
        title = f"{one.name} {number} ".ljust(name, "n")
        return one.model_copy(update={"name": title.strip(), "answers": {} if people else given})

    made = [service(number) for number in range(services)]
    crew = [
        RespondentAnswers.model_construct(
            name=f"Person {number}",
            teams={},
            services={one.name: {key: levels[draw.randrange(5)] for key in keys} for one in made},
        )
        for number in range(people)
    ]
    changes = {"services": made, "respondents": crew, "answered_checks": [], "settled": [], "decision": None}
    return file.model_copy(update=changes)
