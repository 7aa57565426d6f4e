"""Add1: raise every share by one step and count again, leaping over steps that are certified to change nothing."""

from dataclasses import dataclass
from fractions import Fraction

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.fast.bounded_run import (
    NearTie,
    Setting,
    Trace,
    bounded_run,
    same_outcome,
)
from commonweal.participation.budgeting.counting.fast.exact_run import exact_run
from commonweal.participation.budgeting.counting.fast.supporters import check_size
from commonweal.participation.budgeting.counting.outcome import Progress, silent


@dataclass(frozen=True, slots=True)
class Raised:
    """How often the share was raised for the recorded outcome, why it stopped, and how many runs that took."""

    steps: int
    stopped: str
    runs: int


class _Runner:
    """Runs at share + k steps, between bounds where that is enough, and remembers whether it was."""

    def __init__(self, setting: Setting, share: Fraction, increment: int) -> None:
        self.setting, self.share, self.increment = setting, share, increment
        self.runs = 0

    def at(self, steps: int) -> Fraction:
        share = self.share + steps * self.increment
        check_size(self.setting.table.voters * int(share + 1))
        return share

    def run(self, steps: int) -> Trace:
        self.runs += 1
        try:
            return bounded_run(self.setting, self.at(steps))
        except NearTie:
            return exact_run(self.setting, self.at(steps)).trace

    def leap(self, steps: int, trace: Trace) -> Trace | None:
        self.runs += 1
        return same_outcome(self.setting, self.at(steps), trace)


class _Leaps:
    """How far to try to leap: twice as far after each success, and more patiently after each failure."""

    def __init__(self) -> None:
        self.length, self._streak, self._patience = 2, 0, 1

    @property
    def due(self) -> bool:
        return self._streak >= self._patience

    def report(self, success: bool) -> None:
        if success:
            self.length, self._patience = self.length * 2, 1
        elif self.length > 2:
            self.length = max(2, self.length // 4)
        else:
            self._streak, self._patience = 0, min(8, self._patience * 2)

    def step(self, *, same: bool) -> None:
        self._streak = self._streak + 1 if same else 0
        if not same:
            self.length = 2


def raise_shares(
    setting: Setting, share: Fraction, increment: int, budget: int, *, early: bool, progress: Progress = silent
) -> Raised:
    """The last number of steps whose outcome is within the budget, with no overspending step before it.

    With `early`, the first step after which no other eligible project fits the budget, if that comes first.
    """
    runner = _Runner(setting, share, increment)
    costs = setting.table.costs
    steps, trace = 0, runner.run(0)
    leaps = _Leaps()
    while True:
        spent = sum(costs[p] for p in trace.order)
        rest = [costs[p] for p in setting.eligible if p not in set(trace.order)]
        if not rest:
            return Raised(steps, "every eligible project is funded", runner.runs)
        if early and spent + min(rest) > budget:
            return Raised(steps, "no other eligible project fits the budget", runner.runs)
        progress(f"share raised {number_of(steps, 'time')}; {number_of(len(trace.order), 'project')} funded")
        while leaps.due:
            farther = runner.leap(steps + leaps.length, trace)
            if farther is not None:
                steps, trace = steps + leaps.length, farther
                progress(f"share raised {number_of(steps, 'time')}; {number_of(len(trace.order), 'project')} funded")
            leaps.report(farther is not None)
        following = runner.run(steps + 1)
        if sum(costs[p] for p in following.order) > budget:
            return Raised(steps, "one more step would overspend", runner.runs)
        leaps.step(same=following.order == trace.order)
        steps, trace = steps + 1, following
