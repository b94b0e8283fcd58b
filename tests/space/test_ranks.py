"""Whether preferences are strict."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from countermove.space.ranks import all_apart


@pytest.mark.parametrize("dtype", [np.int16, np.int32, np.int64])
@pytest.mark.parametrize("width", [1, 3, 20, 4000])
def test_states_liked_equally_are_found_however_far_apart_the_others_are(dtype: type, width: int) -> None:
    rng = Random(width)
    both = set()
    for _ in range(100):
        values = [rng.randint(-width, width) for _ in range(rng.randint(1, 8))]
        values += values[: rng.randrange(2)]
        strict = len(set(values)) == len(values)
        assert all_apart(np.array(values, dtype=dtype)) is strict
        both.add(strict)
    assert both == {True, False}


def test_the_ends_of_a_kind_of_number_are_no_exception() -> None:
    ends = np.iinfo(np.int16)
    values = np.arange(ends.min, ends.max + 1).astype(np.int16)
    assert all_apart(values)
    values[0] = ends.max
    assert not all_apart(values)
