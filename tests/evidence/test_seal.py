from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.errors import UsageError
from countermove.evidence import MAX_SEALED_WORDS, Seal, seal

from .helpers import literal_words


def test_seal_is_the_hash_of_the_words_joined_by_single_spaces() -> None:
    sealed = seal("\u201cIt  hasn\u2019t\nchanged\u201d \u2013 \u00c9t\u00e9 co-\nchair.")
    assert sealed == Seal(5, hashlib.sha256("it hasnt changed \u00e9t\u00e9 cochair".encode()).hexdigest())


@given(st.text(max_size=40).filter(literal_words))
@settings(deadline=None)
def test_seal_follows_the_literal_definition(text: str) -> None:
    words = literal_words(text)
    assert seal(text) == Seal(len(words), hashlib.sha256(" ".join(words).encode()).hexdigest())


def test_seal_is_frozen_and_ignores_the_case_of_the_hash() -> None:
    sealed = Seal(2, "AB" * 32)
    assert sealed == Seal(2, "ab" * 32)
    with pytest.raises(dataclasses.FrozenInstanceError):
        sealed.words = 3  # type: ignore[misc]


@pytest.mark.parametrize("text", ["", " \n", "\u2014 - '"])
def test_nothing_cannot_be_sealed(text: str) -> None:
    with pytest.raises(UsageError, match="no words"):
        seal(text)


@pytest.mark.parametrize("words", [0, -1, True, 2.0, "3", None])
def test_seal_refuses_what_is_no_number_of_words(words: object) -> None:
    with pytest.raises(UsageError, match="whole number"):
        Seal(words, "0" * 64)  # type: ignore[arg-type]


@pytest.mark.parametrize("sha256", ["", "0" * 63, "0" * 65, "g" * 64, "0" * 64 + "\n", None, "\u0660" * 64])
def test_seal_refuses_what_is_no_hash(sha256: object) -> None:
    with pytest.raises(UsageError, match="SHA-256"):
        Seal(1, sha256)  # type: ignore[arg-type]


def test_seals_have_a_longest_quote() -> None:
    assert seal("a " * MAX_SEALED_WORDS).words == MAX_SEALED_WORDS
    with pytest.raises(UsageError, match="in several parts"):
        seal("a " * (MAX_SEALED_WORDS + 1))
    with pytest.raises(UsageError, match="in several parts"):
        Seal(MAX_SEALED_WORDS + 1, "0" * 64)
