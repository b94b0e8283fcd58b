"""The symbolic engine: conflicts with so many options that nobody could list the states.

Needs the extra ``countermove[symbolic]``; importing it without raises UsageError.
"""

from countermove.space.symbolic.analysis import SymbolicAnalysis, analyze
from countermove.space.symbolic.diagrams import MAX_NODES, Diagram
from countermove.space.symbolic.patterns import Patterns
from countermove.space.symbolic.space import State, SymbolicSpace, refusal
from countermove.space.symbolic.witness import Answer, SymbolicWitness

__all__ = [
    "MAX_NODES",
    "Answer",
    "Diagram",
    "Patterns",
    "State",
    "SymbolicAnalysis",
    "SymbolicSpace",
    "SymbolicWitness",
    "analyze",
    "refusal",
]
