"""A meter lets a burst through, then as much as its time allows, and forgets who was silent for longest."""

import pytest

from advisor.quotas import rates
from advisor.quotas.limits import RATES
from advisor.quotas.rates import Meter
from advisor.quotas.refusals import LimitReachedError

SAVES = RATES[0]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(clock: Clock) -> Meter:
    return Meter(SAVES, clock)


def taken(meter: Meter, who: str = "ada") -> int:
    """How often somebody is let through until they are refused."""
    for count in range(100_000):
        try:
            meter.take(who, 1)
        except LimitReachedError:
            return count
    raise AssertionError("there is no limit")


def test_meter_lets_all_of_it_through_at_once_and_then_as_it_comes_back(meter: Meter, clock: Clock) -> None:
    assert taken(meter) == 600
    clock.now += 6.0
    assert taken(meter) == 60
    clock.now += 3600.0
    assert taken(meter) == 600


def test_meter_counts_each_for_itself_and_nobody_without_a_name(meter: Meter) -> None:
    assert taken(meter, "ada") == taken(meter, "ben") == 600
    for _ in range(1000):
        meter.take("", 1)


def test_meter_says_when_it_goes_on(meter: Meter, clock: Clock) -> None:
    taken(meter)
    with pytest.raises(LimitReachedError, match="Try again in a few seconds") as caught:
        meter.take("ada", 60)
    clock.now += caught.value.seconds + 10
    meter.take("ada", 60)


def test_meter_forgets_who_was_silent_for_longest(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "REMEMBERED", 2)
    for who in ("ada", "ben", "ada", "cleo"):
        meter.take(who, 1)
    assert list(meter.full_at) == ["ada", "cleo"]


def test_meter_takes_one_thing_larger_than_the_limit_once(meter: Meter) -> None:
    meter.take("ada", 10_000)
    assert taken(meter) == 0
