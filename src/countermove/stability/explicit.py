"""The explicit engine: decide concepts over a space whose states are listed."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import Answers, Base, Concept, Form, LimitedMove, Simultaneous, own
from countermove.model.elements import StateRef
from countermove.space import Space
from countermove.space.limited import limited
from countermove.space.simultaneous import simultaneous
from countermove.space.stopping import go_on, stopped_by
from countermove.stability.result import MAX_LISTED, Result, heading, too_many_asked

__all__ = ["Analysis", "analyze", "answered_values", "rounds", "stable_states", "sure_of"]

WORKERS = min(4, os.cpu_count() or 1)
WORTH_SHARING = 20_000
"""From this many states on the verdicts are shared out among threads."""

Bools = NDArray[np.bool_]
Values = NDArray[np.signedinteger]


def stable_states(space: Space, concept: Concept, dm: int) -> Bools:
    """Say which states are stable for one decision maker; the general form, read as it stands.

    Parameters
    ----------
    space : Space
        The conflict.
    concept : Concept
        Which answers count, and what they leave the decision maker with.
    dm : int
        The decision maker's index.

    Returns
    -------
    bool array, shape (size,)
        In the order of the state numbers.
    """
    form = own(concept, space.model.looking, space.decision_makers[dm]).form
    if isinstance(form, Simultaneous):
        return simultaneous(space, dm)
    if isinstance(form, LimitedMove):
        return limited(space, dm, form.horizon)
    assert isinstance(form, Form)
    rank = space.moves.ranks[dm]
    worth = np.minimum(rank, _answered(space, form, dm))
    return space.moves.of_states(rank >= space.moves.best(dm, worth))


def _answered(space: Space, form: Form, dm: int) -> Values:
    """Return V, in the layout of the space's moves."""
    if form.answers is Answers.NONE:
        return space.moves.ranks[dm]
    ((_, answered),) = deque(rounds(space, form, dm), maxlen=1)
    return answered


def rounds(space: Space, form: Form, dm: int) -> Iterator[tuple[Values, Values]]:
    """Yield the base values of each round, the last looked at first, and V with them.

    It ends early where one more round would change nothing.

    Yields
    ------
    pair of int arrays
        In the layout of the space's moves.
    """
    rank = space.moves.ranks[dm]
    improvements = form.answers is Answers.IMPROVEMENTS
    base = rank if form.base is Base.RANK else space.moves.best(dm, rank)
    for left in range(form.rounds, -1, -1):
        go_on()
        answered = space.moves.least_answer(dm, base, improvements=improvements)
        yield base, answered
        if not left:
            return
        following = sure_of(space, dm, answered)
        if np.array_equal(following, base):
            return
        base = following


def sure_of(space: Space, dm: int, answered: Values) -> Values:
    """Return what a decision maker can make sure of from each state: by staying, or by a move, answered.

    Parameters
    ----------
    space : Space
        The conflict.
    dm : int
        The decision maker's index.
    answered : int array
        What the others' answers to a move to each state leave it with, in the layout of the space's moves.
    """
    rank = space.moves.ranks[dm]
    return np.maximum(rank, space.moves.best(dm, np.minimum(rank, answered)))


def answered_values(space: Space, form: Form, dm: int) -> Values:
    """Return V(t): the least that the others' answers to a move to t leave a decision maker with.

    Returns
    -------
    int array, shape (size,)
        In the order of the state numbers, to be held against the decision maker's ranks.
    """
    return space.moves.of_states(_answered(space, form, dm))


@dataclass(frozen=True)
class Analysis(Result):
    """The stability of every state for every decision maker under some concepts.

    Attributes
    ----------
    space : Space
        The conflict that was analysed.
    stable : mapping
        For each concept id an array of shape (decision makers, states).
    """

    space: Space
    stable: Mapping[str, Bools]

    def is_stable(self, concept: str, dm: int, state: int) -> bool:
        """See `Result`."""
        return bool(self.stable[self.decided(concept)][dm, state])

    def how_many(self, ref: StateRef) -> int:
        """See `Result`."""
        return int(self.space.states.select(ref).sum())

    def holds(self, concept: str, dm: int | None, ref: StateRef) -> Literal["all", "some", "none"]:
        """See `Result`."""
        stable = self.equilibrium(concept) if dm is None else self.stable[self.decided(concept)][dm]
        asked = stable[self.space.states.select(ref)]
        return "none" if not asked.any() else "all" if asked.all() else "some"

    def best(self, concept: str, dm: int) -> int | None:
        """See `Result`."""
        equilibria = np.flatnonzero(self.equilibrium(concept))
        if not len(equilibria):
            return None
        liked = self.space.liked_from(dm, self.space.status_quo)
        return int(equilibria[np.argmax(liked[equilibria])])

    def labels(self, concept: str) -> Iterator[str]:
        """See `Result`."""
        return (self.space.states.label(int(state)) for state in np.flatnonzero(self.equilibrium(concept)))

    def equilibrium(self, concept: str) -> Bools:
        """Which states are stable for everybody; shape (states,)."""
        return np.asarray(self.stable[self.decided(concept)].all(axis=0))

    @cached_property
    def equilibria(self) -> dict[str, list[int]]:
        """See `Result`."""
        return {concept.id: _numbers(self.equilibrium(concept.id)) for concept in self.concepts}

    @cached_property
    def counts(self) -> dict[str, int]:
        """See `Result`."""
        return {concept.id: int(self.equilibrium(concept.id).sum()) for concept in self.concepts}

    @cached_property
    def stable_counts(self) -> dict[str, dict[str, int]]:
        """See `Result`."""
        labels = self.space.decision_makers
        return {
            name: dict(zip(labels, rows.sum(axis=1).tolist(), strict=True))
            for name, rows in self.stable.items()
        }

    @cached_property
    def stability(self) -> dict[str, dict[str, list[int]]]:
        """See `Result`."""
        return {
            concept.id: {
                label: _numbers(self.stable[concept.id][dm])
                for dm, label in enumerate(self.space.decision_makers)
            }
            for concept in self.concepts
        }

    def to_dict(self, *, all_states: bool = False) -> dict[str, Any]:
        """See `Result`."""
        space = self.space
        result = heading(self, space.model, None if space.status_quo is None else space.status_quo + 1)
        result["counts"] = {
            "states": space.size,
            "equilibria": self.counts,
            "stable": self.stable_counts,
        }
        if space.size <= MAX_LISTED or all_states:
            too_many_asked(space.size)
            result["states"] = [{"number": k + 1, "label": space.states.label(k)} for k in range(space.size)]
            result["stability"] = self.stability
            result["equilibria"] = self.equilibria
        else:
            result["listed"] = {
                name: [
                    {"number": number, "label": space.states.label(number - 1)}
                    for number in _numbers(self.equilibrium(name))
                ]
                for name, many in self.counts.items()
                if many <= MAX_LISTED
            }
        return result


def _numbers(states: Bools) -> list[int]:
    return [int(state) + 1 for state in np.flatnonzero(states)]


def analyze(
    space: Space, concepts: Sequence[Concept], progress: Callable[[int, int], None] | None = None
) -> Analysis:
    """Decide every state for every decision maker under each of the concepts.

    Parameters
    ----------
    space : Space
        The conflict.
    concepts : sequence of Concept
        What to decide.
    progress : callable, optional
        Takes (verdicts reached, verdicts asked), a verdict being one concept for one decision maker.
    """
    asked = [(concept, dm) for concept in concepts for dm in range(len(space.decision_makers))]
    reached: dict[tuple[str, int], Bools] = {}

    def decide(concept: Concept, dm: int) -> None:
        reached[concept.id, dm] = stable_states(space, concept, dm)
        if progress is not None:
            progress(len(reached), len(asked))

    if space.size < WORTH_SHARING:
        for each in asked:
            decide(*each)
    else:
        _share_out(decide, asked)
    stable = {
        concept.id: np.array([reached[concept.id, dm] for dm in range(len(space.decision_makers))])
        for concept in concepts
    }
    return Analysis(space, stable, concepts=tuple(concepts), engine="explicit")


def _share_out(decide: Callable[[Concept, int], None], asked: Sequence[tuple[Concept, int]]) -> None:
    """Let threads decide: verdicts are independent, and NumPy leaves the interpreter while it works.

    An error or an interrupt ends the wait at once, and so does the end of the program: the threads
    give up at their next step, and nothing waits for them.
    """
    todo: SimpleQueue[tuple[tuple[Concept, int], Future[None]]] = SimpleQueue()
    pending: list[Future[None]] = [Future() for _ in asked]
    for each in zip(asked, pending, strict=True):
        todo.put(each)
    given_up = Event()

    def work() -> None:
        with stopped_by(given_up):
            while not given_up.is_set():
                try:
                    question, answer = todo.get_nowait()
                except Empty:
                    return
                try:
                    decide(*question)
                except BaseException as error:  # noqa: BLE001  (it is raised where the answer is waited for)
                    answer.set_exception(error)
                else:
                    answer.set_result(None)

    for _ in range(min(WORKERS, len(asked))):
        Thread(target=work, daemon=True).start()
    try:
        for answer in pending:
            answer.result()
    finally:
        given_up.set()
