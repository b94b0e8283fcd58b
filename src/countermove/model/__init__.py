"""The conflict as its file declares it: reading, checking, and the field's nouns.

Nothing here lists states or reaches a verdict; see `countermove.space` and `countermove.stability`.
"""

from countermove.model.build import Draft, read_model
from countermove.model.condition import evaluate, holds
from countermove.model.elements import Model
from countermove.model.reading import pattern_of, split_pattern

__all__ = ["Draft", "Model", "evaluate", "holds", "pattern_of", "read_model", "split_pattern"]
