"""Voices of one state or organisation as one: a capital or seat of government counts with its country."""

from __future__ import annotations

from dataclasses import replace

from countermove.evidence.suggesting.gazetteer import gazetteer
from countermove.evidence.suggesting.tokens import tokens
from countermove.evidence.telling.narratives import Mention, Narrative, Voice

__all__ = ["joined"]


def joined(found: Narrative) -> Narrative:
    """Return a narrative in which speakers with a name of the gazetteer have the one it is known by.

    Only a speaker whose whole name it is: "Moscow" is Russia, "Russian media" and "a minister" stay.
    """
    return replace(
        found,
        mentions=tuple(map(_joined, found.mentions)),
        copies=tuple(map(_joined, found.copies)),
    )


def _joined(mention: Mention) -> Mention:
    return replace(mention, voices=tuple(dict.fromkeys(map(_known, mention.voices))))


def _known(voice: Voice) -> Voice:
    if voice.kind != "speaker":
        return voice
    words = tokens(voice.name)
    words = words[1:] if len(words) > 1 and words[0].low == "the" else words
    found = gazetteer().name_at(words, 0) if words else None
    whole = found is not None and found[0] == len(words) and not words[-1].possessive
    return replace(voice, name=found[1].name) if found is not None and whole else voice
