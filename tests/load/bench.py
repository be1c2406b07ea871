"""`./run bench`: speed as ratios measured side by side in one run; each line says its goal and whether it is met.

In: --quick for few rounds. Out: lines on the terminal, and the digest of what they are measured against. Times on a
shared machine vary by half; ratios of CPU times taken in turns do not.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from tests import environment
from tests.load.measuring import HEADING, Line, cpu_seconds, interleaved
from tests.load.reference import digest

ROUNDS, QUICK_ROUNDS = 15, 3


def prepare() -> None:
    """Django with a data folder and a database of the benches' own."""
    environment.isolate()
    os.environ.update(environment.FASTER_THAN_PEOPLE)
    os.environ["DJANGO_SETTINGS_MODULE"] = "advisor.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    from advisor.installation import collect_static

    settings.ROOT_URLCONF = "tests.load.unit"
    django.setup()
    collect_static()  # pages name their files by their digests
    logging.disable(logging.WARNING)  # the renderer tells of every rule of the usual style sheet that it ignores
    call_command("migrate", verbosity=0, interactive=False)


def few(rounds: int, share: int) -> int:
    """So many rounds of what takes seconds each: CPU times of long works differ little from round to round."""
    return max(2, rounds // share)


def show(line: Line) -> Line:
    print(line, flush=True)
    return line


def engine(rounds: int) -> list[Line]:
    from tests.load import engine_lines
    from tests.load.unit import empty_view

    view = empty_view()
    found = interleaved(view, engine_lines.works(rounds), rounds)
    print(f"{'the unit, ' + view.name:<62} {'':<9} {cpu_seconds(view) * 1e6:>5.0f} µs")
    lines = [show(line) for line in engine_lines.lines(found)]
    lines += [show(line) for line in engine_lines.wanting_lines(rounds)]
    return lines + [show(line) for line in engine_lines.open_lines(few(rounds, 3))]


def web(rounds: int, *, quick: bool) -> list[Line]:
    from tests.load import growing_lines, server_lines, web_lines
    from tests.load.unit import empty_view

    lines = [show(line) for line in web_lines.cost_lines(empty_view(), rounds)]
    lines.append(show(growing_lines.save_and_panel_line(empty_view(), rounds)))
    lines += [show(line) for line in growing_lines.growing_lines(few(rounds, 3))]
    lines.append(show(web_lines.reads_line()))
    lines += [show(line) for line in web_lines.crowd_lines(few(rounds, 5), 20 if quick else 100)]
    lines.append(show(web_lines.database_line(few(rounds, 2))))
    lines += [show(line) for line in server_lines.lines(few(rounds, 3), 50 if quick else 200)]
    return lines


def pdf(rounds: int, *, quick: bool) -> list[Line]:
    from tests.load import pdf_lines
    from tests.load.unit import empty_view

    lines = [show(line) for line in pdf_lines.render_lines(few(rounds, 2))]
    lines.append(show(pdf_lines.second_download_line(few(rounds, 3))))
    lines.append(show(pdf_lines.length_line(100 if quick else 500)))
    lines += [show(line) for line in pdf_lines.worker_lines(few(rounds, 4), 4 if quick else 8)]
    lines.append(show(pdf_lines.page_line(empty_view(), few(rounds, 4))))
    return lines


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds instead of {ROUNDS}")
    parser.add_argument("--only", choices=["engine", "web", "pdf"], help="one part alone")
    options = parser.parse_args(arguments)
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    prepare()
    print(f"{HEADING}\n{'─' * 110}")
    lines: list[Line] = []
    if options.only in (None, "engine"):
        lines += engine(rounds)
    if options.only in (None, "web"):
        lines += web(rounds, quick=options.quick)
    if options.only in (None, "pdf"):
        lines += pdf(rounds, quick=options.quick)
    met = sum(line.met for line in lines)
    print(f"\n{met} of {len(lines)} met; {rounds} rounds, median, and the quartiles between which half the rounds lie")
    print(f"measured against tests/load/reference {digest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
