"""Which states are listed, in which order, and what is too large to be listed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from countermove.analyses.menu import menu
from countermove.concepts import pick
from countermove.errors import LimitError
from countermove.model.condition import And, Condition, Count, Iff, Is, Not, Or, atoms
from countermove.model.elements import Model
from countermove.space import build
from countermove.space import courses as courses_module
from countermove.space.courses import list_courses
from countermove.space.states import OptionStates
from countermove.stability import analyze
from tests.strategies import is_true, option, option_form, prioritize, random_condition, with_preferences

FOUR = ("a", "b", "c", "d")


def plain_courses(sizes: list[int], constraints: list[Condition]) -> list[tuple[int, ...]]:
    """The slow twin: every setting, the first option varying fastest, and then those that are allowed."""
    settings = (tuple(reversed(each)) for each in product(*(range(size) for size in reversed(sizes))))
    return [each for each in settings if all(is_true(one, each) for one in constraints)]


def listed_courses(sizes: list[int], constraints: list[Condition]) -> list[tuple[int, ...]]:
    (found,) = list_courses([list(range(len(sizes)))], sizes, [constraints])
    return [tuple(map(int, row)) for row in found]


@pytest.mark.parametrize("seed", range(400))
def test_courses_are_those_of_the_plain_enumeration_in_its_order(seed: int) -> None:
    rng = Random(seed)
    sizes = [rng.choice((1, 2, 2, 2, 3, 4)) for _ in range(rng.randint(0, 7))]
    drawn = [random_condition(rng, sizes) for _ in range(rng.choice((0, 1, 2, 3, 5)) if sizes else 0)]
    # Some are drawn to hold of one setting, so that lists are not mostly empty.
    allowed = [rng.randrange(size) for size in sizes]
    constraints = [each if is_true(each, allowed) or seed % 4 == 0 else Not(each) for each in drawn]
    constraints = [each for each in constraints if any(atoms(each))]
    assert listed_courses(sizes, constraints) == plain_courses(sizes, constraints)


def settings_of(model: Model) -> Iterator[tuple[int, ...]]:
    states = OptionStates(model)
    return (states.values(state) for state in range(states.size))


@pytest.mark.parametrize("seed", range(100))
def test_states_are_numbered_as_settings_of_all_options_are(seed: int) -> None:
    rng = Random(seed)
    names = ("ann", "bob", "cat")[: rng.randint(1, 3)]
    options = [option(rng.choice(names), f"o{k}", FOUR[: rng.choice((2, 2, 3))]) for k in range(5)]
    model = option_form(names, options)
    sizes = [len(each.levels) for each in model.options]
    drawn = [random_condition(rng, sizes) for _ in range(3)]
    model = option_form(names, options, drawn)
    assert list(settings_of(model)) == plain_courses(sizes, drawn)


def many_options(number: int, *constraints: Condition) -> Model:
    return option_form(["ann"], [option("ann", f"o{k}") for k in range(number)], constraints)


def test_thirty_options_of_which_one_at_most_is_taken() -> None:
    model = many_options(30, Count(tuple(Is(k, 1) for k in range(30)), 0, many=False))
    assert list(settings_of(model)) == [tuple(int(k == taken) for k in range(30)) for taken in range(-1, 30)]


def test_options_tied_to_each_other_make_room() -> None:
    pairs = (Iff(Is(k, 1), Is(k + 1, 1)) for k in range(0, 40, 2))
    assert OptionStates(many_options(40, *pairs)).size == 2**20


def test_a_constraint_that_nothing_can_meet_leaves_no_state() -> None:
    one = Is(3, 1)
    assert OptionStates(many_options(5, And((one, Not(one))))).size == 0
    assert OptionStates(many_options(5, Or(()))).size == 0


# ---------------------------------------------------------------- too many
def too_many(model: Model) -> str:
    with pytest.raises(LimitError) as caught:
        OptionStates(model)
    return str(caught.value)


def owners(decision_makers: int, options: int, constraint: bool = False) -> Model:
    names = [f"d{k}" for k in range(decision_makers)]
    listed = [option(name, f"o{k}") for name in names for k in range(options)]
    first = (And(tuple(Is(dm * options + k, 1) for k in range(options))) for dm in range(decision_makers))
    return option_form(names, listed, map(Not, first) if constraint else ())


def test_many_large_decision_makers_are_refused_before_their_courses_are_listed() -> None:
    tracemalloc.start()
    text = too_many(owners(12, 24))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**22  # the courses of one of them would be 400 MB
    assert f"the options combine in more than 10^{int(288 * 0.30103)} ways" in text
    assert "the explicit engine lists at most 16,777,216" in text


def test_courses_cut_by_constraints_are_counted_no_further_than_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    longest = []
    settings = courses_module._settings

    def noted(*args: object) -> object:
        longest.append(args[3])
        return settings(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(courses_module, "_settings", noted)
    text = too_many(owners(12, 17, constraint=True))
    # Two of them combine in too many ways; what the third adds is not counted to the end.
    assert longest == [2**24, 2**24, 2**16]
    assert f"the options combine in more than {(2**17 - 1) ** 2:,} ways" in text


def test_the_number_of_ways_is_exact_where_counting_is_cheap() -> None:
    assert f"combine in {3**16:,} ways" in too_many(
        many_options(32, *(Not(And((Is(k, 1), Is(k + 1, 1)))) for k in range(0, 32, 2)))
    )
    assert f"combine in {31 * 2**30:,} ways" in too_many(
        option_form(
            ["ann", "bob"],
            [option("ann", f"o{k}") for k in range(30)] + [option("bob", f"o{k}") for k in range(30)],
            [Count(tuple(Is(k, 1) for k in range(30)), 0, many=False)],
        )
    )


def test_who_has_no_course_at_all_leaves_no_state_however_many_the_others_have() -> None:
    never = And((Is(16, 1), Is(16, 0)))
    listed = [option("ann", f"o{k}") for k in range(16)] + [option("bob", f"o{k}") for k in range(16)]
    assert OptionStates(option_form(["ann", "bob"], listed, [never])).size == 0


def test_settings_that_come_up_on_the_way_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses_module, "MAX_COMBINATIONS", 8)
    # Eight settings in the end; but that the first option is not taken is known only then.
    assert "more than 8 ways" in too_many(many_options(5, *(Iff(Is(0, 1), Is(k, 1)) for k in range(1, 5))))
    assert OptionStates(many_options(3, *(Iff(Is(0, 1), Is(k, 1)) for k in range(1, 3)))).size == 2


# ---------------------------------------------------------------- many decision makers
def nearly_alone(decision_makers: int) -> Model:
    """Two decision makers with three options, and others who cannot take their only one."""
    names = [f"d{k}" for k in range(decision_makers)]
    options = [option("d0", "a"), option("d0", "b"), option("d1", "c")]
    options += [option(name, f"o{name}") for name in names[2:]]
    model = option_form(names, options, [Is(k, 0) for k in range(3, decision_makers + 1)])
    return with_preferences(model, {name: prioritize(Is(0, 1), Is(2, 0)) for name in names})


@pytest.mark.parametrize("decision_makers", [33, 50, 63])
def test_decision_makers_of_one_course_do_not_matter(decision_makers: int) -> None:
    found, plain = (
        analyze(build(nearly_alone(number)), pick(["nash", "gmr", "smr", "seq", "sseq", "sim"]))
        for number in (decision_makers, 2)
    )
    assert found.equilibria == plain.equilibria
    assert [each.rests for each in menu(found, 0, 0).courses] == [
        each.rests for each in menu(plain, 0, 0).courses
    ]


def test_more_decision_makers_than_a_list_can_have_are_refused() -> None:
    with pytest.raises(LimitError, match="there are 70 decision makers, and the states of at most 63"):
        build(nearly_alone(70))
