"""The bundled conflicts: one folder each, holding ``model.yaml`` and whatever it refers to."""

from __future__ import annotations

from pathlib import Path

__all__ = ["case_names", "case_path"]

_HOME = Path(__file__).parent


def case_names() -> list[str]:
    """Return the names of the bundled cases, in alphabetical order."""
    return sorted(folder.parent.name for folder in _HOME.glob("*/model.yaml"))


def case_path(name: str) -> Path | None:
    """Return the model file of a case, or None when there is no case of that name."""
    return _HOME / name / "model.yaml" if name in case_names() else None
