"""What robustness is not worked out for is refused with what to ask instead."""

from __future__ import annotations

import pytest

import countermove
from countermove.errors import UsageError


@pytest.mark.parametrize("concepts", [["sim"], ["nm", "lh:2"]])
def test_concepts_that_are_not_of_the_general_form_alone_are_refused(concepts: list[str]) -> None:
    conflict = countermove.load("syria-iraq-1975")
    with pytest.raises(UsageError, match=f"'{concepts[0]}'.*; use nash, gmr, smr, seq or sseq"):
        conflict.robustness(concepts=concepts)


def test_beside_others_they_are_passed_over() -> None:
    found = countermove.load("syria-iraq-1975").robustness(concepts=["sim", "seq"])
    assert [each.id for each in found.concepts] == ["seq"]
