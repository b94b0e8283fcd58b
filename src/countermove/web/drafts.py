"""Edits that are not saved yet: with undo and redo, and kept through a kill.

A draft is a journal beside the model, one JSON line for each step, written through to the disk before the
page is answered. A last line that a kill cut off is passed over. The model's own file changes only when
the draft is saved, in one step, and only if it still is the file that the draft began from.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from countermove.errors import CountermoveError, UsageError
from countermove.files import write_whole

__all__ = ["Draft", "StaleError", "digest", "draft_path"]


class StaleError(CountermoveError):
    """What is to be changed is no longer what the writer saw.

    Attributes
    ----------
    seen, found : str
        The text that the writer started from, where it is known, and the one that is there now.
    """

    def __init__(self, seen: str, found: str) -> None:
        super().__init__(
            "somebody else has changed the model meanwhile; look at what differs, then do it again"
        )
        self.seen = seen
        self.found = found


def digest(text: str) -> str:
    """Return by what a text is told from another: the SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def draft_path(model: Path) -> Path:
    """Return where the draft of a model is kept."""
    return model.with_name(f".{model.name}.countermove-draft")


@dataclass
class Draft:
    """The versions of a model's text in this session, and which of them is shown.

    Attributes
    ----------
    path : Path
        The model's file.
    texts : list of str
        The versions, the one that was opened first. An edit after an undo drops what was undone.
    at : int
        Which of them is shown.
    done : list of str
        What led to each version but the first, in words.
    base : str
        What the file said when it was opened or saved last.
    """

    path: Path
    texts: list[str]
    at: int = 0
    done: list[str] = field(default_factory=list)
    base: str = ""

    def __post_init__(self) -> None:
        self.base = self.base or self.texts[0]

    @property
    def text(self) -> str:
        """What is shown."""
        return self.texts[self.at]

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.text != self.base

    # ------------------------------------------------------------ steps
    def edit(self, text: str, what: str, seen: str) -> None:
        """Show another text from now on.

        Parameters
        ----------
        text, what : str
            The new text, and what was done, in words.
        seen : str
            The digest of the text that the writer saw.

        Raises
        ------
        StaleError
            When that is not what is shown.
        """
        self._must_be(seen)
        if text == self.text:
            return
        self._write({"text": text, "what": what})
        self._take(text, what)

    def step(self, by: int, seen: str) -> None:
        """Undo (-1) or redo (1) one edit."""
        self._must_be(seen)
        at = self.at + by
        if not 0 <= at < len(self.texts):
            raise UsageError("there is nothing more to undo" if by < 0 else "there is nothing to do again")
        self._write({"at": at})
        self.at = at

    def save(self) -> None:
        """Write what is shown into the model's file.

        Raises
        ------
        StaleError
            When the file is not the one that the draft began from.
        """
        with self.path.open(encoding="utf-8", newline="") as stream:
            found = stream.read()
        if found != self.base:
            raise StaleError(self.base, found)
        write_whole(self.path, self.text)
        self.base = self.text
        self.forget()

    def onto(self, found: str) -> None:
        """Begin from what the file says now, which the writer has seen: saving will replace that."""
        self.base = found
        self._write({"base": found})

    def forget(self) -> None:
        """Remove the journal; the file stays as it is."""
        draft_path(self.path).unlink(missing_ok=True)

    def _must_be(self, seen: str) -> None:
        if seen != digest(self.text):
            known = next((each for each in self.texts if digest(each) == seen), "")
            raise StaleError(known, self.text)

    def _take(self, text: str, what: str) -> None:
        del self.texts[self.at + 1 :], self.done[self.at :]
        self.texts.append(text)
        self.done.append(what)
        self.at += 1

    # ------------------------------------------------------------ the journal
    def _write(self, line: dict[str, Any]) -> None:
        place = draft_path(self.path)
        begun = place.exists()
        with place.open("a", encoding="utf-8") as stream:
            if not begun:
                stream.write(json.dumps({"base": self.base, "first": self.texts[0]}) + "\n")
                for text, what in zip(self.texts[1:], self.done, strict=True):
                    stream.write(json.dumps({"text": text, "what": what}) + "\n")
                stream.write(json.dumps({"at": self.at}) + "\n")
            stream.write(json.dumps(line) + "\n")
            stream.flush()
            os.fsync(stream.fileno())

    @classmethod
    def found(cls, path: Path) -> Draft | None:
        """Return the draft that was left beside a model; None where there is none that can be read."""
        try:
            lines = draft_path(path).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return None
        steps: list[dict[str, Any]] = []
        for line in lines:
            with contextlib.suppress(ValueError):
                step = json.loads(line)
                if isinstance(step, dict):
                    steps.append(step)
        if not steps or not isinstance(steps[0].get("base"), str):
            return None
        draft = cls(path, [str(steps[0].get("first", steps[0]["base"]))], base=steps[0]["base"])
        for step in steps[1:]:
            if isinstance(step.get("text"), str):
                draft._take(step["text"], str(step.get("what", "")))
            elif isinstance(step.get("at"), int) and 0 <= step["at"] < len(draft.texts):
                draft.at = step["at"]
            elif isinstance(step.get("base"), str):
                draft.base = step["base"]
        return draft
