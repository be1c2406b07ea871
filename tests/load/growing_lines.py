"""Pages that grow with what is stored, each at two sizes, and what comes after each save.

In: a database that is migrated. Out: lines. At the larger size a page may cost more in proportion to it, never more
than that.
"""

from datetime import timedelta
from uuid import uuid4

from django.core.handlers.wsgi import WSGIHandler

from advisor.assessments.actions.copy import make_from_file
from advisor.assessments.checklists import newest
from advisor.assessments.models import AnswerEvent, Assessment
from advisor.checklist.answers import AnswersFile, RespondentAnswers
from advisor.decisions.restoration import restore_assessment
from advisor.record.model.answer_numbers import Counted
from tests.load.engine_lines import many_services, one_service, profiles
from tests.load.measuring import Line, Work, interleaved, ratio_of
from tests.load.requests import TOKEN, Platform, ask, call
from tests.people import key_of

SERVICES = 12
EVENTS, PEOPLE, ASSESSMENTS = (14_400, 100_800), (5, 30), (500, 1_500)
"""Of a history, of what is compared, of what somebody has."""
FLAT, BOTH = 1.1, 21
PANEL = "services/service-0/so-far/"


def save_and_panel_line(unit: Work, rounds: int) -> Line:
    """What an answer costs the server: the save, and the panel that the page asks for then."""
    platform = Platform(1)
    save, panel = platform.save("save"), platform.at(PANEL)

    def both() -> None:
        save.run()
        call(platform.handler, panel, platform.cookies, htmx=True)

    name = "one save and the panel after it ÷ empty view"
    return Line(name, BOTH, ratio_of(interleaved(unit, [Work(name, both, times=20)], rounds)[name]))


def growing_lines(rounds: int) -> list[Line]:
    return [
        _line("history", EVENTS, tuple(map(_history, EVENTS)), rounds),
        _line("compare", PEOPLE, tuple(map(_compared, PEOPLE)), rounds),
        _line("my assessments", ASSESSMENTS, tuple(map(_mine, ASSESSMENTS)), rounds),
    ]


def _line(page: str, sizes: tuple[int, int], works: tuple[Work, ...], rounds: int) -> Line:
    """How much more the larger one costs, in how much larger it is."""
    small, large = works
    times = sizes[1] / sizes[0]
    ratios = [ratio / times for ratio in interleaved(small, [large], rounds)[large.name]]
    return Line(f"{page}, cost a piece with {sizes[1]} ÷ with {sizes[0]}", FLAT, ratio_of(ratios))


def _asking(path: str, cookies: str) -> Work:
    handler = WSGIHandler()
    while ask(handler, path, cookies)[0] == "202 Accepted":
        pass  # not all of it is worked out yet
    return Work(path, lambda: call(handler, path, cookies), times=3)


def _compared(people: int) -> Work:
    """Everybody's answers to a platform that so many people answered for."""
    made, cookies = _answered_by(people)
    return _asking(f"/a/{made.public_id}/compare/", cookies)


def _history(events: int) -> Work:
    """What happened in a platform whose answers people changed until there were so many events."""
    times = max(2, events // (PEOPLE[1] * SERVICES * len(profiles()[0])))
    made, cookies = _answered_by(PEOPLE[1], times)
    last = list(AnswerEvent.objects.filter(respondent__assessment=made))
    for seq in range(1, times):
        AnswerEvent.objects.bulk_create([_earlier(event, seq) for event in last], batch_size=2_000)
    return _asking(f"/a/{made.public_id}/history/", cookies)


def _earlier(event: AnswerEvent, seq: int) -> AnswerEvent:
    """What somebody had said before, each time something else."""
    said = {name: getattr(event, name) for name in ("respondent_id", "service_id", "team_id", "statement")}
    then = event.made_at - timedelta(days=event.seq - seq)
    return AnswerEvent(**said, seq=seq, value=str(seq % 5), made_at=then, request_id=f"{event.request_id[:40]}-{seq}")


def _answered_by(people: int, times: int = 1) -> tuple[Assessment, str]:
    """A platform that so many people answered for, all of it revealed, and the cookies of its maker. Each answer is the
    last of so many."""
    maker, file = key_of(uuid4().hex), _heard(people)
    sequence = [
        Counted(
            respondent=one.name,
            teams={name: dict.fromkeys(said, times) for name, said in one.teams.items()},
            services={name: dict.fromkeys(said, times) for name, said in one.services.items()},
        )
        for one in file.respondents
    ]
    made, _ = restore_assessment(
        visitor=maker, checklist=newest(), answers=file, your_name="Ada", token=uuid4().hex, sequence=sequence
    )
    return made, f"advisor={maker.secret}; csrftoken={TOKEN}"


def _heard(people: int) -> AnswersFile:
    """Everyone says of each service what one of the reference profiles says."""
    rows = profiles()
    files = [many_services(newest(), rows[SERVICES * n : SERVICES * (n + 1)]) for n in range(people)]
    said = [
        RespondentAnswers(
            name=f"Person {n}",
            teams={team.name: team.scorecard for team in file.teams},
            services={service.name: service.answers for service in file.services},
        )
        for n, file in enumerate(files)
    ]
    bare = [service.model_copy(update={"answers": {}}) for service in files[0].services]
    teams = [team.model_copy(update={"scorecard": {}}) for team in files[0].teams]
    return files[0].model_copy(update={"platform": "Acme AI", "services": bare, "teams": teams, "respondents": said})


def _mine(assessments: int) -> Work:
    """The list of somebody who made so many."""
    maker, file = key_of(uuid4().hex), one_service(newest(), profiles()[0])
    for _ in range(assessments):
        make_from_file(visitor=maker, checklist=newest(), answers=file, your_name="Ada", token=uuid4().hex)
    return _asking("/my/", f"advisor={maker.secret}; csrftoken={TOKEN}")
