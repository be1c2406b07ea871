"""`checklist prove`, `… replay` and `… new` as lines of a terminal.

In: checklists, answers files. Out: lines, and whether all is well. Must not know: arguments, exit statuses, rows.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AdvisorError
from advisor.checklist.library import Library, load_checklist
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.checklist.yaml_events import LARGE
from advisor.engine.proof import Move, Proof, proof_of
from advisor.engine.recommend import recommend
from advisor.engine.rules import SCORECARD
from advisor.file_arguments import check_once, read_argument, shown_name
from advisor.record.model.vocabulary import Vocabulary
from advisor.record.verify.upgrade import Upgrade, upgraded


def checklist_at(named: str, root: Path) -> Checklist:
    """The checklist of a folder, or of this slug below `root`. ChecklistError with every problem."""
    folder = Path(named)
    return load_checklist(folder if folder.is_dir() or "/" in named else root / named)


def proof_lines(checklist: Checklist) -> tuple[list[str], bool]:
    """What was shown of a checklist, and whether that is everything."""
    proof, words = proof_of(checklist), Vocabulary(checklist)
    lines = [f"{checklist.slug} {checklist.version}"]
    lines += _moves(words, proof)
    lines += _reached(words, proof)
    lines.append(_against(checklist, proof))
    lines += [f"not so: raising {_named(key)} can move the verdict away from its own side" for key in proof.against]
    lines.append(f"contradictions that can occur: {len(proof.occurring)} of {len(checklist.contradictions)}")
    lines += [f"not shown: {key} can never occur: its roles exclude each other" for key in proof.impossible]
    return lines, proof.holds


def _named(key: str) -> str:
    return key if key.startswith(SCORECARD) else f"`{key}`"


def _moves(words: Vocabulary, proof: Proof) -> list[str]:
    total = len(proof.moves) + len(proof.idle)
    lines = [f"statements that can change a verdict: {len(proof.moves)} of {total}"]
    for key, move in proof.moves.items():
        before, after = words.verdict(move.before), words.verdict(move.after)
        lines.append(f"  {key}: {_levels(words, move)} turns {before} into {after}")
    return [*lines, *(f"not shown: no answers were found in which {_named(key)} decides" for key in proof.idle)]


def _levels(words: Vocabulary, move: Move) -> str:
    """From which level to which; a scorecard's are sentences, and told by their numbers."""
    levels = (move.from_level, move.to_level)
    return " → ".join(
        f"level {level}" if move.statement.startswith(SCORECARD) else words.level(move.statement, level)
        for level in levels
    )


def _reached(words: Vocabulary, proof: Proof) -> list[str]:
    names = ", ".join(words.verdict(verdict) for verdict in proof.reached)
    lines = [f"verdicts that can come out: {names}"]
    return lines + [f"not shown: no answers were found that give {words.verdict(one)}" for one in proof.unreached]


def _against(checklist: Checklist, proof: Proof) -> str:
    every = len(checklist.statements) + len(checklist.scorecard.dimensions)
    return f"statements that, raised, never move the verdict off their side: {every - len(proof.against)} of {every}"


class _One(Library):
    """A library of one checklist, whatever else there is of its name."""

    def __init__(self, checklist: Checklist) -> None:
        super().__init__(Path())
        self.checklist = checklist

    def slugs(self) -> list[str]:
        return [self.checklist.slug]

    def get(self, slug: str) -> Checklist:
        if slug != self.checklist.slug:
            raise KeyError(slug)
        return self.checklist


Named = tuple[str, AnswersFile]
"""Answers, and what to call them: a file, or a stored assessment."""


def answers_in(files: Sequence[str], old: Checklist) -> list[Named]:
    """The answers of files. AdvisorError with every problem of all that cannot be read against the checklist."""
    problems: list[str] = []
    answers = []
    check_once(files)
    for file in files:
        name = shown_name(file)
        try:
            answers.append((name, read_answers(read_argument(file, LARGE.most_bytes), name, _One(old))))
        except AdvisorError as error:
            problems.append(str(error))
    if problems:
        raise AdvisorError("\n".join(problems))
    return answers


def replay_lines(old: Checklist, new: Checklist, named: Iterable[Named]) -> tuple[list[str], bool]:
    """What another version would recommend otherwise and why, and whether anything is."""
    lines, changes = [_asked(old, new)], False
    for name, answers in named:
        upgrade = upgraded(old, new, answers, lambda checklist, file: recommend(checklist, file))
        changes = changes or upgrade.changes
        lines += _replayed(name, upgrade, len(answers.services))
    return lines, changes


def _asked(old: Checklist, new: Checklist) -> str:
    return f"{old.slug} {old.version} against {new.slug} {new.version}"


def _replayed(name: str, upgrade: Upgrade, services: int) -> list[str]:
    if not upgrade.changes:
        return [f"{name}: nothing changes ({services} service{'' if services == 1 else 's'})"]
    lines = [f"{name}:"]
    for one in upgrade.verdicts:
        lines.append(f"  {one.where}: {one.before} → {one.after}")
        lines += [f"    before: {before}" for before in upgrade.grounds.get(one.where, ())[:1]]
        lines += [f"    after: {after}" for after in upgrade.grounds.get(one.where, ())[1:]]
    return lines
