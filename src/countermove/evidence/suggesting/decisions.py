"""What became of suggestions: accepted or rejected, by whom and when, in a file beside a work's documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countermove.errors import EvidenceError
from countermove.evidence.desk.desk import Desk
from countermove.evidence.desk.labels import DECISIONS
from countermove.evidence.documents.reading import read_bytes
from countermove.files import must_be_plain, write_whole

__all__ = ["Decided", "Decision", "decisions", "keep"]

MAX_BYTES = 20_000_000
Decided = Literal["accepted", "rejected"]
_Words = Annotated[str, Field(max_length=10_000)]


class Decision(BaseModel):
    """What an analyst decided about one suggestion.

    Attributes
    ----------
    id, kind, quote : str
        The suggestion's; the quote is kept so that the file can be read by people.
    decision : str
        ``accepted`` or ``rejected``.
    date : str
        The day, such as ``2024-05-03``.
    analyst : str
        Who decided; it may be empty.
    claim, model : str
        The claim that the quote went into and the model's file name, if it did.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    id: Annotated[str, Field(pattern=r"\A[0-9a-f]{10}\z")]
    kind: _Words
    quote: _Words
    decision: Decided
    date: Annotated[str, Field(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    analyst: _Words = ""
    claim: _Words = ""
    model: _Words = ""


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")

    schema_: Literal["countermove/decisions/1"] = Field(alias="schema")
    decisions: Annotated[list[Decision], Field(max_length=100_000)]


def decisions(desk: Desk, work: str) -> dict[str, Decision]:
    """Return what was decided about a work's suggestions, by their ids; of two about one the last counts.

    Raises
    ------
    EvidenceError
        If the file is damaged.
    """
    path = _path(desk, work)
    if not path.exists():
        return {}
    try:
        kept = _File.model_validate_json(read_bytes(path, MAX_BYTES))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise EvidenceError(
            f"{path} is damaged ({where}: {first['msg']}); mend it, or move it away and decide anew"
        ) from None
    return {each.id: each for each in kept.decisions}


def keep(desk: Desk, work: str, made: Iterable[Decision]) -> None:
    """Add decisions to a work's, in one step; one about the same suggestion is replaced."""
    kept: Mapping[str, Decision] = decisions(desk, work) | {each.id: each for each in made}
    data = {
        "schema": "countermove/decisions/1",
        "decisions": [
            {key: value for key, value in each.model_dump().items() if value} for each in kept.values()
        ],
    }
    path = _path(desk, work)
    must_be_plain(path.parent)
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _path(desk: Desk, work: str) -> Path:
    return desk.path / work / f"{DECISIONS}.json"
