"""Pages that grow with what is stored, each at two sizes, and what comes after each save.

In: a database that is migrated. Out: lines. At the larger size a page may cost more in proportion to it, never more
than that.
"""

from uuid import uuid4

from django.core.handlers.wsgi import WSGIHandler

from advisor.assessments.actions.copy import make_from_file
from advisor.assessments.checklists import newest
from advisor.checklist.answers import AnswersFile, RespondentAnswers
from advisor.decisions.restoration import restore_assessment
from tests.load.engine_lines import many_services, one_service, profiles
from tests.load.measuring import Line, Work, interleaved, ratio_of
from tests.load.requests import TOKEN, Platform, ask, call
from tests.people import key_of

SERVICES = 12
PEOPLE, ASSESSMENTS = (5, 20), (100, 400)
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
    histories, compared = (tuple(_compared(people, page) for people in PEOPLE) for page in ("history/", "compare/"))
    return [
        _line("history", PEOPLE, histories, rounds),
        _line("compare", PEOPLE, compared, rounds),
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


def _compared(people: int, page: str) -> Work:
    """A page of a platform that so many people answered for."""
    maker = key_of(uuid4().hex)
    made, _ = restore_assessment(
        visitor=maker, checklist=newest(), answers=_heard(people), your_name="Ada", token=uuid4().hex
    )
    return _asking(f"/a/{made.public_id}/{page}", f"advisor={maker.secret}; csrftoken={TOKEN}")


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
