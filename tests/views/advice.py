"""What the report's sections of advice are told from: conflicts of every kind, and each section's data."""

from __future__ import annotations

from typing import Any

import countermove
from countermove.conflict import Conflict
from countermove.views.report_designing import changing_context
from countermove.views.report_evolving import going, going_context
from countermove.views.report_states import Shown
from countermove.views.report_tipping import firmness, firmness_context
from tests.models import FLEETS
from tests.models import GRAPH as PEACE
from tests.views.reports import GRAPH, LEVELS, TINY

BRIDGE = """
countermove: 1
title: The bridge
decision_makers:
  ann: {name: Ann, options: {burn: {name: Burn the bridge, moves: forward}, wait: Wait}}
  bob: {name: Bob, options: {cross: Cross}}
constraints: [not (burn and cross)]
status_quo: [burn]
preferences:
  ann: {prioritize: [cross, wait]}
  bob: {prioritize: [cross]}
"""

GATE = """
countermove: 1
title: The gate
sources: {letter: {title: A letter}}
claims: {proud: {text: The town will not be seen to give in., quotes: [{source: letter, quote: never}]}}
decision_makers:
  mill: {name: Mill, options: {shut: Shut the gate}}
  town: {name: Town, options: {sue: Sue, talk: Talk}}
constraints: [not (sue and talk)]
status_quo: [shut]
preferences:
  mill: {prioritize: [{statement: not sue, because: [{assumption: Courts are dear.}]}, shut, talk]}
  town: {prioritize: [{statement: sue if shut, because: [proud]}, talk, not shut]}
"""

ALONE = TINY + "status_quo: []\n"
CASES = {
    name: (lambda name=name: countermove.load(name)) for name in ("karabakh-2020", "syria-iraq-1975")
} | {
    name: (lambda text=text: countermove.loads(text))
    for name, text in {
        "graph": GRAPH,
        "peace": PEACE,
        "levels": LEVELS,
        "bridge": BRIDGE,
        "gate": GATE,
        "fleets": FLEETS,
        "alone": ALONE,
    }.items()
}


def shown(conflict: Conflict) -> Shown:
    return Shown(conflict.analyze(engine="explicit"))


def way(conflict: Conflict) -> dict[str, Any]:
    return going_context(shown(conflict), going(shown(conflict)))


def changes(conflict: Conflict) -> dict[str, Any]:
    menus = [conflict.menu(label) for label in conflict.decision_makers]
    return changing_context(shown(conflict), menus)


def firm(conflict: Conflict) -> dict[str, Any]:
    return firmness_context(shown(conflict), firmness(shown(conflict)), [])
