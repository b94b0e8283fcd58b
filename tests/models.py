"""Small model files that several tests use."""

from __future__ import annotations

SYRIA_IRAQ = """\
countermove: 1
title: Syria and Iraq, 1975
decision_makers:
  syria:
    name: Syria
    options:
      release: Release water
      escalate: {name: Escalate, moves: both}
  iraq:
    options:
      attack: {name: Attack the dam}
constraints:
  - not (release and escalate)
status_quo: []
preferences:
  syria:
    prioritize:
      - not release and not escalate and not attack
      - escalate
      - not attack
      - not release
  iraq:
    ranking: [2, 4, 6, 1, 5, 3]
"""

LEVELS = """\
countermove: 1
decision_makers:
  us:
    options:
      water: {levels: [none, partial, full]}
      talk: Talk
  them: {options: {pay: Pay}}
status_quo: {water: partial}
preferences:
  us: {weights: [{when: pay, weight: 2}, {when: water = full, weight: -1/2}, {when: talk, weight: 0.25}]}
  them: {prioritize: [water != none, not pay]}
"""

GRAPH = """\
countermove: 1
decision_makers: {us: We, them: They}
states: {s1: Today, s2: War, s3: Peace, s4: Truce}
moves:
  us: ["s1 -> s2", "s2 <-> s3"]
  them: ["s3 -> s4", "s2 -> s4"]
status_quo: s1
preferences:
  us: {ranking: "s3 > s2 ~ s4 >> s1"}
  them: {ranking: [s4, [s1, s3], s2]}
"""

FLEETS = """
countermove: 1
title: Two fleets and a port
decision_makers:
  north: {name: North, options: {fish: Fish without limit}}
  south: {name: South, options: {fish: Fish without limit}}
  port: {name: The port, options: {open: Let foreign boats in}}
status_quo: [north.fish, south.fish]
preferences:
  north: {prioritize: [not open, not south.fish, north.fish]}
  south: {prioritize: [not open, not north.fish, south.fish]}
  port: {prioritize: [open <-> not north.fish and not south.fish]}
"""

PENNIES = """
countermove: 1
decision_makers: {one: {name: One, options: {a: Heads}}, two: {name: Two, options: {b: Heads too}}}
status_quo: []
preferences: {one: {prioritize: [a <-> b]}, two: {prioritize: [not (a <-> b)]}}
"""


def change(text: str, old: str, new: str) -> str:
    """Replace a part that must be there exactly once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
