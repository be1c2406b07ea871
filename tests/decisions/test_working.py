"""Works take turns, no request waits longer than its time, and what was worked out is bounded by bytes."""

import threading
from collections.abc import Iterator

import pytest

from advisor.assessments.lru import LruCache
from advisor.decisions import tasks
from advisor.decisions.tasks import MOST_WORKS, Progress, Steps, Turns, UnfinishedError, one_step
from tests.patience import PATIENCE

NEVER = -1.0


class ByHand(Turns):
    """Turns that nobody takes but the test."""

    def start(self) -> None:
        pass


def counted(parts: int, log: list[str], name: str = "") -> Steps[int]:
    for part in range(parts):
        yield Progress(part, parts)
        log.append(f"{name}{part}")
    return parts, 1


@pytest.fixture
def by_hand() -> ByHand:
    return ByHand(1_000)


@pytest.fixture
def log() -> list[str]:
    return []


def test_work_that_needs_no_time_is_there_in_the_same_request() -> None:
    assert Turns(1_000).result("a", lambda: one_step(lambda: 7, 1)) == 7


def test_work_is_done_on_another_thread() -> None:
    assert Turns(1_000).result("a", lambda: one_step(threading.current_thread, 1)) is not threading.current_thread()


def test_work_beyond_its_time_says_how_far_it_is_and_is_found_by_whoever_asks_again(
    by_hand: ByHand, log: list[str]
) -> None:
    def ask() -> int:
        return by_hand.result("a", lambda: counted(2, log), NEVER)

    with pytest.raises(UnfinishedError, match="0 of 1"):
        ask()
    by_hand.turn()
    by_hand.turn()
    with pytest.raises(UnfinishedError, match="1 of 2"):
        ask()
    while by_hand.turn():
        pass
    assert ask() == 2
    assert log == ["0", "1"]


def test_small_work_that_comes_later_is_done_before_the_rest_of_a_large_one(by_hand: ByHand, log: list[str]) -> None:
    for name, parts in (("large", 9), ("small", 1)):
        with pytest.raises(UnfinishedError):
            by_hand.result(name, lambda name=name, parts=parts: counted(parts, log, name), NEVER)
        by_hand.turn()
        by_hand.turn()
    while by_hand.turn():
        pass
    assert log.index("small0") < log.index("large2")


def test_fault_is_told_to_whoever_asks_and_the_next_one_begins_anew(by_hand: ByHand) -> None:
    tries: Iterator[int] = iter((0, 1))

    def make() -> float:
        return 1 / next(tries)

    for error in (UnfinishedError, ZeroDivisionError, UnfinishedError):
        with pytest.raises(error):
            by_hand.result("a", lambda: one_step(make, 1), NEVER)
        while by_hand.turn():
            pass
    assert by_hand.result("a", lambda: one_step(make, 1), NEVER) == 1


def test_work_that_nobody_asked_for_longest_is_given_up_for_a_new_one(by_hand: ByHand, log: list[str]) -> None:
    for number in (*range(MOST_WORKS), 0, MOST_WORKS):
        with pytest.raises(UnfinishedError):
            by_hand.result(number, lambda number=number: counted(1, log, f"{number}-"), NEVER)
    while by_hand.turn():
        pass
    assert len(log) == MOST_WORKS
    assert "1-0" not in log
    assert "0-0" in log


def test_what_is_kept_stays_under_its_bytes_but_for_the_newest() -> None:
    cache: LruCache[str] = LruCache(10)
    for name, size in (("a", 4), ("b", 4), ("c", 4)):
        cache.put(name, name, size)
    assert (cache.get("a"), cache.get("b"), cache.bytes) == (None, "b", 8)
    cache.put("d", "d", 11)
    assert (cache.get("c"), cache.get("d"), cache.bytes) == (None, "d", 11)
    cache.put("d", "d", 3)
    assert cache.bytes == 3


def test_whoever_waits_to_the_end_also_waits_for_what_somebody_else_began(by_hand: ByHand, log: list[str]) -> None:
    def ask(until: float) -> int:
        return by_hand.result("a", lambda: counted(2, log), until)

    with pytest.raises(UnfinishedError):
        ask(NEVER)
    asked = by_hand.works["a"].asked
    found: list[int] = []
    waits = threading.Thread(target=lambda: found.append(ask(float("inf"))))
    waits.start()
    while by_hand.works["a"].asked == asked:
        pass
    while by_hand.turn():
        pass
    waits.join(PATIENCE)
    assert found == [2]


def test_work_that_is_given_up_begins_anew_for_whoever_waits_to_the_end(
    by_hand: ByHand, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "ASK_EVERY", 0.01)
    found: list[int] = []
    waits = threading.Thread(target=lambda: found.append(by_hand.result("a", lambda: counted(1, log), float("inf"))))
    waits.start()
    while not by_hand.works.pop("a", None):
        pass
    while waits.is_alive():
        by_hand.turn()
    assert found == [1]
