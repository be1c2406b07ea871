"""Pairs of people who act at the same moment, as a program of its own, on the database of DATABASE_URL.

In: how often each pair acts. Out: one line of JSON: for each pair what its people were told, how often, and what was
wrong afterwards. Each person is a thread with a connection of its own; both are let go by one barrier.
"""

from tests.assessments.meeting import STATEMENT, Meeting, done, meet, people, save, service_of  # isort: skip  first: it sets up Django

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from advisor.accounts.models import User
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.arrange import put_back, put_back_assessment, remove, remove_assessment, sweep_removed
from advisor.assessments.actions.create import NewService, add_services
from advisor.assessments.actions.retention import start_over
from advisor.assessments.actions.reveal import close_round
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.checklists import newest
from advisor.assessments.models import (
    Assessment,
    AuditEvent,
    CurrentAnswer,
    Respondent,
    Round,
    RoundAnswer,
    Service,
    Submission,
)
from advisor.decisions import services
from advisor.pages.decide import sign_off
from advisor.quotas.clients import Client
from advisor.quotas.counts import spend
from advisor.quotas.limits import DAILY
from advisor.quotas.models import Count
from advisor.sharing.access import VisitorKey, in_force
from advisor.sharing.links import lets_in, make_link, make_private_link, open_link, revoke_link
from advisor.sharing.models import Grant, Membership, ShareLink
from advisor.sharing.persons import person_of
from advisor.sharing.workspaces import change_role, make_workspace, remove_member
from tests.assessments.decision_pairs import DECISION_PAIRS
from tests.pages.making import joined, platform
from tests.people import begun


def round_of_three() -> tuple[Assessment, VisitorKey, VisitorKey]:
    """Ada's platform, Ben who may edit it, and Cleo who is asked and not done."""
    ada, ben, cleo = people("ada", "ben", "cleo")
    made = platform("One", key=ada)
    joined(made, ben, "Ben", "edit")
    joined(made, cleo, "Cleo")
    done(made, ada, "Ada")
    done(made, ben, "Ben")
    return made, ada, ben


def two_reveal() -> Meeting:
    made, ada, ben = round_of_three()
    service = service_of(made)

    def close(key: VisitorKey) -> bool:
        return close_round(assessment=made, visitor=key, subject=service, number=1)

    def check(told: list[str]) -> bool:
        rounds = Round.objects.filter(service=service, revealed_at__isnull=False).count()
        audited = AuditEvent.objects.filter(scope_id=made.scope_id, action="round revealed", detail__service="one")
        return sorted(told) == ["False", "True"] and rounds == audited.count() == 1

    return Meeting((lambda: close(ada), lambda: close(ben)), check)


def answer_meets_reveal() -> Meeting:
    """What is revealed is what was said by whoever was done, and a save is never lost."""
    made, ada, ben = round_of_three()
    service, who = service_of(made), Respondent.objects.get(assessment=made, name="Ben")

    def check(told: list[str]) -> bool:
        row = Round.objects.get(service=service, number=1)
        shown = set(row.respondents.values_list("name", flat=True))
        kept = list(RoundAnswer.objects.filter(round=row, respondent=who, statement=STATEMENT).values_list("value"))
        now = CurrentAnswer.objects.get(respondent=who, statement=STATEMENT).value
        stays = Submission.objects.filter(service=service, respondent=who).exists()
        both = (shown, kept) in ((({"Ada", "Ben"}), [("3",)]), ({"Ada"}, []))
        return told == ["None", "True"] and now == "1" and not stays and both

    def close() -> bool:
        return close_round(assessment=made, visitor=ada, subject=service, number=1)

    return Meeting((lambda: save(made, ben), close), check)


def putting_back_meets_another() -> Meeting:
    """A service that is put back, while another gets its name."""
    (ada,) = people("ada")
    made = platform("One", "Two", key=ada)
    removed = service_of(made)
    remove(assessment=made, visitor=ada, row=removed)
    removed = Service.everything.get(id=removed.id)

    def add() -> None:
        add_services(assessment=made, visitor=ada, services=[NewService("One")])

    def check(told: list[str]) -> bool:
        names = sorted(Service.objects.filter(assessment=made).values_list("name", flat=True))
        if told[1].startswith("told"):
            return names == ["One", "Two"]
        return told[0] == "True" and len(names) == len(set(names)) == 3

    return Meeting((lambda: put_back(assessment=made, visitor=ada, row=removed), add), check)


def two_put_back() -> Meeting:
    (ada,) = people("ada")
    made = platform("One", "Two", key=ada)
    remove(assessment=made, visitor=ada, row=service_of(made))
    removed = Service.everything.get(assessment=made, name="One")

    def back() -> bool:
        return put_back(assessment=made, visitor=ada, row=Service.everything.get(id=removed.id))

    def check(told: list[str]) -> bool:
        names = sorted(Service.objects.filter(assessment=made).values_list("name", flat=True))
        audited = AuditEvent.objects.filter(scope_id=made.scope_id, action="service put back").count()
        return sorted(told) == ["False", "True"] and names == ["One", "Two"] and audited == 1

    return Meeting((back, back), check)


def putting_back_meets_sweep() -> Meeting:
    """What its owner has back is not swept away."""
    (ada,) = people("ada")
    made = platform("One", key=ada)
    remove_assessment(assessment=made, visitor=ada)
    later = timezone.now() + timedelta(days=8)

    def check(told: list[str]) -> bool:
        there = Assessment.objects.filter(id=made.id).exists()
        return there == (told[0] == "back")

    def back() -> str:
        return "back" if put_back_assessment(visitor=ada, public_id=made.public_id) else "gone"

    return Meeting((back, lambda: sweep_removed(now=later)), check)


def two_without_a_name() -> Meeting:
    """Whoever answers without a name gets one that nobody has."""
    ada, ben, cleo = people("ada", "ben", "cleo")
    made = platform("One", key=ada)
    let_in_by(made, ben, cleo)

    def check(told: list[str]) -> bool:
        names = list(Respondent.objects.filter(assessment=made).values_list("name", flat=True))
        return told == ["None", "None"] and len(names) == len(set(names)) == 3

    return Meeting((lambda: save(made, ben), lambda: save(made, cleo)), check)


def let_in_by(made: Assessment, *keys: VisitorKey) -> tuple[ShareLink, str]:
    link, token = make_link(scope_id=made.scope_id, role="respond", label="All", expires_at=None, made_by=None)
    for key in keys:
        assert open_link(token=token, visitor=key)
    return link, token


def opening_meets_revoking() -> Meeting:
    """Nobody is in by a link that was revoked."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    link, token = let_in_by(made)

    def revoke() -> bool:
        return revoke_link(scope_id=made.scope_id, link_id=link.id) is not None

    def check(told: list[str]) -> bool:
        left = Grant.objects.filter(in_force(), link=link).count()
        return told[0] in ("None", str(made.scope_id)) and told[1] == "True" and left == 0

    return Meeting((lambda: open_link(token=token, visitor=ben), revoke), check)


def way_back_meets_revoking() -> Meeting:
    """Whose link is revoked has no way back either."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    link, _ = let_in_by(made, ben)

    def private() -> str:
        make_private_link(scope_id=made.scope_id, visitor=ben)
        return "made"

    def check(told: list[str]) -> bool:
        still = ShareLink.objects.filter(lets_in(timezone.now()), scope_id=made.scope_id)
        return told[0] in ("made", "told: AccessDenied") and not still.exists()

    return Meeting((private, lambda: bool(revoke_link(scope_id=made.scope_id, link_id=link.id))), check)


def coming_back_meets_revoking() -> Meeting:
    """Nor is anybody in by the way back of somebody who is shut out."""
    ada, ben, phone = people("ada", "ben", "phone")
    made = platform("One", key=ada)
    link, _ = let_in_by(made, ben)
    _, token = make_private_link(scope_id=made.scope_id, visitor=ben)

    def check(told: list[str]) -> bool:
        held = Grant.objects.filter(in_force(), scope_id=made.scope_id, link__isnull=False)
        return told[1] == "True" and not held.exists()

    return Meeting(
        (
            lambda: open_link(token=token, visitor=phone),
            lambda: bool(revoke_link(scope_id=made.scope_id, link_id=link.id)),
        ),
        check,
    )


def saving_meets_revoking() -> Meeting:
    """A save is stored or refused."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    link, _ = let_in_by(made, ben)

    def check(told: list[str]) -> bool:
        stored = CurrentAnswer.objects.filter(respondent__assessment=made).count()
        return told[1] == "True" and stored == {"None": 1, "told: AccessDenied": 0}.get(told[0])

    return Meeting((lambda: save(made, ben), lambda: bool(revoke_link(scope_id=made.scope_id, link_id=link.id))), check)


def saving_meets_starting_over() -> Meeting:
    """A save in one tab, while another tab starts over."""
    (ada,) = people("ada")
    target = begun(ada)

    def answer() -> None:
        record_answer(
            respondent_id=target.respondent_id,
            subject=Subject("service", target.service_id, STATEMENT),
            draft=Draft("3"),
            base=0,
            request_id=uuid4().hex,
        )

    def check(told: list[str]) -> bool:
        gone = not Assessment.objects.filter(id=target.assessment_id).exists()
        return gone and told[0] in ("None", "told: GoneError") and told[1] == "True"

    return Meeting((answer, lambda: start_over(visitor=ada, public_id=target.public_id)), check)


def two_owners_leave() -> Meeting:
    """A workspace keeps an owner."""
    ada, ben = (person_of(user_id=User.objects.create(email=f"{uuid4().hex}@example.org").id) for _ in range(2))
    made = make_workspace(person=ada, name="Acme")
    first = Membership.objects.get(workspace=made)
    second = Membership.objects.create(workspace=made, visitor=ben, role="owner")

    def check(told: list[str]) -> bool:
        owners = Membership.objects.filter(workspace=made, role="owner").count()
        return sorted(told) == ["None", "told: LastOwnerError"] and owners == 1

    return Meeting(
        (
            lambda: remove_member(workspace=made, membership_id=first.id),
            lambda: change_role(workspace=made, membership_id=second.id, role="member"),
        ),
        check,
    )


def two_count() -> Meeting:
    """Of two who take the last one, one has it, whichever process it asks."""
    who = uuid4().hex
    limit = next(one for one in DAILY if one.what == "links" and one.per == "browser")
    most = settings.LIMITS[limit.setting]
    Count.objects.create(what="links", who=who, day=timezone.now().date(), amount=most - 1)

    def check(told: list[str]) -> bool:
        return sorted(told) == ["None", "told: LimitReachedError"] and Count.objects.get(who=who).amount == most

    return Meeting((lambda: spend(Client(who, ""), links=1), lambda: spend(Client(who, ""), links=1)), check)


def two_count_first() -> Meeting:
    who = uuid4().hex

    def check(told: list[str]) -> bool:
        return told == ["None", "None"] and Count.objects.get(who=who).amount == 2

    return Meeting((lambda: spend(Client(who, ""), links=1), lambda: spend(Client(who, ""), links=1)), check)


PAIRS: dict[str, Callable[[], Meeting]] = {
    "two owners reveal": two_reveal,
    "answer, reveal": answer_meets_reveal,
    "put back, add": putting_back_meets_another,
    "two put back": two_put_back,
    "put back, sweep": putting_back_meets_sweep,
    "two without a name": two_without_a_name,
    "open a link, revoke it": opening_meets_revoking,
    "make a way back, revoke": way_back_meets_revoking,
    "come back, revoke": coming_back_meets_revoking,
    "save, revoke": saving_meets_revoking,
    "save, start over": saving_meets_starting_over,
    "two owners leave": two_owners_leave,
    "two take the last": two_count,
    "two are the first": two_count_first,
    **DECISION_PAIRS,
}


def outcomes(pair: Callable[[], Meeting], times: int, chance: random.Random) -> Iterator[tuple[str, bool]]:
    for _ in range(times):
        meeting = pair()
        answers = meet(meeting, chance)
        failed = any(answer.startswith("failed") for answer in answers)
        yield " | ".join(answers), not failed and meeting.check(answers)


def main(times: int, *only: str) -> None:
    call_command("migrate", verbosity=0)
    newest()
    # drawing takes seconds, and meets nobody
    sign_off.draw_and_wait = lambda **given: None  # type: ignore[assignment]
    services.request_file = lambda **given: None
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, pair in PAIRS.items():
        if only and name not in only:
            continue
        well: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        for answers, is_well in outcomes(pair, times, random.Random(name)):
            (well if is_well else wrong)[answers] += 1
        found[name] = {"well": well, "wrong": wrong}
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
