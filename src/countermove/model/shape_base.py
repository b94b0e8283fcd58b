"""What all shapes of a model file share: closed mappings, and unions that say what was expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Discriminator, model_validator
from pydantic_core import PydanticCustomError

__all__ = ["Closed", "expected", "kinds", "one_of"]


class Closed(BaseModel):
    """A mapping that knows all its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = [key for key in data if key not in known]
        if unknown:
            raise PydanticCustomError("unknown_keys", "unknown keys", {"unknown": unknown, "known": known})
        required = {field.alias or name for name, field in cls.model_fields.items() if field.is_required()}
        return {key: value for key, value in data.items() if value is not None or key in required}


def kinds(**of: type | tuple[type, ...]) -> Callable[[Any], str | None]:
    """Pick the branch of a union by the kind of value: text, number, list, mapping, nothing."""

    def branch(value: Any) -> str | None:
        if isinstance(value, Closed):
            return "mapping"
        for kind, types in of.items():
            if isinstance(value, types) and not (isinstance(value, bool) and bool not in _as_tuple(types)):
                return f"<{kind}>"
        return None

    return branch


def _as_tuple(types: type | tuple[type, ...]) -> tuple[type, ...]:
    return types if isinstance(types, tuple) else (types,)


def expected(branch: Callable[[Any], str | None], words: str) -> Discriminator:
    """Make a discriminator whose error says what was expected."""
    return Discriminator(branch, custom_error_type="wrong_kind", custom_error_message=words)


def one_of(**of: type | tuple[type, ...]) -> Discriminator:
    """Tell the branches of a union apart by the kind of value."""
    words = " or ".join({"text": "text", "number": "a number", "list": "a list", "mapping": "a mapping",
                         "truth": "true or false", "nothing": "nothing"}[kind] for kind in of)  # fmt: skip
    return expected(kinds(**of), words)
