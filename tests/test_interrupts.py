"""Work that is interrupted, or no longer wanted, ends soon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from countermove.concepts import Concept, pick
from countermove.errors import LimitError
from countermove.model.condition import Is
from countermove.model.elements import Model
from countermove.space import Space, build
from countermove.space.limited import limited
from countermove.space.simultaneous import simultaneous
from countermove.space.stopping import Stopped, go_on, stopped_by
from countermove.stability import analyze, explicit
from tests.strategies import dilemma, option, option_form, prioritize, with_preferences

PROMPTLY = 30
"""Seconds, where the work itself would take minutes."""


def strict_pair(each: int) -> Model:
    """Two decision makers with so many options each, never indifferent."""
    options = [option(name, f"o{k}") for name in ("ann", "bob") for k in range(each)]
    free = option_form(("ann", "bob"), options)
    likes = [Is(k, k % 3 % 2) for k in range(2 * each)]
    return with_preferences(free, {"ann": prioritize(*likes), "bob": prioritize(*reversed(likes))})


INTERRUPTED = """
import threading
from countermove.concepts import pick
from countermove.space import build
from countermove.stability import analyze
from tests.test_interrupts import strict_pair

space = build(strict_pair(10))
print("ready", flush=True)
try:
    analyze(space, pick(["lh:1000"]))
    print("decided", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
{then}
"""
WAITING = """
for each in threading.enumerate():
    if each is not threading.current_thread():
        each.join()
print("quiet", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize(("then", "said"), [("", []), (WAITING, ["quiet"])], ids=["leaving", "staying"])
def test_an_interrupt_ends_an_analysis_and_its_threads(then: str, said: list[str]) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED.format(then=then)], cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            started.wait(1)  # by now it is at work
        started.send_signal(signal.SIGINT)
        told, errors = started.communicate(timeout=PROMPTLY)
    finally:
        started.kill()
    assert told.splitlines() == ["interrupted", *said]
    assert errors == ""
    assert started.returncode == 0


# ---------------------------------------------------------------- the flag
@pytest.mark.parametrize(
    "work",
    [
        lambda space: limited(space, 0, 3),
        lambda space: limited(space, 0, None),
        lambda space: simultaneous(space, 0),
    ],
    ids=["lh", "nm", "sim"],
)
def test_long_work_stops_once_it_is_not_wanted(work: Callable[[Space], object]) -> None:
    space = build(dilemma())
    flag = threading.Event()
    with stopped_by(flag):
        work(space)
        flag.set()
        with pytest.raises(Stopped):
            work(space)
    work(space)  # other work goes on


def test_one_error_stops_the_work_of_the_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explicit, "WORTH_SHARING", 1)
    monkeypatch.setattr(explicit, "WORKERS", 2)
    space = build(dilemma())
    stopped, over = threading.Event(), threading.Event()
    both = threading.Barrier(2)

    def decided(space: Space, concept: Concept, dm: int) -> None:
        both.wait(PROMPTLY)
        if dm == 0:
            raise LimitError("too many")
        try:
            while not over.wait(0.01):
                go_on()
        except Stopped:
            stopped.set()
            raise

    monkeypatch.setattr(explicit, "stable_states", decided)
    with pytest.raises(LimitError, match="too many"):
        analyze(space, pick(["nash"]))
    found = stopped.wait(PROMPTLY)
    over.set()
    assert found


def test_of_several_errors_the_first_asked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explicit, "WORTH_SHARING", 1)
    monkeypatch.setattr(explicit, "WORKERS", 2)
    failed = threading.Event()

    def decided(space: Space, concept: Concept, dm: int) -> None:
        if dm == 0:
            assert failed.wait(PROMPTLY)
        else:
            failed.set()
        raise LimitError(space.decision_makers[dm])

    monkeypatch.setattr(explicit, "stable_states", decided)
    with pytest.raises(LimitError, match="row"):
        analyze(build(dilemma()), pick(["nash"]))


def test_shared_work_answers_as_work_alone_does(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build(strict_pair(2))
    concepts = pick(["nash", "gmr", "smr", "seq", "sseq", "sim", "lh:3", "nm"])
    alone = analyze(space, concepts)
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(explicit, "WORTH_SHARING", 1)
    shared = analyze(space, concepts, lambda reached, asked: seen.append((reached, asked)))
    assert shared.stability == alone.stability
    assert len(seen) == 16
    assert max(seen) == (16, 16)
