"""What is said of whether a coalition's agreement can hold, where the concepts do not agree on it."""

from __future__ import annotations

import countermove
from countermove.analyses.coalition_holding import Holding
from countermove.views.holding import holding_sentences


def test_every_concept_that_says_the_same_is_named() -> None:
    survey = countermove.load("short-fuse").coalitions(concepts=["nash", "gmr", "smr", "seq"])
    (departure,) = survey.departures("seq", 3)
    (said,) = holding_sentences(Holding(survey), survey.concepts, departure)
    assert said == "State 1 can hold under GMR, SMR and SEQ."
