"""The same answers against another version of a checklist: what is left behind, what is new, what would change."""

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnsweredCheck, AnswersFile, RespondentAnswers
from advisor.checklist.model import Checklist, Thresholds
from advisor.engine.recommend import recommend
from advisor.record.verify.comparison import ValueChange
from advisor.record.verify.upgrade import PLATFORM, StatementChanges, upgraded
from tests.builders import STATEMENTS, answers_file, mini_checklist

RAW = {key: 3 if group == "raw" else 1 for key, (group, _) in STATEMENTS.items()} | {"wraps": 2, "rebuilds": 2}
CARD = {"senior": 3, "owners": 3}


def without(checklist: Checklist, gone: str, **changed: object) -> Checklist:
    statements = [one for one in checklist.statements if one.id != gone]
    return checklist.model_copy(update={"statements": statements, "digest": "another", **changed})


def test_same_checklist_changes_nothing() -> None:
    file = answers_file(RAW, CARD)
    found = upgraded(mini_checklist(), mini_checklist(), file, recommend)
    assert (found.changes, found.answers, found.statement_changes) == (False, file, StatementChanges((), (), ()))


def test_other_thresholds_change_the_verdict_and_it_is_told() -> None:
    # S_R = 12/16, S_X = 3/12: raw by far; from 4/5 on R holds no more, and nothing else does
    found = upgraded(
        mini_checklist(), mini_checklist(thresholds=Thresholds(holds="4/5")), answers_file(RAW, CARD), recommend
    )
    (service, platform) = found.verdicts
    assert (service.where, service.before.split(",")[0], service.after.split(",")[0]) == ("infer", "raw", "Undecided")
    assert platform == ValueChange(PLATFORM, "raw", "Undecided")


def test_answers_to_what_is_asked_no_more_stay_behind_everywhere() -> None:
    old = mini_checklist()
    new = without(old, "grows")
    both = {"grows": Answer(level=1), "fast": Answer(na="So.")}
    file = answers_file(RAW, CARD, weights={"grows": 3, "fast": 2}).model_copy(
        update={
            "respondents": [RespondentAnswers(name="Ada", services={"infer": both})],
            "answered_checks": [AnsweredCheck(check="gone", services=["infer"], because="So.")],
        }
    )
    file = file.model_copy(
        update={"services": [one.model_copy(update={"framework": {"schemas": 4}}) for one in file.services]}
    )
    found = upgraded(old, new, file, lambda checklist, given: recommend(checklist, given, trust=False))
    assert found.statement_changes == StatementChanges(("grows.",), (), ())
    kept: AnswersFile = found.answers
    assert "grows" not in kept.services[0].answers
    assert kept.weights == {"fast": 2}
    assert kept.respondents[0].services["infer"] == {}  # what decides cannot be said not to apply
    assert kept.answered_checks == []
    assert kept.services[0].framework == {}
    assert upgraded(new, old, kept, recommend).statement_changes == StatementChanges((), ("grows.",), ())
