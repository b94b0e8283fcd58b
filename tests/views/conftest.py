from __future__ import annotations

import pytest

from countermove.conflict import Conflict
from tests.views.advice import CASES


@pytest.fixture(scope="module", params=CASES)
def conflict(request: pytest.FixtureRequest) -> Conflict:
    """Give one conflict of every kind after the other."""
    return CASES[request.param]()
