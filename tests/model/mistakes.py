"""The problems that a model file is refused for."""

from __future__ import annotations

import pytest

from countermove import ModelError, loads


def problems(text: str) -> list[str]:
    with pytest.raises(ModelError) as caught:
        loads(text, "model.yaml")
    return [str(problem) for problem in caught.value.problems]


def only(text: str) -> str:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]
