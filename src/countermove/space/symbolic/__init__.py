"""Conflicts with so many options that nobody could list the states: sets of states as decision diagrams.

Needs the extra ``countermove[symbolic]``; importing it without raises LimitError.
"""

from countermove.space.symbolic.diagrams import MAX_NODES, Diagram
from countermove.space.symbolic.patterns import Patterns
from countermove.space.symbolic.space import State, SymbolicSpace
from countermove.space.symbolic.witness import Answer, SymbolicWitness

__all__ = [
    "MAX_NODES",
    "Answer",
    "Diagram",
    "Patterns",
    "State",
    "SymbolicSpace",
    "SymbolicWitness",
]
