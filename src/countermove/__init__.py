"""countermove: from documents to a checked conflict model to answers.

The public names are loaded when first used, so that importing the package costs nothing.

Examples
--------
>>> import countermove
>>> conflict = countermove.load("syria-iraq-1975")
>>> conflict.analyze(concepts=["nash", "gmr"]).equilibria
{'nash': [6], 'gmr': [1, 6]}
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Conflict": "countermove.conflict",
    "changed": "countermove.loading",
    "load": "countermove.loading",
    "loads": "countermove.loading",
    "Analysis": "countermove.stability",
    "concepts": "countermove.concepts",
    "CountermoveError": "countermove.errors",
    "EvidenceError": "countermove.errors",
    "LimitError": "countermove.errors",
    "ModelError": "countermove.errors",
    "Problem": "countermove.errors",
    "UsageError": "countermove.errors",
}

__all__ = ["__version__", *_HOMES]

if TYPE_CHECKING:
    from countermove import concepts as concepts
    from countermove.conflict import Conflict as Conflict
    from countermove.errors import CountermoveError as CountermoveError
    from countermove.errors import EvidenceError as EvidenceError
    from countermove.errors import LimitError as LimitError
    from countermove.errors import ModelError as ModelError
    from countermove.errors import Problem as Problem
    from countermove.errors import UsageError as UsageError
    from countermove.loading import changed as changed
    from countermove.loading import load as load
    from countermove.loading import loads as loads
    from countermove.stability import Analysis as Analysis


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(_HOMES[name])
    return home if name == "concepts" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(__all__)
